// Items that wait for the operator, items that were refused, and tries at the staff door.
#include "core/bytes/hex.h"
#include "core/journal/sql.h"
#include "core/journal/sql_journal.h"
#include "core/json/reader.h"
#include "core/json/writer.h"

#include <utility>

namespace outpost::journal {

namespace {

constexpr std::string_view select_held =
    "SELECT number, reason, request_name, request_index, kind, certificate_id, request, held_ms"
    " FROM held WHERE decision IS NULL ";

HeldItem held_item(const SqlRow& row) {
    HeldItem item;
    item.number = row.integer(0);
    item.reason = row.text(1);
    item.request_name = row.text(2);
    item.request_index = row.integer(3);
    item.kind = row.text(4);
    item.certificate_id = row.text(5);
    item.request_json = row.text(6);
    item.held_at = {row.integer(7)};
    return item;
}

Result<void> check_lengths(const HeldItem& item) {
    for (const auto* text : {&item.reason, &item.request_name, &item.kind, &item.certificate_id})
        if (text->size() > note_bytes_max) return Error{Errc::TooLong, note_bytes_max, "held item"};
    if (item.request_json.size() > content_bytes_max)
        return Error{Errc::TooLong, content_bytes_max, "held request"};
    return {};
}

}  // namespace

Result<std::int64_t> SqlJournal::hold(const HeldItem& item) {
    OUTPOST_TRY_VOID(check_lengths(item));
    // The same request from another file is the same item; a whole file is known by its name.
    const bool is_file = item.request_json.empty();
    const auto fingerprint =
        keyed_.of("held", {item.reason, item.kind, item.certificate_id, item.request_json,
                           is_file ? std::string_view(item.request_name) : std::string_view(),
                           is_file ? std::to_string(item.request_index) : std::string()});
    std::int64_t number = 0;
    OUTPOST_TRY_VOID(change(item.held_at, [&](std::int64_t) -> Result<Note> {
        OUTPOST_TRY(const auto known, query_integer(database_,
                                                    "SELECT number FROM held WHERE fingerprint = ?1"
                                                    " AND decision IS NULL",
                                                    {ByteView(fingerprint)}));
        if (known) return number = *known, Note{};
        OUTPOST_TRY_VOID(run(database_,
                             "INSERT INTO held (fingerprint, reason, request_name, request_index,"
                             " kind, certificate_id, request, held_ms)"
                             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                             {ByteView(fingerprint), std::string_view(item.reason),
                              std::string_view(item.request_name), item.request_index,
                              std::string_view(item.kind), std::string_view(item.certificate_id),
                              std::string_view(item.request_json), item.held_at.since_epoch_ms}));
        number = database_.last_row();
        json::Writer writer;
        writer.begin_object().key("held").value(number).key("code").value(item.reason);
        writer.key("index").value(item.request_index).key("kind").value(item.kind);
        writer.key("item").value(bytes::encode_hex(fingerprint)).end_object();
        return Note{"held", std::move(writer).take()};
    }));
    return number;
}

Result<std::vector<HeldItem>> SqlJournal::held(std::size_t at_most) {
    std::vector<HeldItem> items;
    OUTPOST_TRY_VOID(query(database_, std::string(select_held) + "ORDER BY number LIMIT ?1",
                           {static_cast<std::int64_t>(at_most)}, [&](const SqlRow& row) {
                               items.push_back(held_item(row));
                               return true;
                           }));
    return items;
}

Result<std::optional<HeldItem>> SqlJournal::find_held(std::int64_t number) {
    std::optional<HeldItem> found;
    OUTPOST_TRY_VOID(query(database_, std::string(select_held) + "AND number = ?1", {number},
                           [&](const SqlRow& row) {
                               found = held_item(row);
                               return false;
                           }));
    return found;
}

Result<void> SqlJournal::resolve_held(std::int64_t number, std::string_view decision,
                                      std::string_view reason, UtcInstant at) {
    if (decision != "released" && decision != "rejected")
        return Error{Errc::BadValue, 0, "a decision is released or rejected"};
    if (reason.size() > note_bytes_max) return Error{Errc::TooLong, note_bytes_max, "reason"};
    return change(at, [&](std::int64_t) -> Result<Note> {
        OUTPOST_TRY(const auto is_open,
                    query_integer(database_, "SELECT decision IS NULL FROM held WHERE number = ?1",
                                  {number}));
        if (!is_open) return Error{Errc::NotFound, 0, "no such held item"};
        if (*is_open == 0) return Error{Errc::Duplicate, 0, "the held item was decided before"};
        // What was asked is not needed any more, and it is personal.
        OUTPOST_TRY_VOID(run(database_,
                             "UPDATE held SET decision = ?2, decision_reason = ?3, decided_ms = ?4,"
                             " request = NULL, request_name = NULL WHERE number = ?1",
                             {number, decision, reason, at.since_epoch_ms}));
        json::Writer writer;
        writer.begin_object().key("held").value(number).key("decision").value(decision);
        writer.key("reason").value(note_hash(reason)).end_object();
        return Note{"held_decided", std::move(writer).take()};
    });
}

Result<void> SqlJournal::record_rejected(std::string_view request_name, std::int64_t request_index,
                                         std::string_view codes, UtcInstant at) {
    if (request_name.size() > note_bytes_max || codes.size() > note_bytes_max)
        return Error{Errc::TooLong, note_bytes_max, "rejected item"};
    return change(at, [&](std::int64_t) -> Result<Note> {
        json::Writer writer;
        writer.begin_object().key("file").value(note_hash(request_name));
        writer.key("index").value(request_index).key("codes").value(codes).end_object();
        return Note{"rejected", std::move(writer).take()};
    });
}

std::string_view staff_act_name(StaffAct act) {
    switch (act) {
        case StaffAct::PinTried:
            return "pin_tried";
        case StaffAct::ClockSet:
            return "clock_set";
        case StaffAct::TrustImported:
            return "trust_imported";
    }
    return "pin_tried";
}

Result<void> SqlJournal::record_act(StaffAct act, std::string_view body, UtcInstant at) {
    if (body.size() > note_bytes_max) return Error{Errc::TooLong, note_bytes_max, "act of staff"};
    // check_chain() reads every body as JSON: what it cannot read must not get in.
    OUTPOST_TRY(const auto document, json::read(body));
    if (document.root().kind() != json::Kind::Object)
        return Error{Errc::BadValue, 0, "act of staff"};
    return change(at, [&](std::int64_t) -> Result<Note> {
        return Note{staff_act_name(act), std::string(body)};
    });
}

}  // namespace outpost::journal
