// Rows of the order table.
#pragma once

#include "core/journal/keyed_hash.h"
#include "core/journal/records.h"
#include "core/journal/sql.h"
#include "core/ports/database.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace outpost::journal {

/// Where an order stands in its event. The numbers lie in the database.
enum class Standing : std::uint8_t {
    Withdrawn = 0,  // superseded or revoked
    Current = 1,
    Coming = 2,  // a correction that is not signed yet; the certificate before it still counts
};

/// `line` joins the versions of one event: the number of the first one.
struct OrderRow {
    Order order;
    std::int64_t line = 0;
    Standing standing = Standing::Withdrawn;
    Bytes content;
};

/// @param condition  what follows the table's name: "WHERE o.number = ?1"
Result<void> read_orders(Database& database, std::string_view condition, Values values,
                         const std::function<bool(OrderRow)>& each);
Result<std::optional<OrderRow>> find_order(Database& database, std::string_view condition,
                                           Values values);
/// @error NotFound
Result<OrderRow> order_of(Database& database, std::int64_t number);

/// @param entry  the sequence of the entry that says so
Result<void> set_step(Database& database, std::int64_t number, Step step, std::int64_t entry);
/// The certificate no longer counts. @param replacement_id  empty: revoked; else superseded by it
Result<void> withdraw(Database& database, const Order& order, std::string_view replacement_id,
                      std::string_view reason, UtcInstant at);

}  // namespace outpost::journal
