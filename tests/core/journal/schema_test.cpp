// Journals of earlier layouts are brought up whole or not at all.
#include "core/journal/schema.h"

#include "core/journal/chain.h"
#include "core/journal/sql.h"
#include "tests/core/journal/kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

using namespace outpost;
using namespace outpost::journal;
using tests::FaultAction;
using tests::first_morning;
using tests::Kiosk;

namespace {

/// Layout 1 as it was, on purpose written down a second time: this text must never change.
const std::vector<const char*> layout_1 = {
    "PRAGMA application_id = 1330661964",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL,"
    " hash BLOB NOT NULL, newest_ms INTEGER NOT NULL) STRICT",
    "INSERT INTO head VALUES (1, 0, zeroblob(32), 0)",
    "CREATE TABLE entries (sequence INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL,"
    " kind TEXT NOT NULL, body TEXT NOT NULL, hash BLOB NOT NULL) STRICT",
    "CREATE TRIGGER entries_stay BEFORE UPDATE ON entries"
    " BEGIN SELECT RAISE(ABORT, 'entries stay as they are'); END",
    "CREATE TRIGGER entries_remain BEFORE DELETE ON entries"
    " BEGIN SELECT RAISE(ABORT, 'entries stay where they are'); END",
    "CREATE TABLE epoch (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL,"
    " token TEXT NOT NULL, inode INTEGER NOT NULL, changed_ns INTEGER NOT NULL,"
    " pending INTEGER NOT NULL, pending_token TEXT NOT NULL, machine BLOB NOT NULL,"
    " database_inode INTEGER NOT NULL, is_stopped INTEGER NOT NULL,"
    " is_adopting INTEGER NOT NULL) STRICT",
    "INSERT INTO epoch VALUES (1, 0, '', 0, 0, 0, '', zeroblob(0), 0, 0, 0)",
    "CREATE TABLE blocks (number INTEGER PRIMARY KEY, first INTEGER NOT NULL,"
    " last INTEGER NOT NULL, next INTEGER NOT NULL, is_current INTEGER NOT NULL,"
    " CHECK (first <= last AND next >= first AND next <= last + 1)) STRICT",
    "CREATE UNIQUE INDEX blocks_current ON blocks (is_current) WHERE is_current = 1",
    "CREATE TABLE orders (number INTEGER PRIMARY KEY, certificate_id TEXT NOT NULL UNIQUE,"
    " event BLOB NOT NULL, person BLOB NOT NULL, content BLOB NOT NULL, line INTEGER NOT NULL,"
    " standing INTEGER NOT NULL CHECK (standing IN (0, 1, 2)), step INTEGER NOT NULL,"
    " kind TEXT NOT NULL, dose INTEGER NOT NULL, reserved_ms INTEGER NOT NULL,"
    " supersedes TEXT NOT NULL, print_attempts INTEGER NOT NULL, key_id TEXT NOT NULL,"
    " entry INTEGER NOT NULL) STRICT",
    "CREATE UNIQUE INDEX orders_current_event ON orders (event) WHERE standing = 1",
    "CREATE UNIQUE INDEX orders_current_line ON orders (line) WHERE standing = 1",
    "CREATE UNIQUE INDEX orders_coming_line ON orders (line) WHERE standing = 2",
    "CREATE INDEX orders_event ON orders (event)",
    "CREATE INDEX orders_person ON orders (person, dose)",
    "CREATE INDEX orders_line ON orders (line)",
    "CREATE INDEX orders_unfinished ON orders (number) WHERE step < 4",
    "CREATE TABLE payloads (number INTEGER PRIMARY KEY REFERENCES orders (number),"
    " request_name TEXT, request_index INTEGER NOT NULL, request TEXT, credential TEXT) STRICT",
    "CREATE TABLE print_attempts (number INTEGER NOT NULL REFERENCES orders (number),"
    " attempt INTEGER NOT NULL, printer TEXT NOT NULL, job TEXT NOT NULL, state TEXT NOT NULL,"
    " begun_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL, PRIMARY KEY (number, attempt))"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE held (number INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL,"
    " reason TEXT NOT NULL, request_name TEXT, request_index INTEGER NOT NULL,"
    " kind TEXT NOT NULL, certificate_id TEXT NOT NULL, request TEXT, held_ms INTEGER NOT NULL,"
    " decision TEXT, decision_reason TEXT, decided_ms INTEGER) STRICT",
    "CREATE UNIQUE INDEX held_undecided ON held (fingerprint) WHERE decision IS NULL",
    "CREATE TABLE revocations (number INTEGER PRIMARY KEY, certificate_id TEXT NOT NULL UNIQUE"
    " REFERENCES orders (certificate_id), dose INTEGER NOT NULL, replacement_id TEXT NOT NULL,"
    " reason TEXT NOT NULL) STRICT"};

/// Layout and content of one database, to compare: every statement of the schema, sorted.
std::string schema_of(SqliteDatabase& database) {
    std::string schema;
    REQUIRE(database.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", {},
                           [&](const SqlRow& row) {
                               schema += std::string(row.text(0)) + "\n";
                               return true;
                           }));
    return schema;
}

/// A journal of layout 1 with two orders: one printed, one revoked.
void make_version_1(const std::string& path) {
    const auto opened = SqliteDatabase::open(path);
    REQUIRE(opened);
    auto& database = **opened;
    const KeyedHash keyed(tests::person_key());
    const auto credential = keyed.hex_of("credential", {"{}"});
    const std::string reserved = R"(,"event":"0A","content":"0B","kind":"certify-v3","dose":1,)"
                                 R"("corrects":"","step":"reserved"})";
    struct Line {
        const char* kind;
        std::string body;
    };
    const std::vector<Line> lines = {
        {"made", R"({"from":0,"to":1})"},
        {"reserved", R"({"order":1,"id":"100300000017")" + reserved},
        {"signed", R"({"order":1,"id":"100300000017","credential":")" + credential +
                       R"(","key":"k","replaces":"","step":"signed"})"},
        {"rendered", R"({"order":1,"step":"rendered"})"},
        {"print_begun", R"({"order":1,"step":"sending","attempt":1})"},
        {"print", R"({"order":1,"step":"printed","attempt":1,"state":"printed"})"},
        {"reserved", R"({"order":2,"id":"100300000029")" + reserved},
        {"revoked", R"({"ids":["100300000029"],"reason":""})"}};
    REQUIRE(database.transaction([&]() -> Result<void> {
        for (const char* statement : layout_1) OUTPOST_TRY_VOID(database.run(statement));
        OUTPOST_TRY_VOID(database.run("INSERT INTO meta VALUES ('schema_version', 1)"));
        OUTPOST_TRY_VOID(run(database, "INSERT INTO meta VALUES ('key_check', ?1)",
                             {ByteView(keyed.of("journal key", {}))}));
        for (const char* statement :
             {"INSERT INTO blocks VALUES (1, 10030000001, 10039999999, 10030000003, 1)",
              "INSERT INTO orders VALUES (1, '100300000017', x'0a', x'01', x'0b', 1, 1, 4,"
              " 'certify-v3', 1, 1700000000000, '', 1, 'k', 6)",
              "INSERT INTO orders VALUES (2, '100300000029', x'0a', x'01', x'0b', 2, 0, 0,"
              " 'certify-v3', 1, 1700000000000, '', 0, '', 7)",
              "INSERT INTO payloads VALUES (1, 'f', 0, '{}', '{}')",
              "INSERT INTO payloads VALUES (2, 'f', 1, '{}', NULL)",
              "INSERT INTO print_attempts VALUES (1, 1, 'office', '7', 'printed', 5, 6)",
              "INSERT INTO revocations VALUES (1, '100300000029', 1, '', 'mistake')"})
            OUTPOST_TRY_VOID(database.run(statement));
        OUTPOST_TRY(auto head, read_head(database));
        for (const auto& line : lines)
            OUTPOST_TRY_VOID(append_entry(database, head, first_morning, line.kind, line.body));
        return {};
    }));
}

void check_upgraded(Kiosk& kiosk) {
    auto& journal = kiosk.journal();
    CHECK(tests::entry_kinds(journal).back() == "upgraded");
    CHECK(journal.check_chain().value() == 9);
    CHECK((*journal.find("100300000017"))->step == Step::Printed);
    CHECK(journal.last_print(1).value() == std::pair<std::string, std::string>("office", "7"));
    REQUIRE(journal.revocations([](const RevocationRecord& record) {
        CHECK(record.certificate_id == "100300000029");
        CHECK(record.at == first_morning);
        return true;
    }));
    CHECK(journal.counts()->revoked == 1);
    // Of what was signed before the upgrade, too, it is known which entry says so.
    const auto range = journal.begin_export(first_morning).value();
    REQUIRE(range);
    CHECK(range->mark.last == 9);
    REQUIRE(journal.record_receipt(range->mark, first_morning));
    const UtcInstant later{first_morning.since_epoch_ms + 1};
    CHECK(journal.to_seal(later, 9).value() == std::vector<std::int64_t>{1});
    // The new column is in use.
    REQUIRE(journal.begin_print(1, "office", "spilt tea", first_morning));
    REQUIRE(journal.check_chain());
}

std::int64_t version_in(const std::string& path) {
    const auto database = SqliteDatabase::open(path);
    REQUIRE(database);
    return layout_version(**database).value();
}

}  // namespace

TEST_CASE("schema: version 1 is brought up", "[journal][schema]") {
    const tests::TemporaryFolder folder;
    Kiosk kiosk(folder.path().string());
    make_version_1(kiosk.database_path());
    REQUIRE(version_in(kiosk.database_path()) == 1);
    REQUIRE(kiosk.open());
    const auto upgraded = schema_of(kiosk.database());
    check_upgraded(kiosk);
    kiosk.close();
    CHECK(version_in(kiosk.database_path()) == schema_version);
    REQUIRE(kiosk.open());  // once is enough

    const tests::TemporaryFolder other;
    Kiosk fresh(other.path().string());
    REQUIRE(fresh.open());
    CHECK(schema_of(fresh.database()) == upgraded);
}

TEST_CASE("schema: another key changes nothing", "[journal][schema]") {
    const tests::TemporaryFolder folder;
    const auto path = (folder.path() / "journal.db").string();
    make_version_1(path);
    PosixFolderStore folders;
    PosixFileStore files;
    {
        const auto database = SqliteDatabase::open(path);
        REQUIRE(database);
        CHECK(Journal::open(**database, tests::person_key(9),
                            {&folders, &files, folder.path().string(), ""}, first_morning)
                  .error()
                  .code == Errc::BadKey);
    }
    CHECK(version_in(path) == 1);
}

TEST_CASE("schema: the process ends at each operation of the upgrade", "[journal][schema][fault]") {
    const bool is_new = GENERATE(false, true);
    const auto action = GENERATE(FaultAction::End, FaultAction::TearAndEnd);
    bool is_finished = false;
    bool saw_old = false;
    std::uint64_t n = 0;
    for (; !is_finished && n < 500; ++n) {
        CAPTURE(n, is_new);
        const tests::TemporaryFolder folder;
        const auto path = folder.path().string();
        if (!is_new) make_version_1(path + "/journal.db");
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            tests::FaultVfs faults(tests::fault_at(n, action));
            Kiosk kiosk(path, "machine-a", &faults);
            const bool is_open = kiosk.open().has_value();
            kiosk.close();
            ::_exit(is_open ? 0 : 1);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFEXITED(status));
        REQUIRE((WEXITSTATUS(status) == tests::ended_by_fault || WEXITSTATUS(status) == 0));
        is_finished = WEXITSTATUS(status) == 0;
        Kiosk kiosk(path);
        const auto version = version_in(kiosk.database_path());
        CHECK((version == (is_new ? 0 : 1) || version == schema_version));
        saw_old = saw_old || version != schema_version;
        REQUIRE(kiosk.open());
        if (is_new)
            CHECK(kiosk.journal().check_chain().value() == 1);
        else
            check_upgraded(kiosk);
    }
    CHECK(is_finished);
    CHECK(saw_old);
    CHECK(n > 5);
}
