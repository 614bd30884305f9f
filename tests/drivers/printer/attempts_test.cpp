#include "drivers/printer/attempts.h"

#include "tests/support/memory_file_store.h"

#include <catch2/catch.hpp>

using namespace outpost;
using outpost::tests::MemoryFileStore;

namespace {

const std::string uuid_7 = "urn:uuid:00000000-0000-0000-0000-000000000007";

std::vector<JobEntry> jobs_from(int first, int count) {
    std::vector<JobEntry> jobs;
    for (int k = first; k < first + count; ++k)
        jobs.push_back({k, "job-" + std::to_string(k), k == 7 ? uuid_7 : "urn:uuid:other", true});
    return jobs;
}

}  // namespace

TEST_CASE("print attempts: written and read again, the newest 500", "[printer]") {
    MemoryFileStore store;
    auto attempts = Attempts::load(store, "state/attempts");
    REQUIRE(attempts);
    CHECK(attempts->size() == 0);
    for (int k = 0; k < 502; ++k) attempts->add({"name-" + std::to_string(k), k, uuid_7});
    attempts->add({"first-ever", 0, ""});
    REQUIRE(attempts->save(store, "state/attempts"));
    const auto again = Attempts::load(store, "state/attempts");
    REQUIRE(again);
    CHECK(again->size() == attempts_max);
    CHECK_FALSE(again->find("name-2"));
    REQUIRE(again->find("name-3"));
    CHECK(again->find("name-3")->last_job == 3);
    CHECK(again->find("name-3")->last_uuid == uuid_7);
    REQUIRE(again->find("first-ever"));
    CHECK(again->find("first-ever")->last_uuid.empty());
}

TEST_CASE("print attempts: a damaged file is an error, not an empty list", "[printer]") {
    MemoryFileStore store;
    for (const char* text : {"a-1 7 u", "a-1\n", "a-1 7\n", "a-1 x u\n", "a-1 -1 u\n", "a-1 7u u\n",
                             "../x 7 u\n", "a-1 99999999999 u\n", "a-1 7 u u\n", "\n", " 7 u\n"}) {
        CAPTURE(text);
        REQUIRE(store.write_atomically("attempts", as_bytes(text)));
        const auto attempts = Attempts::load(store, "attempts");
        REQUIRE_FALSE(attempts);
        CHECK(attempts.error().code == Errc::BadSyntax);
    }
    REQUIRE(store.write_atomically("attempts", Bytes(300 * 1024, std::uint8_t{'a'})));
    CHECK(Attempts::load(store, "attempts").error().code == Errc::TooLong);
}

TEST_CASE("print attempts: a job is surely absent only without any gap", "[printer]") {
    const Attempt attempt{"lost-1", 7, uuid_7};
    CHECK(absent_job(attempt, jobs_from(7, 1)) == Sent::No);
    CHECK(absent_job(attempt, jobs_from(7, 40)) == Sent::No);
    CHECK(absent_job(attempt, {}) == Sent::CannotTell);
    CHECK(absent_job(attempt, jobs_from(8, 3)) == Sent::CannotTell);

    auto jobs = jobs_from(7, 5);
    jobs.erase(jobs.begin() + 2);
    CHECK(absent_job(attempt, jobs) == Sent::CannotTell);
    jobs = jobs_from(7, 5);
    jobs.front().uuid = "urn:uuid:another";
    CHECK(absent_job(attempt, jobs) == Sent::CannotTell);
    jobs = jobs_from(7, 5);
    jobs[3].name.clear();  // private
    CHECK(absent_job(attempt, jobs) == Sent::CannotTell);
    jobs[3].is_in_queue = false;
    CHECK(absent_job(attempt, jobs) == Sent::No);
    CHECK(absent_job({"lost-1", 0, ""}, jobs_from(1, 3)) == Sent::CannotTell);
}
