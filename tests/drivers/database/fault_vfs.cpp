// Below SQLite: a disk that fails, or a process that ends, at a chosen operation.
#include "tests/drivers/database/fault_vfs.h"

#include "core/base/check.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace outpost::tests {

namespace {

/// What SQLite sees as its file; the system's own file lies behind it in the same memory.
struct FaultFile {
    sqlite3_file base;
    FaultVfs* owner;
    sqlite3_file* real;
};

constexpr int real_offset = static_cast<int>((sizeof(FaultFile) + alignof(std::max_align_t) - 1) /
                                             alignof(std::max_align_t) * alignof(std::max_align_t));

FaultFile* self(sqlite3_file* file) {
    return static_cast<FaultFile*>(static_cast<void*>(file));
}

sqlite3_file* real(sqlite3_file* file) {
    return self(file)->real;
}

FaultVfs* owner(sqlite3_vfs* vfs) {
    return static_cast<FaultVfs*>(vfs->pAppData);
}

sqlite3_vfs* system_vfs() {
    return sqlite3_vfs_find(nullptr);
}

int code_for(FaultAction action, int failure) {
    switch (action) {
        case FaultAction::DiskFull:
            return SQLITE_FULL;
        case FaultAction::ReadOnly:
            return SQLITE_READONLY;
        default:
            return failure;
    }
}

int close_file(sqlite3_file* file) {
    return real(file)->pMethods == nullptr ? SQLITE_OK : real(file)->pMethods->xClose(real(file));
}
int read_file(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
    return real(file)->pMethods->xRead(real(file), out, count, offset);
}
int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    const auto action = self(file)->owner->next();
    if (action == FaultAction::TearAndEnd) {
        real(file)->pMethods->xWrite(real(file), bytes, count / 2, offset);
        ::_exit(ended_by_fault);
    }
    if (action != FaultAction::None) return code_for(action, SQLITE_IOERR_WRITE);
    return real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    const auto action = self(file)->owner->next();
    if (action == FaultAction::TearAndEnd) ::_exit(ended_by_fault);
    if (action != FaultAction::None) return SQLITE_IOERR_TRUNCATE;
    return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int) {
    const auto action = self(file)->owner->next();
    if (action == FaultAction::TearAndEnd) ::_exit(ended_by_fault);
    if (action != FaultAction::None) return SQLITE_IOERR_FSYNC;
    return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}
int check_reserved_lock(sqlite3_file* file, int* out) {
    return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
int device_characteristics(sqlite3_file* file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}
int shm_unmap(sqlite3_file* file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2 on purpose: no memory mapping, so that every write is seen.
const sqlite3_io_methods methods = {2,
                                    close_file,
                                    read_file,
                                    write_file,
                                    truncate_file,
                                    sync_file,
                                    file_size,
                                    lock_file,
                                    unlock_file,
                                    check_reserved_lock,
                                    file_control,
                                    sector_size,
                                    device_characteristics,
                                    shm_map,
                                    shm_lock,
                                    shm_barrier,
                                    shm_unmap,
                                    nullptr,
                                    nullptr};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
    auto* opened = self(file);
    opened->base.pMethods = nullptr;
    const auto action = owner(vfs)->next();
    if (action == FaultAction::TearAndEnd) ::_exit(ended_by_fault);
    // A full or read-only disk still opens what is there.
    const bool makes = (flags & SQLITE_OPEN_CREATE) != 0;
    if (action == FaultAction::Failure || (action != FaultAction::None && makes))
        return SQLITE_CANTOPEN;
    opened->owner = owner(vfs);
    auto* start = static_cast<char*>(static_cast<void*>(file));
    opened->real = static_cast<sqlite3_file*>(static_cast<void*>(start + real_offset));
    const int code = system_vfs()->xOpen(system_vfs(), path, opened->real, flags, out);
    if (code == SQLITE_OK) opened->base.pMethods = &methods;
    return code;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int) {
    const auto action = owner(vfs)->next();
    if (action == FaultAction::TearAndEnd) ::_exit(ended_by_fault);
    if (action == FaultAction::Failure || action == FaultAction::ReadOnly)
        return SQLITE_IOERR_DELETE;
    return system_vfs()->xDelete(system_vfs(), path, 0);
}

}  // namespace

FaultVfs::FaultVfs(Decide decide) : decide_(std::move(decide)) {
    sqlite3_initialize();
    vfs_ =
        std::make_unique<sqlite3_vfs>(*system_vfs());  // all but opening and removing: the system's
    std::uint64_t number = 0;
    do {
        name_ = "outpost-fault-" + std::to_string(number++);
    } while (sqlite3_vfs_find(name_.c_str()) != nullptr);
    vfs_->pNext = nullptr;
    vfs_->zName = name_.c_str();
    vfs_->szOsFile = real_offset + system_vfs()->szOsFile;
    vfs_->pAppData = this;
    vfs_->xOpen = open_file;
    vfs_->xDelete = delete_file;
    OUTPOST_CHECK(sqlite3_vfs_register(vfs_.get(), 0) == SQLITE_OK);
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(vfs_.get());
}

void FaultVfs::restart(Decide decide) {
    decide_ = std::move(decide);
    operations_ = 0;
}

FaultAction FaultVfs::next() {
    const auto action = decide_(operations_++);
    if (action == FaultAction::End) ::_exit(ended_by_fault);
    return action;
}

FaultVfs::Decide fault_at(std::uint64_t n, FaultAction action) {
    return [=](std::uint64_t operation) { return operation == n ? action : FaultAction::None; };
}

FaultVfs::Decide fault_from(std::uint64_t n, FaultAction action) {
    return [=](std::uint64_t operation) { return operation >= n ? action : FaultAction::None; };
}

int exit_code_in_child(const std::function<bool()>& work) {
    const auto child = ::fork();
    if (child < 0) throw std::runtime_error("fork");
    if (child == 0) ::_exit(work() ? 0 : 1);
    int status = 0;
    if (::waitpid(child, &status, 0) != child || !WIFEXITED(status))
        throw std::runtime_error("the child did not end by itself");
    return WEXITSTATUS(status);
}

}  // namespace outpost::tests
