// What leaves the kiosk: ranges of the chain, receipts for them, and the end of personal data.
#include "core/journal/chain.h"
#include "core/journal/sql.h"
#include "core/journal/sql_journal.h"
#include "core/json/writer.h"

#include <algorithm>
#include <utility>

namespace outpost::journal {

namespace {

// Of one entry: each order stands in its body.
constexpr std::int64_t purged_at_once_max = 1'000;

// Entries that only speak of exports: alone they are nothing new.
constexpr std::string_view of_exports = "('export_begun', 'receipt', 'sealed', 'purged')";

// Nothing more will be made of the order here, and its page has come out or never will.
constexpr std::string_view is_finished = "o.step <> 3 AND (o.standing = 0 OR o.step IN (4, 5))";

Result<Hash> hash_at(Database& database, std::int64_t sequence) {
    Hash hash{};
    if (sequence == 0) return hash;
    bool is_whole = false;
    OUTPOST_TRY_VOID(query(database, "SELECT hash FROM entries WHERE sequence = ?1", {sequence},
                           [&](const SqlRow& row) {
                               is_whole = copy_hash(row.blob(0), hash);
                               return false;
                           }));
    if (!is_whole) return Error{Errc::BadChecksum, 0, "an entry is missing"};
    return hash;
}

/// The last entry that still fits, given what is signed from `first` on.
Result<std::int64_t> end_of_range(Database& database, std::int64_t first, std::int64_t newest) {
    auto last = std::min(newest, first + entries_per_export - 1);
    std::int64_t bytes = 0;
    OUTPOST_TRY_VOID(query(database,
                           "SELECT o.signed_entry, length(coalesce(p.request, ''))"
                           " + length(coalesce(p.credential, '')) + length(coalesce(p.sealed, ''))"
                           " FROM orders o JOIN payloads p ON p.number = o.number"
                           " WHERE o.signed_entry BETWEEN ?1 AND ?2 ORDER BY o.signed_entry",
                           {first, last}, [&](const SqlRow& row) {
                               bytes += row.integer(1);
                               if (bytes <= payload_bytes_per_export) return true;
                               // The first one goes whatever its size.
                               if (bytes > row.integer(1)) last = row.integer(0) - 1;
                               return bytes == row.integer(1);
                           }));
    return last;
}

Result<void> read_ranges(Database& database, std::string_view condition, Values values,
                         const std::function<void(ExportRange)>& each) {
    std::string sql =
        "SELECT number, first, last, previous, head, begun_ms, receipt_ms FROM exports ";
    sql += condition;
    bool are_whole = true;
    OUTPOST_TRY_VOID(query(database, sql, values, [&](const SqlRow& row) {
        ExportRange range;
        range.mark = {row.integer(0), row.integer(1), row.integer(2), {}};
        are_whole =
            copy_hash(row.blob(3), range.previous) && copy_hash(row.blob(4), range.mark.head);
        range.begun_at = {row.integer(5)};
        if (!row.is_null(6)) range.receipt_at = UtcInstant{row.integer(6)};
        if (are_whole) each(range);
        return are_whole;
    }));
    if (!are_whole) return Error{Errc::BadChecksum, 0, "a hash of an export"};
    return {};
}

Result<std::vector<std::int64_t>> numbers(Database& database, std::string_view sql, Values values) {
    std::vector<std::int64_t> found;
    OUTPOST_TRY_VOID(query(database, sql, values, [&](const SqlRow& row) {
        found.push_back(row.integer(0));
        return true;
    }));
    return found;
}

/// The export that the mark names, where it covers just that.
Result<ExportRange> exported_as(Database& database, const ExportMark& mark) {
    std::optional<ExportRange> range;
    OUTPOST_TRY_VOID(read_ranges(database, "WHERE number = ?1", {mark.number},
                                 [&](const ExportRange& found) { range = found; }));
    if (!range) return Error{Errc::NotFound, 0, "a receipt for an export that was never made"};
    if (range->mark != mark)
        return Error{Errc::BadChecksum, 0, "a receipt for other entries than were exported"};
    return *range;
}

/// Orders whose personal part may go: ?1 is the end of the time for reprints, ?2 how many.
std::string purgeable() {
    return "SELECT o.number FROM payloads p JOIN orders o ON o.number = p.number"
           " JOIN entries e ON e.sequence = o.entry WHERE (p.request IS NOT NULL OR"
           " p.credential IS NOT NULL OR p.sealed IS NOT NULL) AND " +
           std::string(is_finished) +
           " AND e.at_ms < ?1 AND EXISTS (SELECT 1 FROM exports x WHERE x.receipt_ms IS NOT NULL"
           " AND CASE WHEN o.signed_entry > 0 THEN o.signed_entry ELSE o.entry END"
           " BETWEEN x.first AND x.last) ORDER BY o.number LIMIT ?2";
}

/// The personal part of these orders, and what staff typed about them.
Result<void> forget(Database& database, const std::vector<std::int64_t>& orders) {
    for (const auto number : orders) {
        OUTPOST_TRY_VOID(run(database,
                             "UPDATE payloads SET request_name = NULL, request = NULL,"
                             " credential = NULL, sealed = NULL WHERE number = ?1",
                             {number}));
        OUTPOST_TRY_VOID(
            run(database, "UPDATE print_attempts SET reason = '' WHERE number = ?1", {number}));
    }
    return {};
}

std::string body_with_orders(const std::vector<std::int64_t>& orders) {
    json::Writer writer;
    writer.begin_object().key("orders").begin_array();
    for (const auto number : orders) writer.value(number);
    writer.end_array().end_object();
    return std::move(writer).take();
}

}  // namespace

Result<std::optional<ExportRange>> SqlJournal::begin_export(UtcInstant at) {
    std::optional<ExportRange> made;
    OUTPOST_TRY_VOID(change(at, [&](std::int64_t entry) -> Result<Note> {
        ExportRange range;
        OUTPOST_TRY(const auto number, query_integer(database_, "SELECT max(number) FROM exports"));
        OUTPOST_TRY(const auto before, query_integer(database_, "SELECT max(last) FROM exports"));
        auto& mark = range.mark;
        mark.number = number.value_or(0) + 1;
        mark.first = before.value_or(0) + 1;
        OUTPOST_TRY(const auto is_new,
                    query_integer(database_,
                                  "SELECT 1 FROM entries WHERE sequence >= ?1 AND kind NOT IN " +
                                      std::string(of_exports) + " LIMIT 1",
                                  {mark.first}));
        if (!is_new) return Note{};
        OUTPOST_TRY(mark.last, end_of_range(database_, mark.first, entry - 1));
        OUTPOST_TRY(range.previous, hash_at(database_, mark.first - 1));
        OUTPOST_TRY(mark.head, hash_at(database_, mark.last));
        range.begun_at = at;
        OUTPOST_TRY_VOID(run(database_, "INSERT INTO exports VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL)",
                             {mark.number, mark.first, mark.last, ByteView(range.previous),
                              ByteView(mark.head), at.since_epoch_ms}));
        made = range;
        json::Writer writer;
        writer.begin_object().key("export").value(mark.number).key("first").value(mark.first);
        writer.key("last").value(mark.last).end_object();
        return Note{"export_begun", std::move(writer).take()};
    }));
    return made;
}

Result<std::vector<ExportRange>> SqlJournal::exports(bool only_open) {
    std::vector<ExportRange> found;
    OUTPOST_TRY_VOID(read_ranges(
        database_,
        only_open ? "WHERE receipt_ms IS NULL ORDER BY number" : "WHERE 1 ORDER BY number", {},
        [&](const ExportRange& range) { found.push_back(range); }));
    return found;
}

Result<Payload> SqlJournal::payload(std::int64_t number) {
    std::optional<Payload> found;
    OUTPOST_TRY_VOID(query(database_,
                           "SELECT o.certificate_id, o.kind, p.request, p.credential, p.sealed"
                           " FROM orders o JOIN payloads p ON p.number = o.number"
                           " WHERE o.number = ?1",
                           {number}, [&](const SqlRow& row) {
                               found = Payload{number,
                                               std::string(row.text(0)),
                                               std::string(row.text(1)),
                                               std::string(row.text(2)),
                                               std::string(row.text(3)),
                                               to_bytes(row.blob(4))};
                               return false;
                           }));
    if (!found) return Error{Errc::NotFound, 0, "no such order"};
    return std::move(*found);
}

Result<bool> SqlJournal::record_receipt(const ExportMark& mark, UtcInstant at) {
    bool is_new = false;
    OUTPOST_TRY_VOID(change(at, [&](std::int64_t) -> Result<Note> {
        OUTPOST_TRY(const auto range, exported_as(database_, mark));
        if (range.receipt_at) return Note{};
        OUTPOST_TRY_VOID(run(database_, "UPDATE exports SET receipt_ms = ?2 WHERE number = ?1",
                             {mark.number, at.since_epoch_ms}));
        is_new = true;
        json::Writer writer;
        writer.begin_object().key("export").value(mark.number).end_object();
        return Note{"receipt", std::move(writer).take()};
    }));
    return is_new;
}

Result<std::vector<std::int64_t>> SqlJournal::to_seal(UtcInstant before, std::size_t at_most) {
    return numbers(database_,
                   "SELECT o.number FROM payloads p JOIN orders o ON o.number = p.number"
                   " JOIN entries e ON e.sequence = o.entry WHERE p.credential IS NOT NULL AND " +
                       std::string(is_finished) + " AND e.at_ms < ?1 ORDER BY o.number LIMIT ?2",
                   {before.since_epoch_ms, static_cast<std::int64_t>(at_most)});
}

Result<void> SqlJournal::record_sealed(const std::vector<SealedPayload>& sealed, UtcInstant at) {
    if (sealed.empty()) return {};
    return change(at, [&](std::int64_t) -> Result<Note> {
        std::vector<std::int64_t> orders;
        for (const auto& each : sealed) {
            if (each.sealed.empty()) return Error{Errc::BadValue, 0, "nothing sealed"};
            OUTPOST_TRY_VOID(order_of(database_, each.number));
            OUTPOST_TRY_VOID(run(database_,
                                 "UPDATE payloads SET request_name = NULL, request = NULL,"
                                 " credential = NULL, sealed = ?2 WHERE number = ?1",
                                 {each.number, ByteView(each.sealed)}));
            orders.push_back(each.number);
        }
        return Note{"sealed", body_with_orders(orders)};
    });
}

Result<std::int64_t> SqlJournal::purge(UtcInstant before, UtcInstant at) {
    std::int64_t count = 0;
    std::int64_t purged = 0;
    do {
        OUTPOST_TRY(purged, purge_some(before, at));
        count += purged;
    } while (purged == purged_at_once_max);
    return count;
}

Result<std::int64_t> SqlJournal::purge_some(UtcInstant before, UtcInstant at) {
    std::vector<std::int64_t> orders;
    OUTPOST_TRY_VOID(change(at, [&](std::int64_t) -> Result<Note> {
        OUTPOST_TRY(orders,
                    numbers(database_, purgeable(), {before.since_epoch_ms, purged_at_once_max}));
        if (orders.empty()) return Note{};
        OUTPOST_TRY_VOID(forget(database_, orders));
        return Note{"purged", body_with_orders(orders)};
    }));
    return static_cast<std::int64_t>(orders.size());
}

}  // namespace outpost::journal
