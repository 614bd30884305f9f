// A journal in a real folder, with its database and files, for tests.
#pragma once

#include "core/journal/journal.h"
#include "drivers/database/sqlite_database.h"
#include "drivers/store/posix_file_store.h"
#include "drivers/store/posix_folder_store.h"
#include "tests/drivers/database/fault_files.h"
#include "tests/drivers/database/fault_vfs.h"

#include <memory>
#include <string>
#include <vector>

namespace outpost::tests {

inline constexpr UtcInstant first_morning{1'700'000'000'000};

crypto::SecretBytes person_key(std::uint8_t value = 7);

/// Opens, closes and opens again. The folder is its owner's.
class Kiosk {
  public:
    explicit Kiosk(std::string folder, std::string machine = "machine-a",
                   FaultVfs* faults = nullptr);

    /// Closes what is open first.
    Result<void> open(UtcInstant now = first_morning);
    /// Opens, begins issuing with kiosk number 3's block; every step must succeed.
    void start();
    void close();

    [[nodiscard]] journal::Journal& journal() { return *journal_; }
    [[nodiscard]] SqliteDatabase& database() { return *database_; }
    [[nodiscard]] std::string database_path() const { return folder_ + "/journal.db"; }

  private:
    std::string folder_;
    std::string machine_;
    std::unique_ptr<FaultVfs> own_faults_;  // when none were given
    FaultVfs& faults_;
    FaultFiles fault_calls_;
    PosixFileStore files_;
    PosixFolderStore folders_;
    std::unique_ptr<SqliteDatabase> database_;
    std::unique_ptr<journal::Journal> journal_;
};

/// An order of person `code`, dose 1, whose content is `content`. Views borrow from literals.
journal::NewOrder order_of(std::string_view code, std::string_view content, std::int64_t dose = 1);
/// Reserves, signs and renders; every step must succeed. @return the order
journal::Order issue(journal::Journal& journal, const journal::NewOrder& order);
std::vector<std::string> entry_kinds(journal::Journal& journal);

}  // namespace outpost::tests
