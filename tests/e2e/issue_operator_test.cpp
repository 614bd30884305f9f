// What the operator sees and does: pages that did not come out, refused entries, read-only folders.
#include "core/json/reader.h"
#include "tests/e2e/kiosk_folder.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <functional>

using namespace outpost;
using namespace outpost::tests;
namespace fs = std::filesystem;

namespace {

std::string text_of(const json::Document& line, std::string_view name) {
    return std::string(line.root().text_of(name));
}

/// The id that the first certificate of kiosk number 1 gets.
std::string first_id() {
    const KioskFolder kiosk;
    const auto run = kiosk.issue({"--kiosk", "1", "--at", first_instant, "--printer", "none",
                                  kiosk.file("a.json", request_item("R1", 1))});
    REQUIRE(run.exit_code == 0);
    return text_of(run.lines()[0], "certificate_id");
}

/// In a process of an account that may write nothing here. @return the work's answer
int as_nobody(const std::function<int()>& work) {
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        constexpr uid_t nobody = 65534;
        if (::geteuid() == 0 && ::setuid(nobody) != 0) ::_exit(99);
        ::_exit(work());
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

}  // namespace

TEST_CASE("e2e: a failed print is listed, and made good in one run though its files are lost",
          "[e2e][issue][operator]") {
    const auto id = first_id();
    const KioskFolder kiosk;
    const auto paper = kiosk.path("paper");
    fs::create_directories(paper + "/." + id + "-1.unfinished");  // the spool cannot write its file
    const auto request = kiosk.file("a.json", request_item("R1", 1));
    const std::vector<std::string> again{"--at", first_instant, "--printer", "spool:" + paper,
                                         request};
    auto words = again;
    words.insert(words.begin(), {"--kiosk", "1"});
    const auto first = kiosk.issue(words);
    INFO(first.err << first.out);
    REQUIRE(first.lines().size() == 1);
    CHECK(text_of(first.lines()[0], "certificate_id") == id);
    CHECK(text_of(first.lines()[0], "print") == "failed");

    const auto listed = kiosk.with_state({"queue", "list", "--json"});
    INFO(listed.err << listed.out);
    REQUIRE(listed.lines().size() == 1);
    CHECK(text_of(listed.lines()[0], "kind") == "print");
    CHECK(text_of(listed.lines()[0], "print") == id);
    CHECK(text_of(listed.lines()[0], "state") == "failed");
    CHECK(listed.lines()[0].root().find("attempts")->as_integer() == 1);
    CHECK(text_of(listed.lines()[0], "next").find("outpost print " + id + " --reason") == 0);
    CHECK(kiosk.with_state({"queue", "list"}).out.find(id + "  print failed") == 0);

    fs::remove_all(kiosk.path("state/issued"));
    const auto second = kiosk.issue(again);
    INFO(second.err << second.out);
    REQUIRE(second.exit_code == 0);
    CHECK(text_of(second.lines()[0], "status") == "duplicate");
    CHECK(text_of(second.lines()[0], "print") == "printed");
    CHECK(fs::exists(paper + "/" + id + "-2.pdf"));
    CHECK(fs::exists(text_of(second.lines()[0], "page")));
    CHECK(second.lines()[0].root().find("reprint") == nullptr);
    CHECK(kiosk.with_state({"queue", "list", "--json"}).out.empty());

    const auto reprint =
        kiosk.with_state({"print", "--json", "--profile", kiosk.profile, "--printer",
                          "spool:" + paper, "--reason", "torn", "--at", second_instant, id});
    INFO(reprint.err << reprint.out);
    REQUIRE(reprint.exit_code == 0);
    CHECK(text_of(reprint.lines()[0], "status") == "duplicate");
    CHECK(reprint.lines()[0].root().find("reprint")->as_boolean());
    CHECK(reprint.lines()[0].root().find("attempt")->as_integer() == 3);
    // The reprint after it fails; handed in again, the request gets no unmarked second page.
    fs::create_directories(paper + "/." + id + "-4.unfinished");
    CHECK(kiosk
              .with_state({"print", "--profile", kiosk.profile, "--printer", "spool:" + paper,
                           "--reason", "torn", "--at", second_instant, id})
              .exit_code == 1);
    const auto unmarked = read_text(text_of(second.lines()[0], "page"));
    REQUIRE(kiosk.issue(again).exit_code == 3);  // its instant lies before the reprint's
    const auto third =
        kiosk.issue({"--at", second_instant, "--printer", "spool:" + paper, request});
    CHECK(text_of(third.lines()[0], "print") == "printed");
    CHECK(read_text(paper + "/" + id + "-5.pdf").size() != unmarked.size());
    const bool is_kept = read_text(text_of(third.lines()[0], "page")) == unmarked;
    CHECK(is_kept);
    const auto in_words =
        kiosk.with_state({"print", "--profile", kiosk.profile, "--printer", "spool:" + paper,
                          "--reason", "torn", "--at", second_instant, id});
    CHECK(in_words.out.find("reprint, attempt 6  " + id) == 0);
}

TEST_CASE("e2e: number blocks: a wrong option is usage, and a used-up block names the way on",
          "[e2e][issue][operator]") {
    const KioskFolder kiosk;
    const auto both =
        kiosk.file("both.json", "[" + request_item("R1", 1) + "," + request_item("R2", 1) + "]");
    for (const char* block :
         {"7", "10000000000", "1000000000-2000000000", "20000000000-10000000000",
          "00000000001-00000000002", "10000000000-1000000000x"}) {
        const auto refused = kiosk.issue({"--block", block, "--at", first_instant, both});
        INFO(block << refused.err);
        CHECK(refused.exit_code == 2);
        CHECK(refused.err.find("FIRST-LAST") != std::string::npos);
    }
    CHECK_FALSE(fs::exists(kiosk.path("state")));
    const auto one =
        kiosk.issue({"--block", "20000000000-20000000000", "--at", first_instant, both});
    CHECK(one.exit_code == 3);
    CHECK(one.err.find("--block") != std::string::npos);
    CHECK(one.err.find("--kiosk") != std::string::npos);
    const auto used_up = kiosk.issue({"--at", first_instant, both});
    CHECK(used_up.exit_code == 3);
    CHECK(used_up.err.find("used up: give a new one with --kiosk or --block") != std::string::npos);
    const auto more =
        kiosk.issue({"--block", "20000000001-20000000009", "--at", first_instant, both});
    INFO(more.err << more.out);
    CHECK(more.exit_code == 0);
}

TEST_CASE("e2e: what a killed process left half-written goes at the next start",
          "[e2e][issue][operator]") {
    const KioskFolder kiosk;
    const auto request = kiosk.file("a.json", request_item("R1", 1));
    REQUIRE(kiosk.issue({"--kiosk", "1", "--at", first_instant, request}).exit_code == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    const auto end = "." + std::to_string(child) + "-3.outpost-tmp";
    for (const char* name : {"state/.epoch", "state/issued/.a.pdf", "state/spool/.b.unfinished"})
        kiosk.file(name + end, "half of a person");
    kiosk.file("state/issued/notes.outpost-tmp", "somebody's own");
    CHECK(kiosk.with_state({"queue", "list"}).exit_code == 0);
    CHECK(fs::exists(kiosk.path("state/.epoch" + end)));  // reading changes nothing
    CHECK(kiosk.issue({"--at", second_instant, request}).exit_code == 0);
    for (const char* name : {"state/.epoch", "state/issued/.a.pdf", "state/spool/.b.unfinished"})
        CHECK_FALSE(fs::exists(kiosk.path(name + end)));
    CHECK(fs::exists(kiosk.path("state/issued/notes.outpost-tmp")));
}

TEST_CASE("e2e: a read-only state folder is listed, checked and exported",
          "[e2e][issue][operator]") {
    const KioskFolder kiosk;
    const auto run = kiosk.issue(
        {"--kiosk", "1", "--at", first_instant, kiosk.file("a.json", request_item("R1", 1))});
    REQUIRE(run.exit_code == 0);
    const auto state = fs::path(kiosk.path("state"));
    const auto writable = [&](bool may_write) {
        REQUIRE(::chmod(state.parent_path().c_str(), 0755) == 0);
        for (const char* name : {"journal.db", "person.key"})
            REQUIRE(::chmod((state / name).c_str(), may_write ? 0600 : 0444) == 0);
        REQUIRE(::chmod(state.c_str(), may_write ? 0700 : 0555) == 0);
    };
    writable(false);
    const auto exit_of = [&](const std::vector<std::string>& arguments) {
        return as_nobody([&] { return kiosk.with_state(arguments).exit_code; });
    };
    const auto listed = exit_of({"queue", "list"});
    if (listed == 126 || listed == 127) {
        writable(true);
        WARN("skipped: the program lies where another account cannot run it");
        return;
    }
    CHECK(listed == 0);
    CHECK(exit_of({"journal", "check"}) == 0);
    CHECK(exit_of({"journal", "list"}) == 0);
    CHECK(exit_of({"journal", "export", "--out", "/dev/null/x"}) == 3);  // there is no such place
    CHECK(exit_of({"revoke", "--reason", "x", text_of(run.lines()[0], "certificate_id")}) == 3);
    writable(true);
    CHECK(kiosk.with_state({"journal", "check"}).exit_code == 0);
    // A log with changes that were never taken up cannot be read without writing.
    std::ofstream(state / "journal.db-wal") << "changes";
    writable(false);
    CHECK(exit_of({"journal", "check"}) == 3);
    writable(true);
}

TEST_CASE("e2e: doctor looks at disk, journal and printer", "[e2e][issue][operator]") {
    const KioskFolder kiosk;
    const auto part_of = [&](const std::string& printer, const char* part) {
        const auto run = kiosk.with_state({"doctor", "--json", "--printer", printer});
        const auto lines = run.lines();
        REQUIRE(lines.size() == 1);
        const auto* line = lines[0].root().find(part);
        REQUIRE(line != nullptr);
        return std::string(line->text_of("state")) + ": " + std::string(line->text_of("text"));
    };
    fs::create_directory(kiosk.path("state"));
    CHECK(part_of("none", "journal") == "well: none yet: nothing was issued here");
    REQUIRE(kiosk
                .issue({"--kiosk", "1", "--at", first_instant,
                        kiosk.file("a.json", request_item("R1", 1))})
                .exit_code == 0);
    CHECK(part_of("none", "journal").find("well: the chain holds: ") == 0);
    CHECK(part_of("none", "disk").find(" MiB free") != std::string::npos);
    CHECK(part_of("none", "printer") == "well: none: nothing is printed");
    CHECK(part_of("spool", "printer") == "well: ready");
    CHECK(part_of("no-such-queue", "printer").find("broken: ") == 0);
    std::ofstream(kiosk.path("state/journal.db"), std::ios::binary) << "no database at all";
    CHECK(part_of("none", "journal").find("broken: ") == 0);
}
