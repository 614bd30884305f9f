// The system's calls, one of which fails or ends the process.
#pragma once

#include "drivers/store/file_calls.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace outpost {

/// The system's calls, until call number `faulty` (from 0), which fails, or ends the process.
class FaultyCalls final : public FileCalls {
  public:
    FaultyCalls(int faulty, bool ends_process) : faulty_(faulty), ends_process_(ends_process) {}
    /// As a file system without RENAME_NOREPLACE.
    void refuse_moves() { moves_ = false; }

    int open_file(const char* path, int flags, mode_t mode) override {
        return fails() ? -1 : system_file_calls().open_file(path, flags, mode);
    }
    ssize_t write_bytes(int file, const std::uint8_t* bytes, std::size_t count) override {
        if (fails()) return -1;
        // Short writes are allowed and must be continued.
        return system_file_calls().write_bytes(file, bytes, std::min<std::size_t>(count, 1000));
    }
    int sync_file(int file) override { return fails() ? -1 : system_file_calls().sync_file(file); }
    int close_file(int file) override {
        const auto closed = system_file_calls().close_file(file);
        return fails() ? -1 : closed;
    }
    int rename_file(const char* from, const char* to) override {
        return fails() ? -1 : system_file_calls().rename_file(from, to);
    }
    int unlink_file(const char* path) override {
        return fails() ? -1 : system_file_calls().unlink_file(path);
    }
    int link_file(const char* from, const char* to) override {
        return fails() ? -1 : system_file_calls().link_file(from, to);
    }
    int move_file(const char* from, const char* to) override {
        if (fails()) return -1;
        if (moves_) return system_file_calls().move_file(from, to);
        errno = EINVAL;
        return -1;
    }
    int make_folder(const char* path, mode_t mode) override {
        return fails() ? -1 : system_file_calls().make_folder(path, mode);
    }
    int remove_folder(const char* path) override {
        return fails() ? -1 : system_file_calls().remove_folder(path);
    }
    int lock_file(int file) override { return fails() ? -1 : system_file_calls().lock_file(file); }
    [[nodiscard]] int calls() const { return calls_; }

  private:
    bool fails() {
        if (calls_++ != faulty_) return false;
        if (ends_process_) ::_exit(0);
        errno = EIO;
        return true;
    }

    int faulty_;
    bool ends_process_;
    bool moves_ = true;
    int calls_ = 0;
};

}  // namespace outpost
