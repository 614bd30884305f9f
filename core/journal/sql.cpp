#include "core/journal/sql.h"

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

}  // namespace outpost::journal
