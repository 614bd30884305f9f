// Short forms for statements of the journal.
#pragma once

#include "core/ports/database.h"

#include <functional>
#include <initializer_list>
#include <optional>
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

}  // namespace outpost::journal
