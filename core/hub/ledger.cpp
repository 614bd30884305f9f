// Kiosks, the exports that are known of them, and what is to be acknowledged.
#include "core/hub/ledger.h"

#include "core/journal/chain.h"
#include "core/journal/sql.h"

#include <algorithm>
#include <utility>

namespace outpost::hub {

using journal::query;
using journal::query_integer;
using journal::run;

namespace {

ExportRow export_of(const SqlRow& row, bool& is_whole) {
    ExportRow found;
    found.row = row.integer(0);
    found.kiosk = row.text(1);
    found.mark = {row.integer(2), row.integer(3), row.integer(4), {}};
    is_whole = journal::copy_hash(row.blob(5), found.mark.head) && is_whole;
    found.standing = static_cast<ExportStanding>(row.integer(6));
    return found;
}

constexpr std::string_view export_columns = "row, kiosk, number, first, last, head, standing";

Result<std::optional<ExportRow>> one_export(Database& database, std::string_view condition,
                                            journal::Values values) {
    std::string sql = "SELECT ";
    sql.append(export_columns).append(" FROM exports WHERE ").append(condition);
    std::optional<ExportRow> found;
    bool is_whole = true;
    OUTPOST_TRY_VOID(query(database, sql, values, [&](const SqlRow& row) {
        found = export_of(row, is_whole);
        return false;
    }));
    if (!is_whole) return Error{Errc::BadChecksum, 0, "an export of the ledger"};
    return found;
}

}  // namespace

std::string_view standing_name(ExportStanding standing) {
    switch (standing) {
        case ExportStanding::Held:
            return "held";
        case ExportStanding::Taken:
            return "taken";
        case ExportStanding::Branch:
            return "branch";
        case ExportStanding::Refused:
            return "refused";
    }
    return "";
}

Result<void> Ledger::enrol(const sync::KioskPublic& kiosk, UtcInstant at) {
    return database_.transaction([&]() -> Result<void> {
        return run(database_,
                   "INSERT INTO kiosks (id, public, enrolled_ms) VALUES (?1, ?2, ?3)"
                   " ON CONFLICT (id) DO UPDATE SET public = excluded.public",
                   {std::string_view(kiosk.id()), std::string_view(sync::write_kiosk_public(kiosk)),
                    at.since_epoch_ms});
    });
}

Result<std::optional<sync::KioskPublic>> Ledger::kiosk(std::string_view id) {
    std::optional<std::string> text;
    OUTPOST_TRY_VOID(
        query(database_, "SELECT public FROM kiosks WHERE id = ?1", {id}, [&](const SqlRow& row) {
            text = row.text(0);
            return false;
        }));
    if (!text) return std::optional<sync::KioskPublic>();
    OUTPOST_TRY(auto kiosk, sync::read_kiosk_public(*text));
    return std::optional(std::move(kiosk));
}

Result<std::optional<ExportRow>> Ledger::find_export(std::string_view kiosk,
                                                     const journal::ExportMark& mark) {
    return one_export(database_,
                      "kiosk = ?1 AND number = ?2 AND first = ?3 AND last = ?4 AND head = ?5",
                      {kiosk, mark.number, mark.first, mark.last, ByteView(mark.head)});
}

Result<std::optional<ExportRow>> Ledger::find_export(std::int64_t row) {
    return one_export(database_, "row = ?1", {row});
}

Result<void> Ledger::note_settled(std::string_view kiosk, std::int64_t settled) {
    OUTPOST_TRY(const auto known,
                query_integer(database_, "SELECT settled FROM kiosks WHERE id = ?1", {kiosk}));
    if (known.value_or(settled) >= settled) return {};
    return database_.transaction([&]() -> Result<void> {
        return run(database_, "UPDATE kiosks SET settled = ?2 WHERE id = ?1 AND settled < ?2",
                   {kiosk, settled});
    });
}

Result<std::vector<journal::ExportMark>> Ledger::to_acknowledge(std::string_view kiosk,
                                                                std::size_t at_most) {
    std::string sql = "SELECT ";
    sql.append(export_columns)
        .append(
            " FROM exports WHERE kiosk = ?1 AND standing IN (1, 2)"
            " AND (standing = 2 OR number > (SELECT settled FROM kiosks WHERE id = ?1))"
            " ORDER BY number, row LIMIT ?2");
    std::vector<journal::ExportMark> marks;
    bool are_whole = true;
    OUTPOST_TRY_VOID(
        query(database_, sql, {kiosk, static_cast<std::int64_t>(at_most)}, [&](const SqlRow& row) {
            marks.push_back(export_of(row, are_whole).mark);
            return true;
        }));
    if (!are_whole) return Error{Errc::BadChecksum, 0, "an export of the ledger"};
    return marks;
}

Result<void> Ledger::each_certificate(
    const std::function<Result<void>(const LedgerCertificate&)>& each) {
    Result<void> outcome;
    OUTPOST_TRY_VOID(query(database_,
                           "SELECT c.message_id, c.kept, e.taken_ms FROM certificates c"
                           " JOIN exports e ON e.row = c.export ORDER BY c.row",
                           {}, [&](const SqlRow& row) {
                               outcome = each({row.text(0), row.blob(1), {row.integer(2)}});
                               return outcome.has_value();
                           }));
    return outcome;
}

Result<std::vector<std::string>> Ledger::kiosk_ids() {
    std::vector<std::string> ids;
    OUTPOST_TRY_VOID(
        query(database_, "SELECT id FROM kiosks ORDER BY id", {}, [&](const SqlRow& row) {
            ids.emplace_back(row.text(0));
            return true;
        }));
    return ids;
}

/// Numbers that lie before the newest and are not there. A kiosk may write any number: nothing here
/// takes longer because of it.
Result<void> Ledger::count_exports(KioskState& state) {
    std::int64_t next = 1;
    const auto skip_to = [&](std::int64_t number) {
        state.missing_count += number - next;
        for (auto gap = next; gap < number && state.missing.size() < missing_max; ++gap)
            state.missing.push_back(gap);
        for (auto gap = next;
             gap < std::min(number, state.settled + 1) && state.lost.size() < missing_max; ++gap)
            state.lost.push_back(gap);
        next = number + 1;
    };
    const auto id = state.kiosk.id();
    return query(
        database_,
        "SELECT number, made_ms, standing, certificates FROM exports WHERE kiosk = ?1"
        " ORDER BY number",
        {std::string_view(id)}, [&](const SqlRow& row) {
            const auto standing = static_cast<ExportStanding>(row.integer(2));
            state.newest = row.integer(0);
            if (standing == ExportStanding::Held) ++state.held;
            if (standing == ExportStanding::Taken || standing == ExportStanding::Branch) {
                ++state.taken;
                state.certificates += row.integer(3);
                if (state.newest >= next) skip_to(state.newest);
            }
            state.newest_made_at = {std::max(row.integer(1), state.newest_made_at.since_epoch_ms)};
            return true;
        });
}

Result<std::vector<KioskState>> Ledger::kiosks() {
    std::vector<KioskState> states;
    std::optional<Error> damaged;
    OUTPOST_TRY_VOID(query(
        database_, "SELECT public, settled FROM kiosks ORDER BY id", {}, [&](const SqlRow& row) {
            auto kiosk = sync::read_kiosk_public(row.text(0));
            if (!kiosk) {
                damaged = kiosk.error();
                return false;
            }
            states.push_back({std::move(*kiosk), row.integer(1), 0, 0, 0, {}, 0, {}, 0, {}});
            return true;
        }));
    if (damaged) return *damaged;
    for (auto& state : states) OUTPOST_TRY_VOID(count_exports(state));
    return states;
}

}  // namespace outpost::hub
