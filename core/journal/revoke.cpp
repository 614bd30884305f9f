// Withdrawing certificates, and the list of what was withdrawn.
#include "core/journal/sql.h"
#include "core/journal/sql_journal.h"
#include "core/json/writer.h"

#include <utility>

namespace outpost::journal {

namespace {

// Of one person in one call; each one stands in the call's entry.
constexpr std::size_t withdrawn_at_once_max = 1000;

Result<std::vector<OrderRow>> standing_rows(Database& database, std::string_view condition,
                                            Values values) {
    std::vector<OrderRow> rows;
    OUTPOST_TRY_VOID(read_orders(database, condition, values, [&](OrderRow row) {
        row.order.request_json.clear();
        row.order.credential_json.clear();
        rows.push_back(std::move(row));
        return rows.size() <= withdrawn_at_once_max;
    }));
    if (rows.size() > withdrawn_at_once_max)
        return Error{Errc::WorkLimit, withdrawn_at_once_max, "certificates of one person"};
    return rows;
}

Result<void> withdraw_all(Database& database, const std::vector<OrderRow>& rows,
                          std::string_view reason, UtcInstant at) {
    for (const auto& row : rows) OUTPOST_TRY_VOID(withdraw(database, row.order, {}, reason, at));
    return {};
}

}  // namespace

Result<RevokeOutcome> SqlJournal::revoke(std::string_view certificate_id, bool all_doses,
                                         std::string_view reason, UtcInstant at) {
    if (reason.size() > note_bytes_max) return Error{Errc::TooLong, note_bytes_max, "reason"};
    auto outcome = RevokeOutcome::Done;
    OUTPOST_TRY_VOID(change(at, [&](std::int64_t) -> Result<Note> {
        OUTPOST_TRY(const auto named,
                    find_order(database_, "WHERE o.certificate_id = ?1", {certificate_id}));
        if (!named) return outcome = RevokeOutcome::NotFound, Note{};
        OUTPOST_TRY(const auto higher,
                    query_integer(database_,
                                  "SELECT 1 FROM orders WHERE standing = 1 AND person = (SELECT"
                                  " person FROM orders WHERE number = ?1) AND dose > ?2",
                                  {named->order.number, named->order.dose}));
        if (!all_doses && named->standing == Standing::Withdrawn)
            return outcome = RevokeOutcome::AlreadyRevoked, Note{};
        // A correction that is not signed yet takes nothing from its dose.
        if (!all_doses && named->standing == Standing::Current && higher)
            return outcome = RevokeOutcome::HigherDoseStands, Note{};
        // With a current certificate goes the correction that would have replaced it.
        OUTPOST_TRY(const auto rows,
                    all_doses ? standing_rows(database_,
                                              "WHERE o.person = (SELECT person FROM orders WHERE"
                                              " number = ?1) AND o.standing <> 0 ORDER BY o.number",
                                              {named->order.number})
                              : standing_rows(database_,
                                              "WHERE o.line = ?1 AND o.standing <> 0"
                                              " AND (o.number = ?2 OR ?3 = 1) ORDER BY o.number",
                                              {named->line, named->order.number,
                                               static_cast<std::int64_t>(named->standing)}));
        if (rows.empty()) return outcome = RevokeOutcome::AlreadyRevoked, Note{};
        OUTPOST_TRY_VOID(withdraw_all(database_, rows, reason, at));
        json::Writer writer;
        writer.begin_object().key("ids").begin_array();
        for (const auto& row : rows) writer.value(row.order.certificate_id);
        writer.end_array().key("reason").value(note_hash(reason)).end_object();
        return Note{"revoked", std::move(writer).take()};
    }));
    return outcome;
}

Result<void> SqlJournal::revocations(const std::function<bool(const RevocationRecord&)>& each) {
    return query(database_,
                 "SELECT certificate_id, dose, at_ms, replacement_id FROM revocations"
                 " ORDER BY number",
                 {}, [&](const SqlRow& row) {
                     return each({std::string(row.text(0)),
                                  row.integer(1),
                                  {row.integer(2)},
                                  std::string(row.text(3))});
                 });
}

}  // namespace outpost::journal
