// Changes of the journal behind its back, other keys, and older layouts.
#include "core/journal/chain.h"

#include "core/bytes/hex.h"
#include "tests/core/journal/kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::journal;
using tests::first_morning;
using tests::issue;
using tests::Kiosk;
using tests::order_of;

namespace {

/// Three certificates, one of them corrected and one revoked.
void fill(Journal& journal) {
    issue(journal, order_of("P-1", "a"));
    auto update = order_of("P-1", "b");
    update.is_update = true;
    issue(journal, update);
    const auto revoked = issue(journal, order_of("P-2", "a"));
    REQUIRE(journal.revoke(revoked.certificate_id, false, "mistake", first_morning));
}

void sql(const std::string& path, std::initializer_list<const char*> statements) {
    const auto database = SqliteDatabase::open(path);
    REQUIRE(database);
    for (const char* statement : statements) {
        CAPTURE(statement);
        REQUIRE((*database)->run(statement));
    }
}

}  // namespace

TEST_CASE("chain: the hash of an entry is the page's", "[journal]") {
    const EntryText entry{1, {1'700'000'000'000}, "made", R"({"from":0,"to":2})"};
    const std::string text =
        std::string(32, '\0') +
        R"({"sequence":1,"at_ms":1700000000000,"kind":"made","body":{"from":0,"to":2}})";
    CHECK(entry_hash({}, entry) == crypto::sha256(as_bytes(text)));
    CHECK(bytes::encode_hex(entry_hash({}, entry)) ==
          "4500533163f8b8ffec3f7323b8273cf537c3ec811b743851e33b7018d0e4f530");
}

TEST_CASE("chain: whole", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    fill(kiosk.journal());
    const auto kinds = tests::entry_kinds(kiosk.journal());
    CHECK(kiosk.journal().check_chain().value() == static_cast<std::int64_t>(kinds.size()));
    CHECK(kinds.front() == "made");
    std::int64_t expected = 5;
    REQUIRE(kiosk.journal().entries(5, [&](const Entry& entry) {
        CHECK(entry.sequence == expected++);
        CHECK(entry.hash_hex.size() == 64);
        return expected < 8;
    }));
    CHECK(expected == 8);
}

TEST_CASE("chain: every change is found", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    fill(kiosk.journal());
    kiosk.close();
    const auto path = kiosk.database_path();
    std::size_t offset = 0;
    // The refusal of changes is a help against mistakes, no protection.
    const auto change = [&](const char* statement) {
        sql(path, {"DROP TRIGGER entries_stay", "DROP TRIGGER entries_remain", statement});
    };
    SECTION("an entry's body") {
        change(
            "UPDATE entries SET body = replace(body, '\"dose\":1', '\"dose\":2')"
            " WHERE sequence = 6");
        offset = 6;
    }
    SECTION("an entry's instant") {
        change("UPDATE entries SET at_ms = at_ms + 1 WHERE sequence = 3");
        offset = 3;
    }
    SECTION("an entry's kind") {
        change("UPDATE entries SET kind = 'other' WHERE sequence = 3");
        offset = 3;
    }
    SECTION("an entry's hash") {
        change("UPDATE entries SET hash = zeroblob(32) WHERE sequence = 2");
        offset = 2;
    }
    SECTION("an entry gone") {
        change("DELETE FROM entries WHERE sequence = 5");
        offset = 5;
    }
    SECTION("the first entry gone") {
        change("DELETE FROM entries WHERE sequence = 1");
        offset = 1;
    }
    SECTION("an entry before all") {
        change("INSERT INTO entries VALUES (0, 0, 'made', '{}', zeroblob(32))");
        offset = 1;
    }
    SECTION("an order's id") {
        sql(path, {"UPDATE orders SET certificate_id = '100300000999' WHERE number = 2"});
    }
    SECTION("an order's event") {
        sql(path, {"UPDATE orders SET event = x'00' WHERE number = 2"});
    }
    SECTION("an order's dose") {
        sql(path, {"UPDATE orders SET dose = 9 WHERE number = 2"});
    }
    SECTION("an order's step") {
        sql(path, {"UPDATE orders SET step = 4 WHERE number = 2"});
    }
    SECTION("an order's step taken from the chain") {
        sql(path, {"UPDATE orders SET step = 4, entry = 0 WHERE number = 2"});
    }
    SECTION("an order gone") {
        sql(path, {"DELETE FROM payloads WHERE number = 2", "DELETE FROM orders WHERE number = 2"});
    }
    SECTION("a credential") {
        sql(path, {"UPDATE payloads SET credential = '{}' WHERE number = 2"});
    }
    SECTION("a revocation gone") {
        sql(path, {"DELETE FROM revocations WHERE number = 2"});
    }
    SECTION("a revoked order that counts again") {
        sql(path, {"UPDATE orders SET standing = 1 WHERE number = 3"});
    }
    SECTION("a withdrawn order that nobody withdrew") {
        sql(path, {"UPDATE orders SET standing = 0 WHERE number = 2"});
    }
    REQUIRE(kiosk.open());
    const auto checked = kiosk.journal().check_chain();
    REQUIRE_FALSE(checked);
    CHECK(checked.error().code == Errc::BadChecksum);
    if (offset != 0) CHECK(checked.error().offset == offset);
}

TEST_CASE("chain: content that went without an entry is missed", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    fill(kiosk.journal());
    REQUIRE(kiosk.database().run("UPDATE payloads SET request = NULL, credential = NULL"));
    CHECK(kiosk.journal().check_chain().error().code == Errc::BadChecksum);
    CHECK(kiosk.journal().history_of(1)->empty());
}

TEST_CASE("chain: a head that does not fit is told at opening", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    fill(kiosk.journal());
    kiosk.close();
    SECTION("the newest entry gone") {
        sql(kiosk.database_path(),
            {"DROP TRIGGER entries_remain",
             "DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)"});
    }
    SECTION("the newest entry changed") {
        sql(kiosk.database_path(), {"DROP TRIGGER entries_stay",
                                    "UPDATE entries SET body = '{}' WHERE sequence = (SELECT "
                                    "max(sequence) FROM entries)"});
    }
    SECTION("the head changed") {
        sql(kiosk.database_path(), {"UPDATE head SET sequence = 3"});
    }
    SECTION("no head") {
        sql(kiosk.database_path(), {"DELETE FROM head"});
    }
    CHECK(kiosk.open().error().code == Errc::BadChecksum);
}

TEST_CASE("chain: entries can not be changed by mistake", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    CHECK_FALSE(kiosk.database().run("UPDATE entries SET body = '{}'"));
    CHECK_FALSE(kiosk.database().run("DELETE FROM entries"));
    CHECK(kiosk.journal().check_chain());
}

TEST_CASE("open: keys and files that are not ours", "[journal]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    kiosk.start();
    kiosk.close();
    PosixFolderStore folders;
    PosixFileStore files;
    const auto open = [&](const std::string& path, crypto::SecretBytes key) {
        const auto database = SqliteDatabase::open(path);
        REQUIRE(database);
        const auto opened = Journal::open(**database, std::move(key),
                                          {&folders, &files, folder.path().string(), ""}, {});
        return opened ? std::string("ok") : std::string(code_name(opened.error().code));
    };
    CHECK(open(kiosk.database_path(), tests::person_key()) == "ok");
    CHECK(open(kiosk.database_path(), tests::person_key(8)) == "bad_key");
    CHECK(open(kiosk.database_path(), crypto::SecretBytes(31)) == "bad_key");
    sql(kiosk.database_path(), {"UPDATE meta SET value = 4 WHERE name = 'schema_version'"});
    CHECK(open(kiosk.database_path(), tests::person_key()) == "unsupported");
    sql(kiosk.database_path(), {"UPDATE meta SET value = 0 WHERE name = 'schema_version'"});
    CHECK(open(kiosk.database_path(), tests::person_key()) == "bad_value");
    const auto other = (folder.path() / "other.db").string();
    sql(other, {"CREATE TABLE t (a)"});
    CHECK(open(other, tests::person_key()) == "bad_value");
}
