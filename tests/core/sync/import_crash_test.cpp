// Power cuts and full disks at every call that changes files: the old data or the new.
#include "tests/core/sync/bundles.h"
#include "tests/drivers/store/faulty_calls.h"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

using namespace outpost;
using namespace outpost::tests;

namespace {

Signed bundle_with_parts(std::uint64_t sequence) {
    auto bundle = full_bundle(sequence);
    bundle.parts.push_back(
        part_of(trust::PartKind::Message, "n.txt", "notice " + std::to_string(sequence)));
    bundle.parts.push_back(part_of(trust::PartKind::Revocations, "all.json",
                                   revocation_list(std::to_string(sequence))));
    return signed_bundle(bundle);
}

enum class Change : std::uint8_t { Import, Restore };

/// Makes the change with calls that fail at one place.
void change_with(FileCalls& calls, const std::string& folder, Change change) {
    PosixFileStore files(calls);
    PosixFolderStore folders(calls);
    sync::TrustFolder trust(files, folders, folder);
    if (change == Change::Import)
        (void)trust.import(bundle_with_parts(3).file(), first_root, noon);
    else
        (void)trust.restore_previous();
}

/// How many calls the change makes, by one that runs to its end.
int calls_of(Change change) {
    Station station;
    for (const auto sequence : {1U, 2U}) (void)station.take(bundle_with_parts(sequence));
    FaultyCalls calls(-1, false);
    change_with(calls, station.folder, change);
    return calls.calls();
}

void check_after(Station& station, Change change) {
    const auto keys = station.keys();
    const auto after = change == Change::Import ? "did:3" : "did:1";
    CHECK((keys == "did:2" || keys == after));
    CHECK(station.parts() == std::vector<std::string>{"message:n.txt", "revocations:all.json"});
    // The way on is open, and what was left lying is gone.
    CHECK(station.code(bundle_with_parts(4)) == "installed");
    CHECK(station.keys() == "did:4");
    CHECK(station.files.list(station.folder + "/bundles").value().size() == 4);
}

}  // namespace

TEST_CASE("import crash: the process ends at each call", "[sync]") {
    for (const auto change : {Change::Import, Change::Restore}) {
        const int calls = calls_of(change);
        REQUIRE(calls > 3);
        for (int n = 0; n < calls; ++n) {
            CAPTURE(n);
            Station station;
            for (const auto sequence : {1U, 2U})
                REQUIRE(station.code(bundle_with_parts(sequence)) == "installed");
            const auto child = ::fork();
            REQUIRE(child >= 0);
            if (child == 0) {
                FaultyCalls ending(n, true);
                change_with(ending, station.folder, change);
                ::_exit(1);  // it should have ended before
            }
            int status = -1;
            REQUIRE(::waitpid(child, &status, 0) == child);
            REQUIRE(WIFEXITED(status));
            CHECK(WEXITSTATUS(status) == 0);
            check_after(station, change);
        }
    }
}

TEST_CASE("import crash: each call fails once", "[sync]") {
    for (const auto change : {Change::Import, Change::Restore}) {
        const int calls = calls_of(change);
        for (int n = 0; n < calls; ++n) {
            CAPTURE(n);
            Station station;
            for (const auto sequence : {1U, 2U})
                REQUIRE(station.code(bundle_with_parts(sequence)) == "installed");
            FaultyCalls broken(n, false);
            change_with(broken, station.folder, change);
            check_after(station, change);
        }
    }
}
