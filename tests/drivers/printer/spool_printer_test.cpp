#include "drivers/printer/spool_printer.h"

#include "drivers/store/posix_file_store.h"
#include "drivers/store/posix_folder_store.h"
#include "tests/drivers/printer/print_lab.h"

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace outpost;
using namespace outpost::tests;

namespace {

/// Every file store operation that changes something fails from a certain one on, as when the
/// process ends or the disk is full; a half-written file stays.
class FailingFiles final : public FileStore {
  public:
    explicit FailingFiles(PosixFileStore& files) : files_(&files) {}
    Result<Bytes> read(const std::string& path, std::size_t bytes_max) override {
        return files_->read(path, bytes_max);
    }
    Result<void> write_atomically(const std::string& path, ByteView content, bool secret) override {
        if (is_full) return Error{Errc::Io, 0, "no space"};
        return files_->write_atomically(path, content, secret);
    }
    Result<std::vector<std::string>> list(const std::string& folder) override {
        return files_->list(folder);
    }
    bool is_full = true;

  private:
    PosixFileStore* files_;
};

class CrashingFolders final : public FolderStore {
  public:
    explicit CrashingFolders(PosixFolderStore& folders) : folders_(&folders) {}
    Result<std::unique_ptr<ByteSource>> open(const std::string& path) override {
        return folders_->open(path);
    }
    Result<void> make_folder(const std::string& path) override {
        return folders_->make_folder(path);
    }
    Result<void> move(const std::string& from, const std::string& to) override {
        if (crashes_after_move) static_cast<void>(folders_->move(from, to));
        return Error{Errc::Io, 0, "crashed"};
    }
    Result<void> remove(const std::string& /*path*/) override {
        return Error{Errc::Io, 0, "crashed"};
    }
    Result<FileIdentity> identity(const std::string& path) override {
        if (is_blind) return Error{Errc::Io, 0, "cannot look"};
        return folders_->identity(path);
    }
    Result<std::unique_ptr<FolderLock>> lock(const std::string& folder,
                                             const std::string& name) override {
        return folders_->lock(folder, name);
    }
    bool crashes_after_move = false;
    bool is_blind = false;

  private:
    PosixFolderStore* folders_;
};

struct Spool {
    TemporaryFolder folder;
    PosixFileStore files;
    PosixFolderStore folders;
    std::string path = folder.path() / "deep" / "spool";
    SpoolPrinter printer{path, files, folders};

    Bytes content(const std::string& name) const { return read_bytes(path + "/" + name); }
};

}  // namespace

TEST_CASE("spool: a job becomes a file, once", "[printer]") {
    Spool spool;
    const auto pdf = small_pdf("one");
    CHECK(spool.printer.find("a-1").sent == Sent::No);
    const auto ticket = spool.printer.send({"a-1", pdf, 210, 297});
    REQUIRE(ticket);
    CHECK(ticket->name == "a-1");
    CHECK(ticket->job == "a-1.pdf");
    CHECK(spool.content("a-1.pdf") == pdf);
    CHECK(spool.printer.status(*ticket).state == PrintState::Printed);
    CHECK(spool.printer.health().state == PrintState::Waiting);

    const auto other = small_pdf("two");
    const auto again = spool.printer.send({"a-1", other, 210, 297});
    REQUIRE(again);
    CHECK(again->job == ticket->job);
    CHECK(spool.content("a-1.pdf") == pdf);
    const auto found = spool.printer.find("a-1");
    CHECK(found.sent == Sent::Yes);
    CHECK(found.ticket.job == "a-1.pdf");
    CHECK(spool.printer.find("a").sent == Sent::No);
    CHECK(spool.files.list(spool.path)->size() == 1);  // nothing unfinished is left

    CHECK(spool.printer.cancel(*ticket).error().code == Errc::Unavailable);
    std::filesystem::remove(spool.path + "/a-1.pdf");
    CHECK(spool.printer.status(*ticket).state == PrintState::Unknown);
}

TEST_CASE("spool: hostile names and sizes write nothing", "[printer]") {
    Spool spool;
    const auto pdf = small_pdf("x");
    for (const char* name : {"", ".", "../../x", "a/b", ".x", "a b", "a\n"}) {
        CAPTURE(name);
        const auto ticket = spool.printer.send({name, pdf, 210, 297});
        REQUIRE_FALSE(ticket);
        CHECK(ticket.error().code == Errc::BadValue);
        CHECK(spool.printer.find(name).sent == Sent::No);
        CHECK(spool.printer.status({name, "a-1.pdf"}).state == PrintState::Unknown);
    }
    CHECK(spool.printer.send({"a", pdf, 0, 297}).error().code == Errc::BadValue);
    CHECK_FALSE(std::filesystem::exists(spool.path));
}

TEST_CASE("spool: a full disk is an error, and the next attempt prints", "[printer]") {
    Spool spool;
    FailingFiles files(spool.files);
    SpoolPrinter printer(spool.path, files, spool.folders);
    const auto pdf = small_pdf("x");
    const auto refused = printer.send({"a-1", pdf, 210, 297});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::Io);
    CHECK(printer.find("a-1").sent == Sent::No);
    files.is_full = false;
    REQUIRE(printer.send({"a-1", pdf, 210, 297}));
    CHECK(spool.content("a-1.pdf") == pdf);
}

TEST_CASE("spool: a crash before or after the move is told apart by the file", "[printer]") {
    Spool spool;
    CrashingFolders folders(spool.folders);
    const auto pdf = small_pdf("x");
    SpoolPrinter crashing(spool.path, spool.files, folders);
    CHECK(crashing.send({"before-1", pdf, 210, 297}).error().code == Errc::Io);
    folders.crashes_after_move = true;
    CHECK(crashing.send({"after-1", pdf, 210, 297}).error().code == Errc::Io);

    CHECK(spool.printer.find("before-1").sent == Sent::No);
    CHECK(spool.printer.find("after-1").sent == Sent::Yes);
    REQUIRE(spool.printer.send({"before-1", pdf, 210, 297}));
    CHECK(spool.printer.find("before-1").sent == Sent::Yes);
    CHECK(spool.content("before-1.pdf") == pdf);
    CHECK(spool.files.list(spool.path)->size() == 2);
}

TEST_CASE("spool: a folder that cannot be seen is no No", "[printer]") {
    Spool spool;
    CrashingFolders folders(spool.folders);
    folders.is_blind = true;
    SpoolPrinter printer(spool.path, spool.files, folders);
    const auto pdf = small_pdf("x");
    CHECK(printer.find("a-1").sent == Sent::CannotTell);
    CHECK(printer.status({"a-1", "a-1.pdf"}).state == PrintState::Offline);
    CHECK(printer.send({"a-1", pdf, 210, 297}).error().code == Errc::Io);

    // A file stands where the folder should be.
    const auto blocked = (spool.folder.path() / "blocked").string();
    write_text(blocked, "x");
    SpoolPrinter nowhere(blocked, spool.files, spool.folders);
    CHECK(nowhere.health().state == PrintState::Offline);
    CHECK(nowhere.send({"a-1", pdf, 210, 297}).error().code == Errc::Io);
}

TEST_CASE("spool: another kind of thing under the name stops the job", "[printer]") {
    Spool spool;
    const auto pdf = small_pdf("x");
    std::filesystem::create_directories(spool.path + "/a-1.pdf");
    CHECK(spool.printer.find("a-1").sent == Sent::CannotTell);
    CHECK(spool.printer.send({"a-1", pdf, 210, 297}).error().code == Errc::Io);
    REQUIRE(::symlink("/nowhere", (spool.path + "/b-1.pdf").c_str()) == 0);
    CHECK(spool.printer.send({"b-1", pdf, 210, 297}).error().code == Errc::Io);
}
