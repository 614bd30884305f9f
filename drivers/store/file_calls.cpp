// The system calls that changing files safely needs.
#include "drivers/store/file_calls.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
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
    int link_file(const char* from, const char* to) override { return ::link(from, to); }
    int move_file(const char* from, const char* to) override {
        return ::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
    }
    int make_folder(const char* path, mode_t mode) override { return ::mkdir(path, mode); }
    int remove_folder(const char* path) override { return ::rmdir(path); }
    int lock_file(int file) override { return ::flock(file, LOCK_EX | LOCK_NB); }
};

}  // namespace

FileCalls& system_file_calls() {
    static SystemFileCalls calls;  // has no state
    return calls;
}

}  // namespace outpost
