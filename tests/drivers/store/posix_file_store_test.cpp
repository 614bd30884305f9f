#include "drivers/store/posix_file_store.h"

#include "tests/drivers/store/faulty_calls.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace outpost;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t bytes_max = 1024 * 1024;

Bytes some(std::size_t count, std::uint8_t value) {
    return Bytes(count, value);
}

/// Calls that one undisturbed writing needs.
int count_calls(const std::string& path, const Bytes& content) {
    FaultyCalls calls(-1, false);
    PosixFileStore store(calls);
    REQUIRE(store.write_atomically(path, content));
    return calls.calls();
}

std::size_t entries(const fs::path& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

TEST_CASE("posix file store: a failure of any call leaves the old or the new content", "[store]") {
    const tests::TemporaryFolder folder;
    const auto path = (folder.path() / "journal").string();
    const auto before = some(3000, 'a');
    const auto after = some(5000, 'b');
    const auto calls = count_calls(path, after);
    REQUIRE(calls >= 10);  // open, five writes, sync, close, rename, and the folder
    int refused = 0;
    for (int faulty = 0; faulty < calls; ++faulty) {
        CAPTURE(faulty);
        PosixFileStore healthy;
        REQUIRE(healthy.write_atomically(path, before));
        FaultyCalls broken(faulty, false);
        PosixFileStore store(broken);
        const auto written = store.write_atomically(path, after);
        const auto content = healthy.read(path, bytes_max);
        REQUIRE(content);
        CHECK((*content == before || *content == after));
        if (written) {
            CHECK(*content == after);
        } else {
            CHECK(written.error().code == Errc::Io);
            ++refused;
        }
        CHECK(entries(folder.path()) == 1);  // nothing unfinished stays behind
    }
    CHECK(refused >= calls - 1);  // only closing the folder may fail unnoticed
}

TEST_CASE("posix file store: a process that ends at any call leaves old or new content",
          "[store][fault]") {
    const tests::TemporaryFolder folder;
    const auto path = (folder.path() / "journal").string();
    const auto before = some(3000, 'a');
    const auto after = some(5000, 'b');
    const auto calls = count_calls(path, after);
    PosixFileStore healthy;
    bool saw_before = false;
    bool saw_after = false;
    for (int last = 0; last < calls; ++last) {
        CAPTURE(last);
        REQUIRE(healthy.write_atomically(path, before));
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            FaultyCalls ending(last, true);
            PosixFileStore store(ending);
            const auto written = store.write_atomically(path, after);
            ::_exit(written ? 1 : 2);  // not reached
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 0);
        const auto content = healthy.read(path, bytes_max);
        REQUIRE(content);
        CHECK((*content == before || *content == after));
        saw_before = saw_before || *content == before;
        saw_after = saw_after || *content == after;
        const auto names = healthy.list(folder.path().string());
        REQUIRE(names);
        CHECK(*names == std::vector<std::string>{"journal"});  // unfinished files are not shown
    }
    CHECK(saw_before);
    CHECK(saw_after);
}

TEST_CASE("posix file store: secret files are their owner's alone", "[store]") {
    const tests::TemporaryFolder folder;
    PosixFileStore store;
    const auto path = (folder.path() / "key").string();
    REQUIRE(store.write_atomically(path, some(10, 'k'), true));
    struct stat facts {};
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
    REQUIRE(store.write_atomically(path, some(10, 'p'), false));
    REQUIRE(::stat(path.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0600) == 0600);
}

TEST_CASE("posix file store: a link is replaced, not followed", "[store]") {
    const tests::TemporaryFolder folder;
    PosixFileStore store;
    const auto target = (folder.path() / "target").string();
    const auto link = (folder.path() / "link").string();
    REQUIRE(store.write_atomically(target, some(4, 't')));
    fs::create_symlink(target, link);
    REQUIRE(store.write_atomically(link, some(4, 'l')));
    CHECK(*store.read(target, 10) == some(4, 't'));
    CHECK_FALSE(fs::is_symlink(link));
}

TEST_CASE("posix file store: names that cannot be", "[store]") {
    const tests::TemporaryFolder folder;
    PosixFileStore store;
    const auto root = folder.path().string();
    const std::string with_nul = root + std::string("/a\0b", 4);
    CHECK(store.read(with_nul, 10).error().code == Errc::NotFound);
    CHECK(store.write_atomically(with_nul, {}).error().code == Errc::Io);
    CHECK(store.list(with_nul).error().code == Errc::NotFound);
    CHECK(store.read(root, 10).error().code == Errc::Io);  // a folder
    CHECK(store.write_atomically(root + "/", {}).error().code == Errc::Io);
    CHECK(store.write_atomically("", {}).error().code == Errc::Io);
    CHECK(store.write_atomically(root + "/no/such/folder", {}).error().code == Errc::Io);
    CHECK(store.read(root + "/no/such", 10).error().code == Errc::NotFound);
    CHECK(store.read("/dev/zero", 100'000).error().code == Errc::TooLong);
    CHECK(entries(folder.path()) == 0);
}

TEST_CASE("posix file store: lists plain files only", "[store]") {
    const tests::TemporaryFolder folder;
    PosixFileStore store;
    const auto root = folder.path().string();
    fs::create_directory(folder.path() / "folder");
    std::ofstream(root + "/b") << "1";
    std::ofstream(root + "/a") << "2";
    std::ofstream(root + "/.a.1-0" + unfinished_suffix) << "3";
    const auto names = store.list(root);
    REQUIRE(names);
    CHECK(*names == std::vector<std::string>{"a", "b"});
}

TEST_CASE("posix file store: what a killed process left unfinished goes, and nothing else",
          "[store]") {
    const tests::TemporaryFolder folder;
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(0);
    REQUIRE(::waitpid(child, nullptr, 0) == child);
    const auto gone = std::to_string(child);
    const auto touch = [&](const std::string& name) {
        std::ofstream(folder.path() / name) << "half";
    };
    touch(".page.pdf." + gone + "-0.outpost-tmp");
    touch(".journal.key." + std::to_string(::getpid()) + "-12.outpost-tmp");  // a number come again
    const std::vector<std::string> others = {
        "page.pdf",
        "page.pdf." + gone + "-0.outpost-tmp",  // not hidden
        ".page.pdf." + gone + "-0.outpost-tmp.old",
        ".page.pdf." + gone + "-x.outpost-tmp",
        ".page.pdf." + gone + ".outpost-tmp",
        ".page.pdf.-1-0.outpost-tmp",
        "." + gone + "-0.outpost-tmp",                                  // no target's name
        ".page.pdf." + std::to_string(::getppid()) + "-0.outpost-tmp",  // its process lives
    };
    for (const auto& name : others) touch(name);
    const auto link = folder.path() / (".link." + gone + "-0.outpost-tmp");
    fs::create_symlink("page.pdf", link);
    fs::create_directory(folder.path() / (".folder." + gone + "-0.outpost-tmp"));
    PosixFileStore store;
    const auto removed = store.remove_unfinished(folder.path().string());
    REQUIRE(removed);
    CHECK(*removed == 2);
    CHECK(entries(folder.path()) == others.size() + 2);
    for (const auto& name : others) CHECK(fs::exists(folder.path() / name));
    CHECK(fs::is_symlink(link));
    CHECK(store.remove_unfinished(folder.path().string()).value() == 0);
    CHECK(store.remove_unfinished((folder.path() / "none").string()).error().code ==
          Errc::NotFound);
    touch(".page.pdf." + gone + "-0.outpost-tmp");
    FaultyCalls broken(0, false);
    CHECK(PosixFileStore(broken).remove_unfinished(folder.path().string()).error().code ==
          Errc::Io);
}
