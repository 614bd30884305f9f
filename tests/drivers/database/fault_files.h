// The same faults for plain files as for the database beside them.
#pragma once

#include "drivers/store/posix_file_store.h"
#include "tests/drivers/database/fault_vfs.h"

namespace outpost::tests {

/// The system's calls, each one that changes files counted and decided on together with the
/// database's. Syncs are left out, as there.
class FaultFiles final : public FileCalls {
  public:
    explicit FaultFiles(FaultVfs& faults) : faults_(faults) {}
    int open_file(const char* path, int flags, mode_t mode) override;
    ssize_t write_bytes(int file, const std::uint8_t* bytes, std::size_t count) override;
    int sync_file(int file) override;
    int close_file(int file) override;
    int rename_file(const char* from, const char* to) override;
    int unlink_file(const char* path) override;
    int link_file(const char* from, const char* to) override;
    int move_file(const char* from, const char* to) override;
    int make_folder(const char* path, mode_t mode) override;
    int remove_folder(const char* path) override;
    int lock_file(int file) override;

  private:
    bool fails();
    FaultVfs& faults_;
};

}  // namespace outpost::tests
