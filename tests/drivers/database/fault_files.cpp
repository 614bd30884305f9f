#include "tests/drivers/database/fault_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace outpost::tests {

bool FaultFiles::fails() {
    switch (faults_.next()) {
        case FaultAction::None:
            return false;
        case FaultAction::TearAndEnd:
            ::_exit(ended_by_fault);
        case FaultAction::ReadOnly:
            errno = EROFS;
            return true;
        case FaultAction::DiskFull:
            errno = ENOSPC;
            return true;
        default:
            errno = EIO;
            return true;
    }
}

int FaultFiles::open_file(const char* path, int flags, mode_t mode) {
    if ((flags & O_CREAT) != 0 && fails()) return -1;
    return system_file_calls().open_file(path, flags, mode);
}
ssize_t FaultFiles::write_bytes(int file, const std::uint8_t* bytes, std::size_t count) {
    return fails() ? -1 : system_file_calls().write_bytes(file, bytes, count);
}
int FaultFiles::sync_file(int) {
    return fails() ? -1 : 0;
}
int FaultFiles::close_file(int file) {
    return system_file_calls().close_file(file);
}
int FaultFiles::rename_file(const char* from, const char* to) {
    return fails() ? -1 : system_file_calls().rename_file(from, to);
}
int FaultFiles::unlink_file(const char* path) {
    return system_file_calls().unlink_file(path);
}
int FaultFiles::link_file(const char* from, const char* to) {
    return system_file_calls().link_file(from, to);
}
int FaultFiles::move_file(const char* from, const char* to) {
    return system_file_calls().move_file(from, to);
}
int FaultFiles::make_folder(const char* path, mode_t mode) {
    return system_file_calls().make_folder(path, mode);
}
int FaultFiles::remove_folder(const char* path) {
    return system_file_calls().remove_folder(path);
}
int FaultFiles::lock_file(int file) {
    return system_file_calls().lock_file(file);
}

}  // namespace outpost::tests
