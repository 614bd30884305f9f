// The system calls that changing files safely needs, as a table that tests can replace.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace outpost {

/// Each call means what its POSIX namesake means, errno included.
class FileCalls {
  public:
    virtual ~FileCalls() = default;
    virtual int open_file(const char* path, int flags, mode_t mode) = 0;
    virtual ssize_t write_bytes(int file, const std::uint8_t* bytes, std::size_t count) = 0;
    virtual int sync_file(int file) = 0;
    virtual int close_file(int file) = 0;
    virtual int rename_file(const char* from, const char* to) = 0;
    virtual int unlink_file(const char* path) = 0;
    virtual int link_file(const char* from, const char* to) = 0;
    /// rename() that fails with EEXIST when something stands at `to` (renameat2(2),
    /// RENAME_NOREPLACE); EINVAL where the file system cannot do that.
    virtual int move_file(const char* from, const char* to) = 0;
    virtual int make_folder(const char* path, mode_t mode) = 0;
    virtual int remove_folder(const char* path) = 0;
    /// flock(2), exclusive, without waiting.
    virtual int lock_file(int file) = 0;
};

/// The operating system's own.
FileCalls& system_file_calls();

}  // namespace outpost
