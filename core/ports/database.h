// Port: one embedded SQL database file with durable transactions.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <variant>

namespace outpost {

/// NULL, INTEGER, TEXT or BLOB; text and bytes borrow from the caller.
using SqlValue = std::variant<std::monostate, std::int64_t, std::string_view, ByteView>;

/// One row of an answer; views die with the next step.
class SqlRow {
  public:
    virtual ~SqlRow() = default;
    [[nodiscard]] virtual bool is_null(std::size_t column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(std::size_t column) const = 0;
    [[nodiscard]] virtual std::string_view text(std::size_t column) const = 0;
    [[nodiscard]] virtual ByteView blob(std::size_t column) const = 0;
};

/// For one thread. A transaction that ends without commit() leaves nothing behind.
/// Errors of every call: Io (disk full, read-only, damaged file), Duplicate (a UNIQUE rule),
/// Unavailable (another process holds it), BadSyntax (the statement: our fault).
class Database {
  public:
    virtual ~Database() = default;
    /// Runs one statement that gives no rows. Statements are kept prepared by their text.
    virtual Result<void> run(std::string_view sql, std::span<const SqlValue> values = {}) = 0;
    /// Runs one statement; `each` returns false to stop early.
    virtual Result<void> query(std::string_view sql, std::span<const SqlValue> values,
                               const std::function<bool(const SqlRow&)>& each) = 0;
    /// Everything or nothing, and on the disk when this returns without an error.
    virtual Result<void> transaction(const std::function<Result<void>()>& work) = 0;
    /// Row number of the newest INSERT.
    [[nodiscard]] virtual std::int64_t last_row() const = 0;
};

}  // namespace outpost
