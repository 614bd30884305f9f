// A state folder that was copied, restored or moved.
#include "tests/core/journal/kiosk.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace outpost;
using namespace outpost::journal;
using tests::first_morning;
using tests::issue;
using tests::Kiosk;
using tests::order_of;
namespace fs = std::filesystem;

namespace {

struct Folders {
    Folders() : state((root.path() / "state").string()), copy((root.path() / "copy").string()) {
        fs::create_directory(state);
    }
    /// A day of work in the state folder.
    void work(const std::string& code) {
        Kiosk kiosk(state);
        kiosk.start();
        issue(kiosk.journal(), order_of(code, "a"));
    }
    static void shell(const std::string& command) { REQUIRE(std::system(command.c_str()) == 0); }
    tests::TemporaryFolder root;
    std::string state;
    std::string copy;
};

Standstill begin_in(const std::string& folder, const std::string& machine = "machine-a") {
    Kiosk kiosk(folder, machine);
    REQUIRE(kiosk.open());
    const auto standstill = kiosk.journal().begin_issuing(first_morning);
    REQUIRE(standstill);
    return *standstill;
}

std::string newest_entry(const std::string& folder) {
    Kiosk kiosk(folder);
    REQUIRE(kiosk.open());
    std::string body;
    REQUIRE(kiosk.journal().entries(1, [&](const Entry& entry) {
        body = entry.kind + entry.body;
        return true;
    }));
    return body;
}

/// Stays stopped until it gets a block of its own, then works.
void check_stopped(const std::string& folder) {
    CHECK(begin_in(folder) == Standstill::RestoredOrCopied);
    CHECK(begin_in(folder) == Standstill::RestoredOrCopied);  // asking again does not help
    {
        Kiosk kiosk(folder);
        REQUIRE(kiosk.open());
        auto& journal = kiosk.journal();
        CHECK(journal.reserve(order_of("P-new", "a")).error().code == Errc::Unavailable);
        REQUIRE(journal.begin_issuing(first_morning).value() == Standstill::RestoredOrCopied);
        CHECK(journal.reserve(order_of("P-new", "a")).error().code == Errc::Unavailable);
        CHECK(journal.assign_block(block_of_kiosk(3).value(), {}).error().code == Errc::Duplicate);
        REQUIRE(journal.assign_block(block_of_kiosk(4).value(), {}));
        CHECK(journal.reserve(order_of("P-new", "a"))->order.certificate_id ==
              certificate_id_of(10'040'000'001));
        CHECK(journal.check_chain());
    }
    CHECK(begin_in(folder) == Standstill::None);
}

}  // namespace

TEST_CASE("place: an untouched folder goes on, also after it was moved", "[journal][place]") {
    Folders f;
    for (int day = 0; day < 3; ++day) f.work("P-" + std::to_string(day));
    fs::rename(f.state, f.copy);
    CHECK(begin_in(f.copy) == Standstill::None);
    fs::rename(f.copy, f.state);
    CHECK(begin_in(f.state) == Standstill::None);
}

TEST_CASE("place: a copy stops, its original goes on", "[journal][place]") {
    Folders f;
    f.work("P-1");
    f.shell("cp -a '" + f.state + "' '" + f.copy + "'");
    f.work("P-2");
    check_stopped(f.copy);
    f.work("P-3");
}

TEST_CASE("place: a folder restored from a copy stops", "[journal][place]") {
    Folders f;
    f.work("P-1");
    f.shell("cp -a '" + f.state + "' '" + f.copy + "'");
    f.work("P-2");
    SECTION("in place of the folder") {
        fs::remove_all(f.state);
        f.shell("cp -a '" + f.copy + "' '" + f.state + "'");
    }
    SECTION("over the folder, file by file") {
        for (const auto& entry : fs::directory_iterator(f.copy))
            f.shell("cp -a '" + entry.path().string() + "' '" + f.state + "/'");
        f.shell("rm -f '" + f.state + "'/journal.db-*");
    }
    SECTION("by an archive") {
        f.shell("tar -C '" + f.copy + "' -cf - . | tar -C '" + f.state + "' -xf -");
        f.shell("rm -f '" + f.state + "'/journal.db-*");
    }
    SECTION("only the database") {
        f.shell("rm -f '" + f.state + "'/journal.db*");
        f.shell("cp -a '" + f.copy + "'/journal.db '" + f.state + "/'");
    }
    SECTION("only the database, over the old one") {
        f.shell("rm -f '" + f.state + "'/journal.db-*");
        f.shell("cat '" + f.copy + "'/journal.db > '" + f.state + "/journal.db'");
    }
    check_stopped(f.state);
}

TEST_CASE("place: another machine, or none, stops", "[journal][place]") {
    Folders f;
    f.work("P-1");
    CHECK(begin_in(f.state) == Standstill::None);
    SECTION("another") {
        CHECK(begin_in(f.state, "machine-b") == Standstill::RestoredOrCopied);
    }
    SECTION("none") {
        CHECK(begin_in(f.state, "") == Standstill::RestoredOrCopied);
    }
    CHECK(newest_entry(f.state) == R"(stopped{"reason":"machine_differs"})");
    CHECK(begin_in(f.state) == Standstill::RestoredOrCopied);
}

TEST_CASE("place: a machine without an id gets one later", "[journal][place]") {
    Folders f;
    CHECK(begin_in(f.state, "") == Standstill::NoBlock);
    CHECK(begin_in(f.state, "machine-b") == Standstill::NoBlock);
    CHECK(begin_in(f.state, "machine-c") == Standstill::RestoredOrCopied);
}

TEST_CASE("place: the epoch file is gone, damaged, or touched", "[journal][place]") {
    Folders f;
    f.work("P-1");
    const auto path = f.state + "/epoch";
    const auto content = tests::read_text(path);
    std::string reason = "epoch_differs";
    SECTION("gone") {
        fs::remove(path);
        reason = "epoch_file_missing";
    }
    SECTION("empty") {
        std::ofstream(path, std::ios::trunc).flush();
    }
    SECTION("cut off") {
        fs::resize_file(path, content.size() / 2);
    }
    SECTION("huge") {
        std::ofstream(path, std::ios::app) << std::string(100'000, ' ');
    }
    SECTION("the same bytes written anew") {
        std::ofstream(path, std::ios::trunc) << content;
        reason = "file_differs";
    }
    check_stopped(f.state);
    bool is_found = false;
    Kiosk kiosk(f.state);
    REQUIRE(kiosk.open());
    REQUIRE(kiosk.journal().entries(1, [&](const Entry& entry) {
        is_found = is_found || entry.body == "{\"reason\":\"" + reason + "\"}";
        return true;
    }));
    CHECK(is_found);
}

TEST_CASE("place: a new journal does not use a lost one's block", "[journal][place]") {
    Folders f;
    f.work("P-1");
    f.shell("rm -f '" + f.state + "'/journal.db*");
    check_stopped(f.state);  // block 3 stands in the epoch file
}

TEST_CASE("place: the epoch file is its owner's alone and names no person", "[journal][place]") {
    Folders f;
    f.work("P-1");
    const auto allowed = fs::status(f.state + "/epoch").permissions();
    CHECK((allowed & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
    CHECK(tests::read_text(f.state + "/epoch").find("machine") == std::string::npos);
}

TEST_CASE("place: a counter that was set back in the journal's file gives out nothing",
          "[journal][place]") {
    Folders f;
    f.work("P-1");
    f.work("P-2");
    // Back to a number that the newest epoch file does not know to be used: only the order does.
    {
        Kiosk kiosk(f.state);
        kiosk.start();
        const auto given = issue(kiosk.journal(), order_of("P-3", "a"));
        REQUIRE(kiosk.database().run("UPDATE blocks SET next = next - 1 WHERE is_current = 1"));
        const auto again = kiosk.journal().reserve(order_of("P-4", "a"));
        REQUIRE(!again);
        CHECK(again.error().code == Errc::BadChecksum);
        CHECK(std::string(again.error().what).find("--block") != std::string::npos);
        CHECK(kiosk.journal().find(given.certificate_id).value().has_value());
    }
    CHECK(begin_in(f.state) == Standstill::RestoredOrCopied);
    CHECK(newest_entry(f.state) == R"(stopped{"reason":"counter_behind"})");
    check_stopped(f.state);
}

TEST_CASE("place: a journal is read beside the process that writes it, and takes no change",
          "[journal][place]") {
    Folders f;
    f.work("P-1");
    Kiosk kiosk(f.state);
    kiosk.start();
    PosixFileStore files;
    PosixFolderStore folders;
    auto database = SqliteDatabase::open_for_reading(kiosk.database_path());
    REQUIRE(database);
    const auto journal = Journal::open_for_reading(**database, tests::person_key(),
                                                   {&folders, &files, f.state, "machine-a"});
    REQUIRE(journal);
    const auto before = (*journal)->check_chain();
    REQUIRE(before);
    issue(kiosk.journal(), order_of("P-2", "a"));
    // One instant of it, whatever is written meanwhile: else the counts would not fit the entries.
    const auto again = (*journal)->check_chain();
    REQUIRE(again);
    CHECK(*again == *before);
    CHECK((*journal)->counts()->orders == 1);
    CHECK((*journal)->reserve(order_of("P-3", "a")).error().code != Errc::Duplicate);
    CHECK_FALSE((*journal)->begin_issuing(first_morning));
    CHECK(kiosk.journal().counts()->orders == 2);
    const auto wrong = Journal::open_for_reading(**database, tests::person_key(8),
                                                 {&folders, &files, f.state, {}});
    CHECK(wrong.error().code == Errc::BadKey);
}
