#include "core/journal/orders.h"

#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace outpost::journal {

namespace {

constexpr std::string_view select_orders =
    "SELECT o.number, o.certificate_id, o.step, o.kind, o.dose, o.reserved_ms, o.supersedes,"
    " o.standing, o.print_attempts, o.line, o.content, p.request, p.credential"
    " FROM orders o JOIN payloads p ON p.number = o.number ";

OrderRow order_row(const SqlRow& row) {
    OrderRow out;
    auto& order = out.order;
    order.number = row.integer(0);
    order.certificate_id = row.text(1);
    order.step = static_cast<Step>(row.integer(2));
    order.kind = row.text(3);
    order.dose = row.integer(4);
    order.reserved_at = {row.integer(5)};
    order.supersedes = row.text(6);
    out.standing = static_cast<Standing>(row.integer(7));
    order.is_current = out.standing != Standing::Withdrawn;
    order.print_attempts = row.integer(8);
    out.line = row.integer(9);
    out.content = to_bytes(row.blob(10));
    order.request_json = row.text(11);
    order.credential_json = row.text(12);
    return out;
}

}  // namespace

std::string_view step_name(Step step) {
    static constexpr std::array<std::string_view, 8> names = {
        "reserved", "signed",      "rendered",      "sending",
        "printed",  "not_printed", "print_unknown", "abandoned"};
    return names[static_cast<std::size_t>(step)];
}

Result<void> read_orders(Database& database, std::string_view condition, Values values,
                         const std::function<bool(OrderRow)>& each) {
    std::string sql(select_orders);
    sql += condition;
    bool is_damaged = false;
    OUTPOST_TRY_VOID(query(database, sql, values, [&](const SqlRow& row) {
        const auto step = row.integer(2);
        is_damaged = step < 0 || step > static_cast<std::int64_t>(Step::Abandoned);
        return !is_damaged && each(order_row(row));
    }));
    if (is_damaged) return Error{Errc::Io, 0, "the journal holds an unknown step"};
    return {};
}

Result<std::optional<OrderRow>> find_order(Database& database, std::string_view condition,
                                           Values values) {
    std::optional<OrderRow> found;
    OUTPOST_TRY_VOID(read_orders(database, condition, values, [&](OrderRow row) {
        found = std::move(row);
        return false;
    }));
    return found;
}

Result<OrderRow> order_of(Database& database, std::int64_t number) {
    OUTPOST_TRY(auto found, find_order(database, "WHERE o.number = ?1", {number}));
    if (!found) return Error{Errc::NotFound, 0, "no such order"};
    return std::move(*found);
}

Result<void> set_step(Database& database, std::int64_t number, Step step, std::int64_t entry) {
    return run(database, "UPDATE orders SET step = ?2, entry = ?3 WHERE number = ?1",
               {number, static_cast<std::int64_t>(step), entry});
}

Result<void> withdraw(Database& database, const Order& order, std::string_view replacement_id,
                      std::string_view reason, UtcInstant at) {
    OUTPOST_TRY_VOID(
        run(database, "UPDATE orders SET standing = 0 WHERE number = ?1", {order.number}));
    return run(database,
               "INSERT INTO revocations (certificate_id, dose, replacement_id, reason, at_ms)"
               " VALUES (?1, ?2, ?3, ?4, ?5)",
               {std::string_view(order.certificate_id), order.dose, replacement_id, reason,
                at.since_epoch_ms});
}

}  // namespace outpost::journal
