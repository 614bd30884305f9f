// The system calls that writing a file safely needs.
#include "drivers/store/file_calls.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace outpost {

namespace {

class SystemFileCalls final : public FileCalls {
  public:
    int open_file(const char* path, int flags, mode_t mode) override {
        return ::open(path, flags, mode);
    }
    ssize_t write_bytes(int file, const std::uint8_t* bytes, std::size_t count) override {
        return ::write(file, bytes, count);
    }
    int sync_file(int file) override { return ::fsync(file); }
    int close_file(int file) override { return ::close(file); }
    int rename_file(const char* from, const char* to) override { return ::rename(from, to); }
    int unlink_file(const char* path) override { return ::unlink(path); }
};

}  // namespace

FileCalls& system_file_calls() {
    static SystemFileCalls calls;  // has no state
    return calls;
}

}  // namespace outpost
