// Short forms for statements, and for layouts that grow: of the journal and of other ledgers.
#pragma once

#include "core/journal/keyed_hash.h"
#include "core/ports/database.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace outpost::journal {

using Values = std::initializer_list<SqlValue>;

inline std::span<const SqlValue> as_span(Values values) {
    return {values.begin(), values.size()};
}

inline Result<void> run(Database& database, std::string_view sql, Values values = {}) {
    return database.run(sql, as_span(values));
}

inline Result<void> query(Database& database, std::string_view sql, Values values,
                          const std::function<bool(const SqlRow&)>& each) {
    return database.query(sql, as_span(values), each);
}

/// The first row's first column; nothing when there is no row or it is NULL.
Result<std::optional<std::int64_t>> query_integer(Database& database, std::string_view sql,
                                                  Values values = {});

/// The statements of one layout, given the one before it.
using LayoutStep = std::span<const char* const>;

/// The number in the table `meta` of a database whose header carries `owner`; 0 for an empty one.
/// @error BadValue (somebody else's database), Io
Result<std::int64_t> read_layout_version(Database& database, std::int64_t owner);

/// Goes through the steps behind `version` and writes the new number; to be called inside a
/// transaction. A new database goes the same way as an old one, so the two can not differ.
/// @error Io
Result<void> apply_layout(Database& database, std::span<const LayoutStep> steps,
                          std::int64_t version);

/// Writes the mark by which a database's key is known again into its table `meta`, once.
Result<void> keep_hash_of_key(Database& database, const Hash& hash);
/// @error BadKey (made with another key)
Result<void> check_hash_of_key(Database& database, const Hash& hash);

}  // namespace outpost::journal
