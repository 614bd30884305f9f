// The program is killed, or its disk fails, at every single call that changes a file; then it runs
// again, undisturbed, and everything must be there once.
#include "tests/e2e/kiosk_folder.h"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace outpost;
using namespace outpost::tests;

namespace {

/// Three events of two persons, the third a correction of the first.
struct Requests {
    std::string queue;
    std::string update;
};

Requests write_requests(const KioskFolder& kiosk) {
    return {
        kiosk.file("queue.json", "[" + request_item("R1", 1) + "," + request_item("R2", 1) + "]"),
        kiosk.file("update.json",
                   replaced_in(request_item("R1", 1), "Nadia Test", "Nadia Tester"))};
}

std::vector<std::string> environment_of(const char* fault, long at, const std::string& count) {
    return {"LD_PRELOAD=" OUTPOST_FAULT_LIBRARY, std::string("OUTPOST_FAULT=") + fault,
            "OUTPOST_FAULT_AT=" + std::to_string(at), "OUTPOST_FAULT_COUNT=" + count,
            // The library comes before the sanitizer's own, which it does no harm to.
            "ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"};
}

/// Runs both files; stops at the first run that did not end well.
void issue_all(const KioskFolder& kiosk, const Requests& requests,
               const std::vector<std::string>& environment) {
    const std::vector<std::string> first{"--kiosk", "1", "--at", first_instant, requests.queue};
    const std::vector<std::string> second{"--at", second_instant, "--kind", "update-v3",
                                          requests.update};
    if (kiosk.issue(first, environment).exit_code != 0) return;
    static_cast<void>(kiosk.issue(second, environment));
}

long calls_of_a_whole_run() {
    const KioskFolder kiosk;
    const auto requests = write_requests(kiosk);
    long calls = 0;
    for (const auto& arguments :
         {std::vector<std::string>{"--kiosk", "1", "--at", first_instant, requests.queue},
          std::vector<std::string>{"--at", second_instant, "--kind", "update-v3",
                                   requests.update}}) {
        const auto run = kiosk.issue(arguments, environment_of("kill", 0, kiosk.path("count")));
        INFO(run.err);
        REQUIRE(run.exit_code == 0);
        calls = std::max(calls, std::stol(read_text(kiosk.path("count"))));
    }
    return calls;
}

/// What must hold after the fault and an undisturbed run of the same.
void check_all_is_there_once(const KioskFolder& kiosk, const Requests& requests) {
    const auto first = kiosk.issue({"--kiosk", "1", "--at", second_instant, requests.queue});
    INFO("first: " << first.out << first.err);
    REQUIRE(first.exit_code == 0);
    REQUIRE(first.lines().size() == 2);
    const auto update =
        kiosk.issue({"--at", second_instant, "--kind", "update-v3", requests.update});
    INFO("update: " << update.out << update.err);
    REQUIRE(update.exit_code == 0);

    // Every certificate that was ever written has an id of its own and is printed once: each file
    // of the spool is a first attempt.
    std::set<std::string> ids;
    for (const auto& entry : std::filesystem::directory_iterator(kiosk.path("state/issued")))
        if (entry.path().extension() == ".json") ids.insert(entry.path().stem().string());
    CHECK(ids.size() == 3);
    std::set<std::string> printed;
    for (const auto& name : kiosk.spooled()) {
        CHECK(name.substr(12) == "-1.pdf");
        CHECK(printed.insert(name.substr(0, 12)).second);
    }
    CHECK(printed == ids);

    // The persons' current certificates stand, the corrected one does not.
    std::vector<std::string> words{"--revocations", kiosk.path("state/revocations.json")};
    for (const auto& id : ids) words.push_back(kiosk.path("state/issued/" + id + ".json"));
    const auto checked = kiosk.verify(words);
    std::map<std::string, int> verdicts;
    for (const auto& line : checked.lines())
        ++verdicts[std::string(line.root().text_of("verdict"))];
    CHECK(verdicts == std::map<std::string, int>{{"accepted", 2}, {"rejected", 1}});
    CHECK(kiosk.with_state({"journal", "check"}).exit_code == 0);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kiosk.path("state")))
        CHECK(entry.path().extension() != ".outpost-tmp");  // half of a certificate
}

void run_with_faults(const char* fault, long shard, long shards) {
    const long calls = calls_of_a_whole_run();
    REQUIRE(calls > 50);
    for (long at = 1 + shard; at <= calls; at += shards) {
        INFO(fault << " at call " << at << " of " << calls);
        const KioskFolder kiosk;
        const auto requests = write_requests(kiosk);
        issue_all(kiosk, requests, environment_of(fault, at, "/dev/null"));
        check_all_is_there_once(kiosk, requests);
    }
}

}  // namespace

TEST_CASE("crash: killed at every call that changes a file", "[crash][kill]") {
    run_with_faults("kill", OUTPOST_FAULT_FIRST, OUTPOST_FAULT_STEP);
}

TEST_CASE("crash: the disk is full from every such call on", "[crash][full]") {
    run_with_faults("full", OUTPOST_FAULT_FIRST, 3 * OUTPOST_FAULT_STEP);
}

TEST_CASE("crash: the disk is read-only from every such call on", "[crash][readonly]") {
    run_with_faults("readonly", OUTPOST_FAULT_FIRST + 1, 3 * OUTPOST_FAULT_STEP);
}
