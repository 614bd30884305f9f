#include "core/journal/journal.h"

#include "core/journal/schema.h"
#include "core/journal/sql.h"
#include "core/journal/sql_journal.h"
#include "core/json/writer.h"

#include <utility>

namespace outpost::journal {

Result<std::unique_ptr<Journal>> Journal::open(Database& database, crypto::SecretBytes person_key,
                                               Place place, UtcInstant now) {
    OUTPOST_CHECK(place.folder != nullptr && place.files != nullptr);
    if (person_key.size() != person_key_bytes)
        return Error{Errc::BadKey, 0, "the key of persons has another length"};
    auto journal =
        std::make_unique<SqlJournal>(database, KeyedHash(std::move(person_key)), std::move(place));
    OUTPOST_TRY_VOID(journal->prepare(now));
    return std::unique_ptr<Journal>(std::move(journal));
}

Result<std::unique_ptr<Journal>> Journal::open_for_reading(Database& database,
                                                           crypto::SecretBytes person_key,
                                                           Place place) {
    if (person_key.size() != person_key_bytes)
        return Error{Errc::BadKey, 0, "the key of persons has another length"};
    auto journal =
        std::make_unique<SqlJournal>(database, KeyedHash(std::move(person_key)), std::move(place));
    OUTPOST_TRY_VOID(journal->prepare_reading());
    return std::unique_ptr<Journal>(std::move(journal));
}

/// The right key, and a whole chain to go on from.
Result<void> SqlJournal::check_known(std::int64_t version) {
    if (version > schema_version)
        return Error{Errc::Unsupported, 0, "the journal was written by a newer program"};
    if (version == 0) return {};
    OUTPOST_TRY_VOID(check_key(database_, keyed_));
    return check_head(database_);
}

Result<void> SqlJournal::prepare_reading() {
    OUTPOST_TRY(const auto version, layout_version(database_));
    if (version == 0) return Error{Errc::BadValue, 0, "not a journal"};
    OUTPOST_TRY_VOID(check_known(version));
    if (version < schema_version)
        return Error{Errc::Unsupported, 0,
                     "the journal was written by an older program: the next outpost issue brings "
                     "it up"};
    return refresh();
}

Result<void> SqlJournal::prepare(UtcInstant now) {
    OUTPOST_TRY(const auto version, layout_version(database_));
    OUTPOST_TRY_VOID(check_known(version));  // before anything is changed
    if (version < schema_version)
        OUTPOST_TRY_VOID(database_.transaction([&] { return bring_up(version, now); }));
    return refresh();
}

Result<void> SqlJournal::bring_up(std::int64_t version, UtcInstant now) {
    OUTPOST_TRY_VOID(upgrade_layout(database_, version));
    if (version == 0) OUTPOST_TRY_VOID(keep_key_check(database_, keyed_));
    json::Writer writer;
    writer.begin_object().key("from").value(version).key("to").value(schema_version);
    writer.end_object();
    OUTPOST_TRY(auto head, read_head(database_));
    return append_entry(database_, head, now, version == 0 ? "made" : "upgraded",
                        std::move(writer).take());
}

Result<void> SqlJournal::refresh() {
    OUTPOST_TRY(const auto head, read_head(database_));
    newest_ = head.newest;
    block_.reset();
    return query(database_, "SELECT first, last FROM blocks WHERE is_current = 1", {},
                 [&](const SqlRow& row) {
                     block_ = NumberBlock{row.integer(0), row.integer(1)};
                     return false;
                 });
}

Result<void> SqlJournal::change(UtcInstant at,
                                const std::function<Result<Note>(std::int64_t)>& work) {
    UtcInstant newest = newest_;
    OUTPOST_TRY_VOID(database_.transaction([&]() -> Result<void> {
        OUTPOST_TRY(auto head, read_head(database_));
        OUTPOST_TRY(const auto note, work(head.sequence + 1));
        if (note.kind.empty()) return {};
        OUTPOST_TRY_VOID(append_entry(database_, head, at, note.kind, note.body));
        newest = head.newest;
        return {};
    }));
    newest_ = newest;
    return {};
}

Hash SqlJournal::person_of(std::string_view pre_enrollment_code) const {
    return keyed_.of("person", {pre_enrollment_code});
}

// What a person typed may name somebody, so an entry holds its hash: enough to show a change of it.
std::string SqlJournal::note_hash(std::string_view text) const {
    return text.empty() ? std::string() : keyed_.hex_of("note", {text});
}

Result<std::vector<Order>> SqlJournal::unfinished(std::size_t at_most) {
    std::vector<Order> found;
    // Nothing more is made of a withdrawn certificate, but a page on its way is followed.
    OUTPOST_TRY_VOID(read_orders(
        database_,
        "WHERE o.step < 4 AND (o.standing <> 0 OR o.step = 3) ORDER BY o.number LIMIT ?1",
        {static_cast<std::int64_t>(at_most)}, [&](OrderRow row) {
            found.push_back(std::move(row.order));
            return true;
        }));
    return found;
}

Result<std::optional<Order>> SqlJournal::find(std::string_view certificate_id) {
    OUTPOST_TRY(auto row, find_order(database_, "WHERE o.certificate_id = ?1", {certificate_id}));
    if (!row) return std::optional<Order>();
    return std::optional<Order>(std::move(row->order));
}

Result<std::vector<Order>> SqlJournal::newest(std::size_t at_most) {
    std::vector<Order> found;
    OUTPOST_TRY_VOID(read_orders(
        database_,
        "WHERE o.standing = 1 AND o.step BETWEEN 1 AND 6 ORDER BY o.number DESC LIMIT ?1",
        {static_cast<std::int64_t>(at_most)}, [&](OrderRow row) {
            found.push_back(std::move(row.order));
            return true;
        }));
    return found;
}

Result<std::vector<Order>> SqlJournal::history_of(std::int64_t number) {
    constexpr std::int64_t rows_max = 200;  // doses of one person, far beyond any schedule
    std::vector<Order> found;
    OUTPOST_TRY_VOID(read_orders(
        database_,
        "WHERE o.person = (SELECT person FROM orders WHERE number = ?1) AND o.standing = 1"
        " AND o.step >= 1 AND p.credential IS NOT NULL ORDER BY o.dose, o.number DESC LIMIT ?2",
        {number, rows_max}, [&](OrderRow row) {
            if (found.empty() || found.back().dose != row.order.dose)
                found.push_back(std::move(row.order));
            return true;
        }));
    return found;
}

Result<void> SqlJournal::check_credential(std::int64_t number) {
    OUTPOST_TRY(const auto row, order_of(database_, number));
    const auto start = R"({"order":)" + std::to_string(number) + ",";
    bool is_known = false;
    bool fits = false;
    OUTPOST_TRY_VOID(query(database_,
                           "SELECT body FROM entries WHERE kind = 'signed'"
                           " AND substr(body, 1, ?2) = ?1",
                           {std::string_view(start), static_cast<std::int64_t>(start.size())},
                           [&](const SqlRow& entry) {
                               is_known = true;
                               const auto hash =
                                   keyed_.hex_of("credential", {row.order.credential_json});
                               fits = entry.text(0).find(hash) != std::string_view::npos;
                               return false;
                           }));
    if (!is_known) return Error{Errc::NotFound, 0, "the journal has not signed this order"};
    if (!fits) return Error{Errc::BadChecksum, 0, "the credential in the journal was changed"};
    return {};
}

Result<Counts> SqlJournal::counts() {
    Counts counts;
    OUTPOST_TRY_VOID(query(database_,
                           "SELECT count(*), count(*) FILTER (WHERE step = 4),"
                           " count(*) FILTER (WHERE step < 4 AND (standing <> 0 OR step = 3)),"
                           " count(*) FILTER (WHERE step = 6) FROM orders",
                           {}, [&](const SqlRow& row) {
                               counts.orders = row.integer(0);
                               counts.printed = row.integer(1);
                               counts.waiting = row.integer(2);
                               counts.print_unknown = row.integer(3);
                               return false;
                           }));
    OUTPOST_TRY(const auto held,
                query_integer(database_, "SELECT count(*) FROM held WHERE decision IS NULL"));
    OUTPOST_TRY(
        const auto revoked,
        query_integer(database_, "SELECT count(*) FROM revocations WHERE replacement_id = ''"));
    counts.held = held.value_or(0);
    counts.revoked = revoked.value_or(0);
    return counts;
}

Result<void> SqlJournal::entries(std::int64_t from, const std::function<bool(const Entry&)>& each) {
    return read_entries(database_, from, each);
}

Result<std::int64_t> SqlJournal::check_chain() {
    return check_all_entries(database_, keyed_);
}

}  // namespace outpost::journal
