// The database port on SQLite: one file, write-ahead log, every commit synced.
#pragma once

#include "core/ports/database.h"

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace outpost {

/// Statements that stay prepared; beyond this number the store of them begins anew.
inline constexpr std::size_t prepared_statements_max = 128;
/// Longest text or blob, and longest row, in bytes.
inline constexpr int database_value_bytes_max = 16 * 1024 * 1024;

/// For one thread. That only one process works on the file is its caller's business (FolderLock).
/// What was deleted is overwritten (secure_delete); checkpoint() and the end of the object clear
/// the write-ahead log of it too.
class SqliteDatabase final : public Database {
  public:
    /// Opens the file, or makes it with mode 0600; a wider mode of one that is there is narrowed.
    /// @param vfs_name  a registered VFS of SQLite; empty for the system's own
    /// @error Io (no database, damaged, no such folder, read-only, disk full), Unavailable
    static Result<std::unique_ptr<SqliteDatabase>> open(const std::string& path,
                                                        const std::string& vfs_name = {});
    /// Opens a file that is there, for reading alone: the whole object sees it as it stood at this
    /// call, also beside a process that writes, and changes nothing of it. Where the folder or the
    /// medium takes no writing, the file is read without its helper files; that needs its log to be
    /// empty, because a log that was left behind must first be recovered into the file.
    /// @error NotFound, Io, Unavailable; Unsupported (read-only, and a log was left behind)
    static Result<std::unique_ptr<SqliteDatabase>> open_for_reading(const std::string& path);
    ~SqliteDatabase() override;
    SqliteDatabase(const SqliteDatabase&) = delete;
    SqliteDatabase& operator=(const SqliteDatabase&) = delete;

    Result<void> run(std::string_view sql, std::span<const SqlValue> values = {}) override;
    Result<void> query(std::string_view sql, std::span<const SqlValue> values,
                       const std::function<bool(const SqlRow&)>& each) override;
    /// A transaction inside a transaction is BadSyntax. After Io from the very end of it, nothing
    /// of it is seen any more by this object, but a power cut right then may bring it back whole.
    Result<void> transaction(const std::function<Result<void>()>& work) override;
    [[nodiscard]] std::int64_t last_row() const override;

    /// Moves the write-ahead log into the file and cuts it to nothing. @error Io, Unavailable
    Result<void> checkpoint();

  private:
    struct CloseDatabase {
        void operator()(sqlite3* database) const;
    };
    struct FinalizeStatement {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

    SqliteDatabase(std::unique_ptr<sqlite3, CloseDatabase> database, bool is_for_reading)
        : database_(std::move(database)), is_for_reading_(is_for_reading) {}

    static Result<std::unique_ptr<SqliteDatabase>> open_with(const std::string& name, int flags,
                                                             const std::string& vfs_name,
                                                             bool is_for_reading);
    Result<void> configure();
    Result<void> begin_reading();
    Result<Statement> take_statement(std::string_view sql, std::span<const SqlValue> values);
    void give_back(std::string_view sql, Statement statement);
    [[nodiscard]] Error last_error() const;

    std::unique_ptr<sqlite3, CloseDatabase> database_;  // goes last: the statements belong to it
    bool is_for_reading_;
    std::unordered_map<std::string, Statement> statements_;
};

}  // namespace outpost
