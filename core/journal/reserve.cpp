// Looking an event up, and giving it an id; what is signed for it.
#include "core/bytes/hex.h"
#include "core/journal/sql.h"
#include "core/journal/sql_journal.h"
#include "core/json/writer.h"

#include <algorithm>
#include <utility>

namespace outpost::journal {

namespace {

constexpr const char* counter_set_back =
    "the journal's counter of certificate ids was set back: give a new number with --kiosk or "
    "--block";

Result<void> check_lengths(const NewOrder& order) {
    if (order.key.pre_enrollment_code.empty())
        return Error{Errc::BadValue, 0, "an event without a pre-enrollment code"};
    if (order.key.pre_enrollment_code.size() > code_bytes_max ||
        order.key.program_id.size() > code_bytes_max)
        return Error{Errc::TooLong, code_bytes_max, "key of the event"};
    if (order.content.size() > content_bytes_max || order.request_json.size() > content_bytes_max)
        return Error{Errc::TooLong, content_bytes_max, "request"};
    if (order.kind.size() > note_bytes_max || order.request_name.size() > note_bytes_max ||
        order.previous_id.size() > note_bytes_max)
        return Error{Errc::TooLong, note_bytes_max, "name of the request"};
    return {};
}

bool is_same(ByteView a, ByteView b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// The certificate that a new request for this line meets: the correction on its way, else the
/// current one; nothing once all are withdrawn.
Result<std::optional<OrderRow>> newest_of_line(Database& database, std::int64_t line) {
    return find_order(database,
                      "WHERE o.line = ?1 AND o.standing <> 0 ORDER BY o.number DESC"
                      " LIMIT 1",
                      {line});
}

Result<bool> line_has_content(Database& database, std::int64_t line, const Hash& content) {
    OUTPOST_TRY(const auto found,
                query_integer(database,
                              "SELECT 1 FROM orders WHERE line = ?1 AND content = ?2"
                              " AND step BETWEEN 1 AND 6",
                              {line, ByteView(content)}));
    return found.has_value();
}

}  // namespace

Result<std::optional<OrderRow>> SqlJournal::newest_of_event(const NewOrder& order,
                                                            const Hash& event) {
    OUTPOST_TRY(const auto line,
                query_integer(database_,
                              "SELECT line FROM orders WHERE event = ?1 ORDER BY number DESC"
                              " LIMIT 1",
                              {ByteView(event)}));
    if (line) {
        OUTPOST_TRY(auto newest, newest_of_line(database_, *line));
        if (newest || !order.is_update) return newest;
    }
    if (!order.is_update) return std::optional<OrderRow>();
    // DIVOC's update looks for code and dose alone; its request may name another programme.
    const auto person = person_of(order.key.pre_enrollment_code);
    return find_order(database_,
                      "WHERE o.person = ?1 AND o.dose = ?2 AND o.standing <> 0"
                      " ORDER BY o.number DESC LIMIT 1",
                      {ByteView(person), order.key.dose});
}

// The order of the questions is the page's (docs/formats/journal.md, reserving).
Result<Reservation> SqlJournal::answer_for(const NewOrder& order, const Hash& event,
                                           const Hash& content,
                                           std::optional<OrderRow>& corrected) {
    OUTPOST_TRY(auto newest, newest_of_event(order, event));
    if (!newest) {
        const bool is_correction = order.is_update || !order.previous_id.empty();
        return Reservation{is_correction ? Outcome::NoCertificate : Outcome::New, {}};
    }
    const auto answer = [&](Outcome outcome) { return Reservation{outcome, newest->order}; };
    const auto& newest_id = newest->order.certificate_id;
    if (is_same(newest->content, content)) return answer(Outcome::Duplicate);
    const bool names_newest = order.previous_id == newest_id;
    if (!order.is_update && !names_newest) {
        // A request that came before a correction, or the correction itself, comes again.
        OUTPOST_TRY(const bool is_known, line_has_content(database_, newest->line, content));
        if (is_known) return answer(Outcome::Duplicate);
    }
    if (newest->order.step == Step::Reserved) return answer(Outcome::Conflict);
    if (!order.previous_id.empty() && !names_newest) return answer(Outcome::PreviousDiffers);
    if (!order.is_update && order.previous_id.empty()) return answer(Outcome::Conflict);
    OUTPOST_TRY(const auto versions, query_integer(database_,
                                                   "SELECT count(*) FROM orders WHERE line = ?1"
                                                   " AND step BETWEEN 1 AND 6",
                                                   {newest->line}));
    if (versions.value_or(0) - 1 >= order.update_limit) return answer(Outcome::UpdateLimit);
    corrected = std::move(newest);
    return Reservation{Outcome::New, {}};
}

Result<std::int64_t> SqlJournal::take_number() {
    if (!may_issue_) return Error{Errc::Unavailable, 0, "the journal may not give out ids now"};
    OUTPOST_TRY(
        const auto number,
        query_integer(database_, "SELECT next FROM blocks WHERE is_current = 1 AND next <= last"));
    if (!number)
        return Error{Errc::Unavailable, 0,
                     "no number block, or it is used up: give a new one with --kiosk or --block"};
    const auto id = certificate_id_of(*number);
    OUTPOST_TRY(const auto is_used,
                query_integer(database_, "SELECT 1 FROM orders WHERE certificate_id = ?1",
                              {std::string_view(id)}));
    if (is_used) return Error{Errc::BadChecksum, 0, counter_set_back};
    OUTPOST_TRY_VOID(run(database_, "UPDATE blocks SET next = next + 1 WHERE is_current = 1"));
    return *number;
}

Result<Reservation> SqlJournal::reserve(const NewOrder& order) {
    OUTPOST_TRY_VOID(check_lengths(order));
    const auto dose = std::to_string(order.key.dose);
    const auto event =
        keyed_.of("event", {order.key.pre_enrollment_code, order.key.program_id, dose});
    const auto content = keyed_.of("content", {order.content});
    Reservation reservation;
    OUTPOST_TRY_VOID(change(order.at, [&](std::int64_t entry) -> Result<Note> {
        std::optional<OrderRow> corrected;
        OUTPOST_TRY(reservation, answer_for(order, event, content, corrected));
        if (reservation.outcome != Outcome::New) return Note{};
        OUTPOST_TRY(const auto number, take_number());
        OrderRow row;
        row.order.certificate_id = certificate_id_of(number);
        row.order.kind = order.kind;
        row.order.dose = order.key.dose;
        row.order.reserved_at = order.at;
        row.order.request_json = order.request_json;
        row.content = to_bytes(content);
        row.standing = corrected ? Standing::Coming : Standing::Current;
        if (corrected) {
            row.line = corrected->line;
            row.order.supersedes = corrected->order.certificate_id;
        }
        OUTPOST_TRY(const auto rows,
                    query_integer(database_, "SELECT coalesce(max(number), 0) FROM orders"));
        row.order.number = rows.value_or(0) + 1;
        if (!corrected) row.line = row.order.number;
        reservation.order = row.order;
        return reserve_new(order, row, event, entry);
    }));
    return reservation;
}

Result<Reservation> SqlJournal::look_up(const NewOrder& order) {
    OUTPOST_TRY_VOID(check_lengths(order));
    const auto dose = std::to_string(order.key.dose);
    const auto event =
        keyed_.of("event", {order.key.pre_enrollment_code, order.key.program_id, dose});
    std::optional<OrderRow> corrected;
    return answer_for(order, event, keyed_.of("content", {order.content}), corrected);
}

Result<SqlJournal::Note> SqlJournal::reserve_new(const NewOrder& order, const OrderRow& row,
                                                 const Hash& event, std::int64_t entry) {
    const auto& made = row.order;
    const auto person = person_of(order.key.pre_enrollment_code);
    OUTPOST_TRY_VOID(
        run(database_,
            "INSERT INTO orders (number, certificate_id, event, person, content, line,"
            " standing, step, kind, dose, reserved_ms, supersedes, print_attempts,"
            " key_id, entry)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, ?11, 0, '', ?12)",
            {made.number, std::string_view(made.certificate_id), ByteView(event), ByteView(person),
             ByteView(row.content), row.line, static_cast<std::int64_t>(row.standing),
             std::string_view(made.kind), made.dose, made.reserved_at.since_epoch_ms,
             std::string_view(made.supersedes), entry}));
    OUTPOST_TRY_VOID(
        run(database_,
            "INSERT INTO payloads (number, request_name, request_index, request)"
            " VALUES (?1, ?2, ?3, ?4)",
            {made.number, order.request_name, order.request_index, order.request_json}));
    json::Writer writer;
    writer.begin_object().key("order").value(made.number);
    writer.key("id").value(made.certificate_id);
    writer.key("event").value(bytes::encode_hex(event));
    writer.key("content").value(bytes::encode_hex(row.content));
    writer.key("kind").value(made.kind).key("dose").value(made.dose);
    writer.key("corrects").value(made.supersedes);
    writer.key("request").value(note_hash(order.request_name));
    writer.key("index").value(order.request_index);
    writer.key("step").value(step_name(Step::Reserved)).end_object();
    return Note{"reserved", std::move(writer).take()};
}

Result<void> SqlJournal::record_signed(std::int64_t number, std::string_view credential_json,
                                       std::string_view key_id, UtcInstant at) {
    if (credential_json.empty()) return Error{Errc::BadValue, 0, "an empty credential"};
    if (credential_json.size() > content_bytes_max || key_id.size() > note_bytes_max)
        return Error{Errc::TooLong, content_bytes_max, "credential"};
    return change(at, [&](std::int64_t entry) -> Result<Note> {
        OUTPOST_TRY(const auto row, order_of(database_, number));
        const auto& order = row.order;
        // A signed credential is never signed a second time.
        if (order.step != Step::Reserved || row.standing == Standing::Withdrawn)
            return Error{Errc::Duplicate, 0, "the order is signed already or withdrawn"};
        if (!order.supersedes.empty()) {
            OUTPOST_TRY(const auto old, find_order(database_, "WHERE o.certificate_id = ?1",
                                                   {std::string_view(order.supersedes)}));
            // Revoked while the correction was on its way: then there is nothing to replace.
            if (!old || old->standing != Standing::Current)
                return Error{Errc::NotFound, 0, "the certificate that is corrected does not stand"};
            OUTPOST_TRY_VOID(
                withdraw(database_, old->order, order.certificate_id, "corrected", at));
        }
        OUTPOST_TRY_VOID(run(database_,
                             "UPDATE orders SET standing = 1, step = 1, key_id = ?2, entry = ?3,"
                             " signed_entry = ?3"
                             " WHERE number = ?1",
                             {number, key_id, entry}));
        OUTPOST_TRY_VOID(run(database_, "UPDATE payloads SET credential = ?2 WHERE number = ?1",
                             {number, credential_json}));
        json::Writer writer;
        writer.begin_object().key("order").value(number).key("id").value(order.certificate_id);
        writer.key("credential").value(keyed_.hex_of("credential", {credential_json}));
        writer.key("key").value(key_id).key("replaces").value(order.supersedes);
        writer.key("clock").value(clock_);
        writer.key("step").value(step_name(Step::Signed)).end_object();
        return Note{"signed", std::move(writer).take()};
    });
}

// A reservation that can not become a certificate must not keep its event taken. Its line in the
// tables stays, so that its id is never given out again.
Result<void> SqlJournal::record_abandoned(std::int64_t number, std::string_view reason,
                                          UtcInstant at) {
    if (reason.size() > note_bytes_max) return Error{Errc::TooLong, note_bytes_max, "reason"};
    return change(at, [&](std::int64_t entry) -> Result<Note> {
        OUTPOST_TRY(const auto row, order_of(database_, number));
        if (row.order.step != Step::Reserved || row.standing == Standing::Withdrawn)
            return Error{Errc::Duplicate, 0, "only a reservation can be given up"};
        OUTPOST_TRY_VOID(run(database_,
                             "UPDATE orders SET standing = 0, step = ?2, entry = ?3"
                             " WHERE number = ?1",
                             {number, static_cast<std::int64_t>(Step::Abandoned), entry}));
        // Nothing will be made of the request any more, and it is personal.
        OUTPOST_TRY_VOID(run(database_,
                             "UPDATE payloads SET request = NULL, request_name = NULL"
                             " WHERE number = ?1",
                             {number}));
        json::Writer writer;
        writer.begin_object().key("order").value(number);
        writer.key("reason").value(note_hash(reason));
        writer.key("step").value(step_name(Step::Abandoned)).end_object();
        return Note{"abandoned", std::move(writer).take()};
    });
}

}  // namespace outpost::journal
