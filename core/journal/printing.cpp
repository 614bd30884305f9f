// From the signed credential to the page: files written, print attempts and their ends.
#include "core/journal/sql.h"
#include "core/journal/sql_journal.h"
#include "core/json/writer.h"

#include <utility>

namespace outpost::journal {

namespace {

Step step_after(PrintState state) {
    switch (state) {
        case PrintState::Printed:
            return Step::Printed;
        case PrintState::Cancelled:
        case PrintState::Failed:
            return Step::NotPrinted;
        case PrintState::Unknown:
            return Step::PrintUnknown;
        default:
            return Step::Sending;
    }
}

json::Writer body_of(std::int64_t number, Step step) {
    json::Writer writer;
    writer.begin_object().key("order").value(number).key("step").value(step_name(step));
    return writer;
}

std::string closed(json::Writer writer) {
    writer.end_object();
    return std::move(writer).take();
}

struct Attempt {
    std::string printer;
    std::string job;
    std::string state;
};

Result<Attempt> newest_attempt(Database& database, std::int64_t number) {
    Attempt attempt;
    OUTPOST_TRY_VOID(query(database,
                           "SELECT printer, job, state FROM print_attempts WHERE number = ?1"
                           " ORDER BY attempt DESC LIMIT 1",
                           {number}, [&](const SqlRow& row) {
                               attempt = {std::string(row.text(0)), std::string(row.text(1)),
                                          std::string(row.text(2))};
                               return false;
                           }));
    return attempt;
}

}  // namespace

Result<void> SqlJournal::record_rendered(std::int64_t number, UtcInstant at) {
    return change(at, [&](std::int64_t entry) -> Result<Note> {
        OUTPOST_TRY(const auto row, order_of(database_, number));
        if (row.order.step == Step::Reserved)
            return Error{Errc::BadValue, 0, "rendered before it is signed"};
        if (row.order.step != Step::Signed) return Note{};  // written again: nothing new
        OUTPOST_TRY_VOID(set_step(database_, number, Step::Rendered, entry));
        return Note{"rendered", closed(body_of(number, Step::Rendered))};
    });
}

Result<std::string> SqlJournal::begin_print(std::int64_t number, std::string_view printer,
                                            std::string_view reprint_reason, UtcInstant at) {
    if (printer.size() > note_bytes_max || reprint_reason.size() > note_bytes_max)
        return Error{Errc::TooLong, note_bytes_max, "printer or reason"};
    std::string job_name;
    OUTPOST_TRY_VOID(change(at, [&](std::int64_t entry) -> Result<Note> {
        OUTPOST_TRY(const auto row, order_of(database_, number));
        const auto& order = row.order;
        if (row.standing != Standing::Current)
            return Error{Errc::BadValue, 0, "a withdrawn certificate is not printed"};
        if (order.step < Step::Rendered || order.step == Step::Sending)
            return Error{Errc::BadValue, 0, "not rendered, or an attempt has no end yet"};
        if (order.print_attempts > 0 && reprint_reason.empty())
            return Error{Errc::BadValue, 0, "a reprint without a reason"};
        const auto attempt = order.print_attempts + 1;
        OUTPOST_TRY_VOID(run(database_,
                             "INSERT INTO print_attempts (number, attempt, printer, job, state,"
                             " begun_ms, changed_ms, reason) VALUES (?1, ?2, ?3, '', 'begun', ?4,"
                             " ?4, ?5)",
                             {number, attempt, printer, at.since_epoch_ms, reprint_reason}));
        OUTPOST_TRY_VOID(run(database_,
                             "UPDATE orders SET step = 3, print_attempts = ?2, entry = ?3"
                             " WHERE number = ?1",
                             {number, attempt, entry}));
        job_name = order.certificate_id + "-" + std::to_string(attempt);
        auto writer = body_of(number, Step::Sending);
        writer.key("attempt").value(attempt);
        if (!reprint_reason.empty()) writer.key("reason").value(note_hash(reprint_reason));
        return Note{"print_begun", closed(std::move(writer))};
    }));
    return job_name;
}

Result<void> SqlJournal::record_print(std::int64_t number, PrintState state, std::string_view job,
                                      UtcInstant at) {
    if (job.size() > note_bytes_max) return Error{Errc::TooLong, note_bytes_max, "job"};
    return change(at, [&](std::int64_t entry) -> Result<Note> {
        OUTPOST_TRY(const auto row, order_of(database_, number));
        const auto& order = row.order;
        if (order.print_attempts == 0)
            return Error{Errc::BadValue, 0, "no print attempt has begun"};
        OUTPOST_TRY(const auto attempt, newest_attempt(database_, number));
        const auto state_name = print_state_name(state);
        // Whoever asks the printer each second tells us the same thing many times.
        if (attempt.state == state_name && attempt.job == job) return Note{};
        if (order.step != Step::Sending && order.step != Step::PrintUnknown)
            return Error{Errc::BadValue, 0, "the print attempt has ended"};
        OUTPOST_TRY_VOID(run(database_,
                             "UPDATE print_attempts SET state = ?3, job = ?4, changed_ms = ?5"
                             " WHERE number = ?1 AND attempt = ?2",
                             {number, order.print_attempts, state_name, job, at.since_epoch_ms}));
        const auto step = step_after(state);
        OUTPOST_TRY_VOID(set_step(database_, number, step, entry));
        auto writer = body_of(number, step);
        writer.key("attempt").value(order.print_attempts).key("state").value(state_name);
        return Note{"print", closed(std::move(writer))};
    });
}

Result<void> SqlJournal::record_unprinted(std::int64_t number, UtcInstant at) {
    return change(at, [&](std::int64_t entry) -> Result<Note> {
        OUTPOST_TRY(const auto row, order_of(database_, number));
        if (row.order.step == Step::NotPrinted) return Note{};
        if (row.order.step != Step::Rendered)
            return Error{Errc::BadValue, 0, "not rendered, or printed already"};
        OUTPOST_TRY_VOID(set_step(database_, number, Step::NotPrinted, entry));
        return Note{"unprinted", closed(body_of(number, Step::NotPrinted))};
    });
}

Result<std::pair<std::string, std::string>> SqlJournal::last_print(std::int64_t number) {
    OUTPOST_TRY(auto attempt, newest_attempt(database_, number));
    return std::pair{std::move(attempt.printer), std::move(attempt.job)};
}

Result<std::vector<PrintTrouble>> SqlJournal::print_troubles(bool is_open, std::size_t at_most) {
    std::vector<PrintTrouble> found;
    OUTPOST_TRY_VOID(query(database_,
                           "SELECT o.certificate_id, a.state, a.printer, a.attempt, a.changed_ms"
                           " FROM orders o JOIN print_attempts a ON a.number = o.number"
                           " AND a.attempt = o.print_attempts WHERE"
                           " CASE ?1 WHEN 0 THEN o.standing = 1 AND o.step IN (5, 6)"
                           " ELSE o.step = 3 END ORDER BY o.number LIMIT ?2",
                           {std::int64_t{is_open ? 1 : 0}, static_cast<std::int64_t>(at_most)},
                           [&](const SqlRow& row) {
                               found.push_back({std::string(row.text(0)),
                                                std::string(row.text(1)),
                                                std::string(row.text(2)),
                                                row.integer(3),
                                                {row.integer(4)}});
                               return true;
                           }));
    return found;
}

}  // namespace outpost::journal
