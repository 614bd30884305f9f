#include "core/hub/find_conflicts.h"

#include "core/journal/chain.h"
#include "core/journal/sql.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace outpost::hub {

using journal::query;
using journal::query_integer;
using journal::run;

namespace {

struct Side {
    std::string kiosk, certificate_id;
};

struct Found {
    ConflictKind kind{};
    Bytes subject;
    Side one, other;
    std::string message_id;  // of what is held
    std::int64_t export_row = 0;
};

/// @return false when it is known
Result<bool> tell(Database& database, Found found, UtcInstant at) {
    if (found.other.kiosk < found.one.kiosk) std::swap(found.one, found.other);
    OUTPOST_TRY(const auto known,
                query_integer(database,
                              "SELECT number FROM conflicts WHERE kind = ?1 AND subject = ?2"
                              " AND kiosk_one = ?3 AND kiosk_other = ?4 AND export = ?5",
                              {static_cast<std::int64_t>(found.kind), ByteView(found.subject),
                               std::string_view(found.one.kiosk),
                               std::string_view(found.other.kiosk), found.export_row}));
    if (known) return false;
    OUTPOST_TRY_VOID(run(
        database,
        "INSERT INTO conflicts (kind, subject, kiosk_one, kiosk_other, certificate_one,"
        " certificate_other, message_id, export, found_ms)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        {static_cast<std::int64_t>(found.kind), ByteView(found.subject),
         std::string_view(found.one.kiosk), std::string_view(found.other.kiosk),
         std::string_view(found.one.certificate_id), std::string_view(found.other.certificate_id),
         std::string_view(found.message_id), found.export_row, at.since_epoch_ms}));
    return true;
}

Result<std::vector<Side>> sides(Database& database, std::string_view sql, journal::Values values) {
    std::vector<Side> found;
    OUTPOST_TRY_VOID(query(database, sql, values, [&](const SqlRow& row) {
        found.push_back({std::string(row.text(0)), std::string(row.text(1))});
        return true;
    }));
    return found;
}

/// Compared with the nearest taken export on each side: these two are in order with all the others.
Result<bool> fits_the_chain(Database& database, const sync::ExportHeader& header) {
    const auto& mark = header.mark;
    // A chain begins once, and whoever comes first takes the place.
    if ((mark.number == 1) != (mark.first == 1)) return false;
    bool fits = true;
    const auto compare = [&](const SqlRow& row) {
        const auto number = row.integer(0), first = row.integer(1), last = row.integer(2);
        journal::Hash head{}, previous{};
        fits = fits && journal::copy_hash(row.blob(3), head) &&
               journal::copy_hash(row.blob(4), previous) && number != mark.number &&
               (number < mark.number) == (last < mark.first) &&
               (number > mark.number) == (first > mark.last);
        if (number == mark.number - 1)
            fits = fits && last + 1 == mark.first && head == header.previous;
        if (number == mark.number + 1)
            fits = fits && mark.last + 1 == first && previous == mark.head;
        return fits;
    };
    OUTPOST_TRY_VOID(query(database,
                           "SELECT number, first, last, head, previous FROM exports"
                           " WHERE kiosk = ?1 AND standing = 1 AND number <= ?2"
                           " ORDER BY number DESC LIMIT 1",
                           {std::string_view(header.kiosk), mark.number}, compare));
    OUTPOST_TRY_VOID(query(database,
                           "SELECT number, first, last, head, previous FROM exports"
                           " WHERE kiosk = ?1 AND standing = 1 AND number > ?2"
                           " ORDER BY number LIMIT 1",
                           {std::string_view(header.kiosk), mark.number}, compare));
    return fits;
}

Result<bool> follows_a_branch(Database& database, const sync::ExportHeader& header) {
    OUTPOST_TRY(const auto found,
                query_integer(database,
                              "SELECT row FROM exports WHERE kiosk = ?1 AND number = ?2"
                              " AND last = ?3 AND head = ?4 AND standing = 2",
                              {std::string_view(header.kiosk), header.mark.number - 1,
                               header.mark.first - 1, ByteView(header.previous)}));
    return found.has_value();
}

}  // namespace

Result<FoundConflicts> find_conflicts(Database& database, const CertificateFacts& facts,
                                      const std::string& kiosk, UtcInstant at) {
    const Side ours{kiosk, facts.certificate_id};
    FoundConflicts found;
    const auto tell_all = [&](ConflictKind kind, const Bytes& subject,
                              const std::vector<Side>& others) -> Result<void> {
        for (const auto& other : others) {
            OUTPOST_TRY(const bool is_new,
                        tell(database, {kind, subject, other, ours, facts.message_id, 0}, at));
            found.count += is_new ? 1 : 0;
        }
        return {};
    };
    OUTPOST_TRY(const auto same_id, sides(database,
                                          "SELECT kiosk, certificate_id FROM certificates"
                                          " WHERE certificate_id = ?1 ORDER BY row LIMIT 1",
                                          {std::string_view(facts.certificate_id)}));
    found.is_id_taken = !same_id.empty();
    OUTPOST_TRY_VOID(
        tell_all(ConflictKind::IdClash, to_bytes(as_bytes(facts.message_id)), same_id));
    if (facts.event.empty()) return found;
    OUTPOST_TRY(const auto same_event, sides(database,
                                             "SELECT kiosk, min(certificate_id) FROM certificates"
                                             " WHERE event = ?1 AND kiosk <> ?2 GROUP BY kiosk",
                                             {ByteView(facts.event), std::string_view(kiosk)}));
    OUTPOST_TRY_VOID(tell_all(ConflictKind::EventTwice, facts.event, same_event));
    OUTPOST_TRY(const auto other_name,
                sides(database,
                      "SELECT kiosk, min(certificate_id) FROM certificates"
                      " WHERE person = ?1 AND kiosk <> ?2 AND name <> ?3 GROUP BY kiosk",
                      {ByteView(facts.person), std::string_view(kiosk), ByteView(facts.name)}));
    OUTPOST_TRY_VOID(tell_all(ConflictKind::NameDiffers, facts.person, other_name));
    return found;
}

Result<ExportStanding> standing_for(Database& database, const sync::ExportHeader& header) {
    OUTPOST_TRY(const bool fits, fits_the_chain(database, header));
    if (fits) return ExportStanding::Taken;
    OUTPOST_TRY(const bool follows, follows_a_branch(database, header));
    return follows ? ExportStanding::Branch : ExportStanding::Held;
}

Result<void> tell_fork(Database& database, const std::string& kiosk, std::int64_t export_row,
                       UtcInstant at) {
    const auto told =
        tell(database, {ConflictKind::Fork, {}, {kiosk, {}}, {kiosk, {}}, {}, export_row}, at);
    return told ? Result<void>() : told.error();
}

}  // namespace outpost::hub
