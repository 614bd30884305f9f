// Conflicts and people's decisions on them.
#include "core/hub/ledger.h"
#include "core/hub/message_state.h"
#include "core/journal/sql.h"

#include <string>
#include <utility>

namespace outpost::hub {

using journal::query;
using journal::run;

namespace {

Result<std::vector<Conflict>> read_conflicts(Database& database, std::string_view condition,
                                             journal::Values values) {
    std::string sql =
        "SELECT number, kind, kiosk_one, kiosk_other, certificate_one, certificate_other, export,"
        " found_ms, decision, reason FROM conflicts WHERE ";
    sql.append(condition).append(" ORDER BY number");
    std::vector<Conflict> found;
    OUTPOST_TRY_VOID(query(database, sql, values, [&](const SqlRow& row) {
        Conflict conflict;
        conflict.number = row.integer(0);
        conflict.kind = static_cast<ConflictKind>(row.integer(1));
        conflict.kiosk_one = row.text(2);
        conflict.kiosk_other = row.text(3);
        conflict.certificate_one = row.text(4);
        conflict.certificate_other = row.text(5);
        conflict.export_row = row.integer(6);
        conflict.found_at = {row.integer(7)};
        conflict.decision = row.text(8);
        conflict.reason = row.text(9);
        found.push_back(std::move(conflict));
        return true;
    }));
    return found;
}

}  // namespace

std::string_view conflict_name(ConflictKind kind) {
    switch (kind) {
        case ConflictKind::Fork:
            return "fork";
        case ConflictKind::IdClash:
            return "id_clash";
        case ConflictKind::EventTwice:
            return "event_twice";
        case ConflictKind::NameDiffers:
            return "name_differs";
    }
    return "";
}

Result<std::vector<Conflict>> Ledger::conflicts(bool only_open) {
    return read_conflicts(database_, only_open ? "decision = ''" : "1", {});
}

Result<std::optional<Conflict>> Ledger::find_conflict(std::int64_t number) {
    OUTPOST_TRY(auto found, read_conflicts(database_, "number = ?1", {number}));
    if (found.empty()) return std::optional<Conflict>();
    return std::optional(std::move(found.front()));
}

Result<void> Ledger::decide_row(const Conflict& conflict, bool accepts, std::string_view reason,
                                UtcInstant at) {
    if (!conflict.decision.empty()) return Error{Errc::Duplicate, 0, "decided before"};
    if (reason.size() > journal::note_bytes_max)
        return Error{Errc::TooLong, journal::note_bytes_max, "reason"};
    OUTPOST_TRY_VOID(
        run(database_,
            "UPDATE conflicts SET decision = ?2, reason = ?3, decided_ms = ?4 WHERE number = ?1",
            {conflict.number, std::string_view(accepts ? "accepted" : "refused"), reason,
             at.since_epoch_ms}));
    if (conflict.kind == ConflictKind::Fork)
        return run(
            database_, "UPDATE exports SET standing = ?2 WHERE row = ?1",
            {conflict.export_row, static_cast<std::int64_t>(accepts ? ExportStanding::Branch
                                                                    : ExportStanding::Refused)});
    if (conflict.kind != ConflictKind::IdClash) return {};
    return run(database_,
               "UPDATE outbox SET state = ?2 WHERE state = ?3"
               " AND message_id = (SELECT message_id FROM conflicts WHERE number = ?1)",
               {conflict.number, as_number(accepts ? MessageState::Ready : MessageState::Dropped),
                as_number(MessageState::Held)});
}

Result<void> Ledger::decide(std::int64_t number, bool accepts, std::string_view reason,
                            UtcInstant at) {
    OUTPOST_TRY(const auto conflict, find_conflict(number));
    if (!conflict) return Error{Errc::NotFound, 0, "conflict"};
    if (conflict->kind == ConflictKind::Fork && accepts)
        return Error{Errc::BadValue, 0, "a fork is accepted with its export"};
    return database_.transaction([&] { return decide_row(*conflict, accepts, reason, at); });
}

}  // namespace outpost::hub
