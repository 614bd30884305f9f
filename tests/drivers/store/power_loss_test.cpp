// What a disk may hold after the power fails: everything synced, and any part of the rest.
#include "drivers/store/posix_file_store.h"
#include "drivers/store/posix_folder_store.h"

#include <catch2/catch.hpp>

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <string>
#include <utility>

using namespace outpost;

namespace {

struct PowerLoss {};

/// Files and one folder, each as the programs see it and as the disk surely has it.
class DiskModel final : public FileCalls {
  public:
    explicit DiskModel(int calls_until_loss) : calls_until_loss_(calls_until_loss) {
        contents_[1] = {"old", "old"};
        names_seen_["/f/data"] = names_synced_["/f/data"] = 1;
        next_file_ = 2;
    }

    int open_file(const char* path, int flags, mode_t) override {
        count();
        if ((flags & O_DIRECTORY) != 0) return folder_number;
        if ((flags & O_EXCL) != 0 && names_seen_.count(path) != 0) {
            errno = EEXIST;
            return -1;
        }
        names_seen_[path] = next_file_;
        contents_[next_file_] = {};
        return next_file_++;
    }
    ssize_t write_bytes(int file, const std::uint8_t* bytes, std::size_t count_wanted) override {
        count();
        const auto taken = std::min<std::size_t>(count_wanted, 2);
        contents_.at(file).seen.append(as_text({bytes, taken}));
        return static_cast<ssize_t>(taken);
    }
    int sync_file(int file) override {
        count();
        if (file == folder_number)
            names_synced_ = names_seen_;
        else
            contents_.at(file).synced = contents_.at(file).seen;
        return 0;
    }
    int close_file(int) override { return 0; }  // changes nothing on the disk
    int rename_file(const char* from, const char* to) override {
        count();
        names_seen_[to] = names_seen_.at(from);
        names_seen_.erase(from);
        return 0;
    }
    int unlink_file(const char* path) override {
        count();
        names_seen_.erase(path);
        return 0;
    }

    int link_file(const char* from, const char* to) override {
        count();
        names_seen_[to] = names_seen_.at(from);
        return 0;
    }
    int move_file(const char* from, const char* to) override {
        if (!moves_) {
            count();
            errno = EINVAL;
            return -1;
        }
        return rename_file(from, to);
    }
    int make_folder(const char*, mode_t) override { return -1; }
    int remove_folder(const char*) override { return -1; }
    int lock_file(int) override { return -1; }
    /// As a file system without RENAME_NOREPLACE.
    void refuse_moves() { moves_ = false; }

    /// How many of these names each of the two states of the disk has.
    [[nodiscard]] std::pair<std::size_t, std::size_t> names_after_loss(const char* one,
                                                                       const char* other) const {
        return {names_seen_.count(one) + names_seen_.count(other),
                names_synced_.count(one) + names_synced_.count(other)};
    }
    [[nodiscard]] bool surely_has(const char* path) const { return names_synced_.count(path) == 1; }

    /// The file's content for each of the four ways the unsynced things may have gone.
    [[nodiscard]] std::vector<std::string> contents_after_loss() const {
        std::vector<std::string> found;
        for (const auto* names : {&names_seen_, &names_synced_}) {
            const auto& content = contents_.at(names->at("/f/data"));
            found.push_back(content.seen);
            found.push_back(content.synced);
        }
        return found;
    }

  private:
    struct Content {
        std::string seen;
        std::string synced;
    };
    static constexpr int folder_number = 1000;

    void count() {
        if (calls_until_loss_-- != 0) return;
        throw PowerLoss{};
    }

    int calls_until_loss_;
    int next_file_ = 0;
    bool moves_ = true;
    std::map<std::string, int> names_seen_;
    std::map<std::string, int> names_synced_;
    std::map<int, Content> contents_;
};

}  // namespace

TEST_CASE("posix file store: a power cut at any call leaves the old or the new content",
          "[store][fault]") {
    bool finished = false;
    int calls = 0;
    for (; !finished && calls < 100; ++calls) {
        CAPTURE(calls);
        DiskModel disk(calls);
        PosixFileStore store(disk);
        try {
            finished = store.write_atomically("/f/data", as_bytes("newer")).has_value();
        } catch (const PowerLoss&) {
            finished = false;
        }
        for (const auto& content : disk.contents_after_loss()) {
            CHECK((content == "old" || content == "newer"));
            if (finished) CHECK(content == "newer");  // after success nothing can be lost any more
        }
    }
    CHECK(finished);
    CHECK(calls >= 8);
}

TEST_CASE("posix folder store: a power cut at any call of a move never loses the file",
          "[store][fault]") {
    for (const bool has_moves : {true, false}) {
        CAPTURE(has_moves);
        bool finished = false;
        int calls = 0;
        for (; !finished && calls < 100; ++calls) {
            CAPTURE(calls);
            DiskModel disk(calls);
            if (!has_moves) disk.refuse_moves();
            PosixFolderStore store(disk);
            try {
                finished = store.move("/f/data", "/f/moved").has_value();
            } catch (const PowerLoss&) {
                finished = false;
            }
            const auto [seen, synced] = disk.names_after_loss("/f/data", "/f/moved");
            CHECK(seen >= 1);
            CHECK(synced >= 1);
            if (!finished) continue;
            CHECK(disk.surely_has("/f/moved"));
            CHECK_FALSE(disk.surely_has("/f/data"));
        }
        CHECK(finished);
        CHECK(calls >= 4);
    }
}
