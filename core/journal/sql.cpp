#include "core/journal/sql.h"

#include <algorithm>

namespace outpost::journal {

Result<std::optional<std::int64_t>> query_integer(Database& database, std::string_view sql,
                                                  Values values) {
    std::optional<std::int64_t> found;
    OUTPOST_TRY_VOID(query(database, sql, values, [&](const SqlRow& row) {
        if (!row.is_null(0)) found = row.integer(0);
        return false;
    }));
    return found;
}

Result<std::int64_t> read_layout_version(Database& database, std::int64_t owner) {
    OUTPOST_TRY(const auto tables, query_integer(database, "SELECT count(*) FROM sqlite_master"));
    OUTPOST_TRY(const auto found, query_integer(database, "PRAGMA application_id"));
    if (tables.value_or(0) == 0 && found.value_or(0) == 0) return std::int64_t{0};
    if (found != owner) return Error{Errc::BadValue, 0, "somebody else's database"};
    OUTPOST_TRY(const auto version,
                query_integer(database, "SELECT value FROM meta WHERE name = 'schema_version'"));
    if (!version || *version < 1) return Error{Errc::BadValue, 0, "a database without a layout"};
    return *version;
}

Result<void> apply_layout(Database& database, std::span<const LayoutStep> steps,
                          std::int64_t version) {
    for (const auto& step : steps.subspan(static_cast<std::size_t>(version)))
        for (const char* statement : step) OUTPOST_TRY_VOID(run(database, statement));
    return run(database, "INSERT OR REPLACE INTO meta VALUES ('schema_version', ?1)",
               {static_cast<std::int64_t>(steps.size())});
}

Result<void> keep_hash_of_key(Database& database, const Hash& hash) {
    return run(database, "INSERT INTO meta VALUES ('key_check', ?1)", {ByteView(hash)});
}

Result<void> check_hash_of_key(Database& database, const Hash& hash) {
    bool is_equal = false;
    OUTPOST_TRY_VOID(query(
        database, "SELECT value FROM meta WHERE name = 'key_check'", {}, [&](const SqlRow& row) {
            const auto kept = row.blob(0);
            is_equal = std::equal(kept.begin(), kept.end(), hash.begin(), hash.end());
            return false;
        }));
    if (!is_equal) return Error{Errc::BadKey, 0, "the database was made with another key"};
    return {};
}

}  // namespace outpost::journal
