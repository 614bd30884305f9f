// Below SQLite: a disk that fails, or a process that ends, at a chosen operation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

struct sqlite3_vfs;

namespace outpost::tests {

enum class FaultAction : std::uint8_t {
    None,
    DiskFull,    // nothing is written; the operation fails
    ReadOnly,    // the same, as on a disk that was remounted read-only
    Failure,     // the device fails: I/O error, also when a file is only opened or removed
    End,         // the process ends before the operation, without any cleaning up
    TearAndEnd,  // half of what was to be written is written, then the process ends
};

/// The exit code of a process that End or TearAndEnd ended.
inline constexpr int ended_by_fault = 77;

/// Runs in a process of its own.
/// @return 0: the work says that it is done; 1: not; ended_by_fault
int exit_code_in_child(const std::function<bool()>& work);

/// A VFS of SQLite over the system's own. Every write, sync, truncation, removal and opening is
/// numbered from 0 and asked about first; reads and locks always work. A sync is counted and left
/// out: what a process wrote outlives it without one, and the tests take a tenth of the time.
/// Registered for the life of the object; databases opened through it must go before it.
class FaultVfs {
  public:
    using Decide = std::function<FaultAction(std::uint64_t operation)>;

    explicit FaultVfs(Decide decide);
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    /// For SqliteDatabase::open().
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::uint64_t operations() const { return operations_; }
    /// Begins to count from 0 again, under another rule.
    void restart(Decide decide);

    /// Counts one operation, and ends the process where the rule says so.
    FaultAction next();

  private:
    Decide decide_;
    std::string name_;
    std::uint64_t operations_ = 0;
    std::unique_ptr<sqlite3_vfs> vfs_;
};

/// A rule: nothing fails.
inline FaultAction no_fault(std::uint64_t) {
    return FaultAction::None;
}
/// A rule: `action` at operation n only.
FaultVfs::Decide fault_at(std::uint64_t n, FaultAction action);
/// A rule: `action` at operation n and all that follow.
FaultVfs::Decide fault_from(std::uint64_t n, FaultAction action);

}  // namespace outpost::tests
