#include "drivers/store/posix_folder_store.h"

#include "tests/drivers/store/faulty_calls.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace outpost;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& text) {
    std::ofstream(path) << text;
}

std::string read_all(ByteSource& source, std::size_t step_bytes) {
    std::string text;
    Bytes piece(step_bytes);
    for (;;) {
        const auto got = source.read(piece);
        REQUIRE(got);
        if (*got == 0) return text;
        text.append(as_text(ByteView(piece).first(*got)));
    }
}

/// Runs `change` with a fault at each of its calls in turn and looks at the folder after each.
/// Returns how many of the runs were refused.
int with_each_fault(bool has_moves, const std::function<void(const fs::path&)>& prepare,
                    const std::function<Result<void>(FolderStore&, const fs::path&)>& change,
                    const std::function<void(const fs::path&, bool done)>& look) {
    int refused = 0;
    for (int faulty = 0;; ++faulty) {
        REQUIRE(faulty < 100);
        CAPTURE(faulty, has_moves);
        const tests::TemporaryFolder folder;
        prepare(folder.path());
        FaultyCalls calls(faulty, false);
        if (!has_moves) calls.refuse_moves();
        PosixFolderStore store(calls);
        const auto done = change(store, folder.path());
        look(folder.path(), done.has_value());
        if (!done) {
            CHECK(done.error().code == Errc::Io);
            ++refused;
        }
        if (calls.calls() <= faulty) {
            CHECK(done);
            return refused;
        }
    }
}

}  // namespace

TEST_CASE("posix folder store: a file is read piece by piece", "[store]") {
    const tests::TemporaryFolder folder;
    PosixFolderStore store;
    const auto path = (folder.path() / "file").string();
    const std::string text(10'000, 'q');
    write(path, text);
    for (const std::size_t step : {1U, 7U, 4096U, 20'000U}) {
        const auto source = store.open(path);
        REQUIRE(source);
        CHECK((*source)->size_bytes() == text.size());
        CHECK(read_all(**source, step) == text);
    }
    write(path, "");
    const auto empty = store.open(path);
    REQUIRE(empty);
    CHECK((*empty)->size_bytes() == 0);
    CHECK(read_all(**empty, 10).empty());
}

TEST_CASE("posix folder store: only plain files are opened", "[store][hostile]") {
    const tests::TemporaryFolder folder;
    PosixFolderStore store;
    const auto root = folder.path().string();
    write(root + "/file", "x");
    fs::create_symlink("file", root + "/link");
    fs::create_symlink("nothing", root + "/dangling");
    REQUIRE(::mkfifo((root + "/pipe").c_str(), 0600) == 0);
    CHECK(store.open(root + "/none").error().code == Errc::NotFound);
    CHECK(store.open(root + "/file/none").error().code == Errc::NotFound);
    CHECK(store.open("").error().code == Errc::NotFound);
    CHECK(store.open(root + std::string("/file\0", 6)).error().code == Errc::NotFound);
    // The pipe has no writer: were it opened the ordinary way, this would never return.
    for (const auto* name : {"/link", "/dangling", "/pipe", ""}) {
        CAPTURE(name);
        CHECK(store.open(root + name).error().code == Errc::Io);
        CHECK(store.identity(root + name).error().code == Errc::Io);
    }
    CHECK(store.open("/dev/zero").error().code == Errc::Io);
}

TEST_CASE("posix folder store: open files do not reach other programs", "[store]") {
    const tests::TemporaryFolder folder;
    PosixFolderStore store;
    write(folder.path() / "file", "x");
    const int next = ::dup(STDIN_FILENO);  // the lowest free number: the file will get it
    REQUIRE(next >= 0);
    ::close(next);
    const auto source = store.open((folder.path() / "file").string());
    REQUIRE(source);
    CHECK((::fcntl(next, F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("posix folder store: folders are made with those above", "[store]") {
    const tests::TemporaryFolder folder;
    PosixFolderStore store;
    const auto root = folder.path().string();
    REQUIRE(store.make_folder(root + "/a//b/c/"));
    CHECK(fs::is_directory(root + "/a/b/c"));
    struct stat facts {};
    REQUIRE(::stat((root + "/a/b").c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0077) == 0);
    CHECK(store.make_folder(root + "/a/b/c"));  // again
    CHECK(store.make_folder("/"));
    fs::create_directory_symlink(root + "/a", root + "/link");
    CHECK(store.make_folder(root + "/link/d"));  // an operator may have put the folder elsewhere
    CHECK(fs::is_directory(root + "/a/d"));
    write(root + "/file", "x");
    CHECK(store.make_folder(root + "/file").error().code == Errc::Io);
    CHECK(store.make_folder(root + "/file/a").error().code == Errc::Io);
    CHECK(store.make_folder("").error().code == Errc::Io);
    CHECK(store.make_folder(root + std::string("/x\0y", 4)).error().code == Errc::Io);
    CHECK_FALSE(fs::exists(root + "/x"));
}

TEST_CASE("posix folder store: making a folder with a fault at each call", "[store][fault]") {
    const auto refused = with_each_fault(
        true, [](const fs::path&) {},
        [](FolderStore& store, const fs::path& root) {
            return store.make_folder((root / "a/b").string());
        },
        [](const fs::path& root, bool done) {
            CHECK(fs::is_directory(root / "a/b") == done);
            PosixFolderStore healthy;  // the next attempt mends it
            REQUIRE(healthy.make_folder((root / "a/b").string()));
            CHECK(fs::is_directory(root / "a/b"));
        });
    CHECK(refused >= 6);  // two folders, each made, opened above, synced above
}

TEST_CASE("posix folder store: a move never replaces", "[store]") {
    for (const bool has_moves : {true, false}) {
        CAPTURE(has_moves);
        const tests::TemporaryFolder folder;
        FaultyCalls calls(-1, false);
        if (!has_moves) calls.refuse_moves();
        PosixFolderStore store(calls);
        const auto root = folder.path().string();
        fs::create_directory(root + "/to");
        write(root + "/one", "1");
        write(root + "/two", "2");
        REQUIRE(store.move(root + "/one", root + "/to/file"));
        CHECK_FALSE(fs::exists(root + "/one"));
        CHECK(tests::read_text(root + "/to/file") == "1");
        CHECK(store.move(root + "/two", root + "/to/file").error().code == Errc::Duplicate);
        CHECK(tests::read_text(root + "/to/file") == "1");
        CHECK(tests::read_text(root + "/two") == "2");
        CHECK(store.move(root + "/two", root + "/two").error().code == Errc::Duplicate);
        CHECK(tests::read_text(root + "/two") == "2");
        fs::create_symlink("nothing", root + "/to/dangling");
        CHECK(store.move(root + "/two", root + "/to/dangling").error().code == Errc::Duplicate);
        CHECK(store.move(root + "/none", root + "/to/x").error().code == Errc::NotFound);
        CHECK(store.move("", root + "/to/x").error().code == Errc::NotFound);
        CHECK(store.move(root + "/two", "").error().code == Errc::Io);
        CHECK(store.move(root + "/two", root + "/no/folder").error().code == Errc::Io);
        CHECK(store.move(root + "/two", root + std::string("/a\0b", 4)).error().code == Errc::Io);
        CHECK(tests::read_text(root + "/two") == "2");
    }
}

TEST_CASE("posix folder store: a move across file systems is refused", "[store]") {
    const tests::TemporaryFolder folder;
    struct stat here {};
    struct stat there {};
    REQUIRE(::stat(folder.path().c_str(), &here) == 0);
    if (::stat("/dev/shm", &there) != 0 || here.st_dev == there.st_dev ||
        ::access("/dev/shm", W_OK) != 0) {
        WARN("skipped: no second file system to write to");
        return;
    }
    PosixFolderStore store;
    write(folder.path() / "file", "x");
    const auto to = "/dev/shm/outpost-test-" + std::to_string(::getpid());
    CHECK(store.move((folder.path() / "file").string(), to).error().code == Errc::Io);
    CHECK_FALSE(fs::exists(to));
    CHECK(fs::exists(folder.path() / "file"));
}

TEST_CASE("posix folder store: moving with a fault at each call", "[store][fault]") {
    for (const bool has_moves : {true, false}) {
        const auto refused = with_each_fault(
            has_moves,
            [](const fs::path& root) {
                fs::create_directory(root / "to");
                write(root / "file", "content");
            },
            [](FolderStore& store, const fs::path& root) {
                return store.move((root / "file").string(), (root / "to/file").string());
            },
            [](const fs::path& root, bool done) {
                const auto before = fs::exists(root / "file");
                const auto after = fs::exists(root / "to/file");
                CHECK(before != after);  // exactly one of both
                if (done) CHECK(after);
                CHECK(tests::read_text(before ? root / "file" : root / "to/file") == "content");
            });
        CHECK(refused >= (has_moves ? 5 : 7));
    }
}

TEST_CASE("posix folder store: removing with a fault at each call", "[store][fault]") {
    const auto refused = with_each_fault(
        true, [](const fs::path& root) { write(root / "file", "x"); },
        [](FolderStore& store, const fs::path& root) {
            return store.remove((root / "file").string());
        },
        [](const fs::path& root, bool done) {
            if (done) CHECK_FALSE(fs::exists(root / "file"));
        });
    CHECK(refused >= 3);
    const tests::TemporaryFolder folder;
    PosixFolderStore store;
    const auto root = folder.path().string();
    CHECK(store.remove(root + "/none").error().code == Errc::NotFound);
    CHECK(store.remove("").error().code == Errc::NotFound);
    CHECK(store.remove(root).error().code == Errc::Io);  // a folder
    write(root + "/target", "x");
    fs::create_symlink("target", root + "/link");
    CHECK(store.remove(root + "/link"));
    CHECK(fs::exists(root + "/target"));
}

TEST_CASE("posix folder store: a copy has another identity", "[store]") {
    const tests::TemporaryFolder folder;
    PosixFolderStore store;
    const auto root = folder.path().string();
    write(root + "/epoch", "1");
    const auto original = store.identity(root + "/epoch");
    REQUIRE(original);
    CHECK(original->inode != 0);
    CHECK(original->changed_ns > 1'577'836'800'000'000'000);  // 2020, so the unit is right
    CHECK(*store.identity(root + "/epoch") == *original);
    fs::copy_file(root + "/epoch", root + "/copy");
    CHECK(store.identity(root + "/copy")->inode != original->inode);
    // Restored under the old name, with the old times: the inode or the time of change tells.
    const std::array<timespec, 2> old_times{timespec{1'600'000'000, 0}, timespec{1'600'000'000, 0}};
    REQUIRE(::utimensat(AT_FDCWD, (root + "/copy").c_str(), old_times.data(), 0) == 0);
    fs::rename(root + "/copy", root + "/epoch");
    const auto restored = store.identity(root + "/epoch");
    REQUIRE(restored);
    CHECK_FALSE(*restored == *original);
    CHECK(restored->changed_ns > 1'600'000'000'000'000'000);
    CHECK(store.identity(root + "/none").error().code == Errc::NotFound);
    CHECK(store.identity("").error().code == Errc::NotFound);
}

TEST_CASE("posix folder store: one holder of a lock at a time", "[store]") {
    const tests::TemporaryFolder folder;
    PosixFolderStore store;
    const auto root = folder.path().string();
    {
        const auto held = store.lock(root, "lock");
        REQUIRE(held);
        struct stat facts {};
        REQUIRE(::stat((root + "/lock").c_str(), &facts) == 0);
        CHECK((facts.st_mode & 07777) == 0600);
        CHECK(store.lock(root, "lock").error().code == Errc::Unavailable);
        CHECK(store.lock(root, "other"));
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            PosixFolderStore own;
            const auto taken = own.lock(root, "lock");
            ::_exit(!taken && taken.error().code == Errc::Unavailable ? 0 : 1);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    }
    CHECK(fs::exists(root + "/lock"));  // the file stays
    CHECK(store.lock(root, "lock"));
}

TEST_CASE("posix folder store: a lock goes with its process", "[store][fault]") {
    const tests::TemporaryFolder folder;
    PosixFolderStore store;
    const auto root = folder.path().string();
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        PosixFolderStore own;
        const auto taken = own.lock(root, "lock");
        ::_exit(taken ? 7 : 1);  // nothing is destroyed
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 7));
    CHECK(store.lock(root, "lock"));
}

TEST_CASE("posix folder store: locks that cannot be", "[store][hostile]") {
    const tests::TemporaryFolder folder;
    PosixFolderStore store;
    const auto root = folder.path().string();
    write(root + "/target", "x");
    fs::create_symlink("target", root + "/link");
    REQUIRE(::mkfifo((root + "/pipe").c_str(), 0600) == 0);
    fs::create_directory(root + "/folder");
    for (const auto* name : {"", ".", "..", "a/b", "../x", "link", "pipe", "folder"}) {
        CAPTURE(name);
        CHECK(store.lock(root, name).error().code == Errc::Io);
    }
    CHECK(store.lock(root + "/none", "lock").error().code == Errc::Io);
    for (int faulty = 0; faulty < 2; ++faulty) {
        CAPTURE(faulty);
        FaultyCalls calls(faulty, false);
        PosixFolderStore broken(calls);
        CHECK(broken.lock(root, "lock").error().code == Errc::Io);
    }
    CHECK(store.lock(root, "lock"));  // a refused attempt keeps nothing
}

TEST_CASE("posix folder store: what is no plain file is named by its kind", "[store]") {
    const tests::TemporaryFolder folder;
    const auto path = [&](const char* name) { return (folder.path() / name).string(); };
    std::ofstream(path("a.json")) << "{}";
    std::filesystem::create_directory(path("d"));
    std::filesystem::create_symlink("a.json", path("c"));
    REQUIRE(::mkfifo(path("b").c_str(), 0600) == 0);
    const auto odd = PosixFolderStore::odd_entries(folder.path().string());
    REQUIRE(odd);
    REQUIRE(odd->size() == 3);
    CHECK((*odd)[0].name == "b");
    CHECK((*odd)[0].what == "pipe");
    CHECK((*odd)[1].what == "link");
    CHECK((*odd)[2].what == "folder");
    CHECK(PosixFolderStore::odd_entries(path("none")).error().code == Errc::NotFound);
}
