// A queue of a CUPS print scheduler.
#include "drivers/printer/cups_printer.h"

#include "drivers/printer/print_names.h"

#include <charconv>
#include <utility>

namespace outpost {

namespace {

constexpr std::size_t watches_max = 64;
constexpr std::size_t ticket_chars_max = 512;

struct TicketParts {
    int number = 0;
    std::vector<std::string> reasons_before;
};

std::string ticket_word(int number, const std::vector<std::string>& reasons_before) {
    auto word = std::to_string(number);
    for (const auto& reason : reasons_before)
        if (word.size() + reason.size() < ticket_chars_max) word += "+" + reason;
    return word;
}

Result<TicketParts> parse_ticket(const PrintTicket& ticket) {
    const Error bad{Errc::NotFound, 0, "no such job"};
    if (!is_job_name(ticket.name) || ticket.job.size() > ticket_chars_max) return bad;
    TicketParts parts;
    const auto end = ticket.job.data() + ticket.job.size();
    const auto parsed = std::from_chars(ticket.job.data(), end, parts.number);
    if (parsed.ec != std::errc() || parts.number <= 0) return bad;
    if (parsed.ptr != end && *parsed.ptr != '+') return bad;
    auto at = ticket.job.find('+');
    while (at != std::string::npos) {
        const auto next = ticket.job.find('+', at + 1);
        parts.reasons_before.push_back(ticket.job.substr(at + 1, next - at - 1));
        at = next;
    }
    return parts;
}

std::string all_of(const PrintEvidence& evidence) {
    std::string all;
    if (evidence.job) {
        all += std::to_string(static_cast<int>(evidence.job->state)) + evidence.job->message;
        for (const auto& reason : evidence.job->reasons) all += "," + reason;
    }
    if (evidence.queue) {
        all += ";" + std::to_string(static_cast<int>(evidence.queue->state));
        for (const auto& reason : evidence.queue->reasons) all += "," + reason;
    }
    return all;
}

/// No page can have come out since. Offline is not among them: the device may have gone out of
/// sight with the whole document in it.
bool is_stuck(PrintState state) {
    return state == PrintState::Waiting || state == PrintState::OutOfPaper ||
           state == PrintState::Jammed;
}

}  // namespace

Result<std::unique_ptr<CupsPrinter>> CupsPrinter::open(CupsOptions options, FileStore& store,
                                                       const Clock& clock) {
    OUTPOST_TRY(auto calls, open_cups(options.server));
    return std::make_unique<CupsPrinter>(std::move(options), std::move(calls), store, clock);
}

Result<Attempts> CupsPrinter::load_attempts() const {
    if (options_.attempts_path.empty()) return Attempts();
    return Attempts::load(*store_, options_.attempts_path);
}

Result<CupsPrinter::History> CupsPrinter::look_back(const std::string& name) {
    History history;
    OUTPOST_TRY(history.attempts, load_attempts());
    const auto attempt = history.attempts.find(name);
    history.is_attempted = attempt.has_value();
    // An unknown name is looked for everywhere, it may stem from a time before the attempts file.
    OUTPOST_TRY(const auto jobs, calls_->jobs(attempt ? attempt->last_job : 0));
    for (const auto& job : jobs)
        if (job.is_in_queue && job.name == name)
            history.before = {Sent::Yes, {name, ticket_word(job.number, {})}};
    if (!jobs.empty()) {
        history.newest_job = jobs.back().number;
        history.newest_uuid = jobs.back().uuid;
    }
    if (history.before.sent == Sent::Yes || options_.attempts_path.empty()) return history;
    history.before.sent = attempt ? absent_job(*attempt, jobs) : Sent::No;
    return history;
}

Result<PrintTicket> CupsPrinter::send(const PrintRequest& request) {
    OUTPOST_TRY_VOID(check_request(request));
    OUTPOST_TRY(auto history, look_back(request.name));
    if (history.before.sent == Sent::Yes) return history.before.ticket;
    if (history.is_attempted && history.before.sent != Sent::No)
        return Error{Errc::Timeout, 0, "the job may have been sent before"};
    const auto queue = calls_->queue();
    if (!queue && queue.error().code == Errc::NotFound)
        return Error{Errc::Unavailable, 0, "no such print queue"};
    if (!queue) return queue.error();
    if (!queue->accepts_jobs) return Error{Errc::Unavailable, 0, "the queue accepts no jobs"};
    if (!options_.attempts_path.empty() && !history.is_attempted) {
        history.attempts.add({request.name, history.newest_job, history.newest_uuid});
        OUTPOST_TRY_VOID(history.attempts.save(*store_, options_.attempts_path));
    }
    const auto media = media_name(request.width_mm, request.height_mm);
    const auto number = calls_->print({request.name, media, request.pdf});
    if (!number && number.error().code == Errc::NotFound)
        return Error{Errc::Unavailable, 0, "no such print queue"};
    if (!number) return number.error();
    return PrintTicket{request.name, ticket_word(*number, doubts_of(queue->reasons))};
}

CupsPrinter::Watch& CupsPrinter::watch_of(int number, const PrintEvidence& evidence) {
    if (watches_.size() >= watches_max && !watches_.contains(number))
        watches_.erase(watches_.begin());  // the oldest job
    auto& watch = watches_[number];
    auto facts = all_of(evidence);
    if (watch.facts != facts) {
        watch.facts = std::move(facts);
        watch.since_ms = clock_->monotonic_ms();
        watch.asked_ms = watch.since_ms;
        watch.device = DeviceAnswer::NotAsked;
    }
    return watch;
}

void CupsPrinter::ask_device(Watch& watch, const std::string& device_uri) {
    const auto now_ms = clock_->monotonic_ms();
    if (now_ms - watch.since_ms < options_.limits.silent_ms) return;
    const bool is_first = watch.device == DeviceAnswer::NotAsked;
    if (!is_first && now_ms - watch.asked_ms < options_.device_every_ms) return;
    const auto device = calls_->device(device_uri);
    watch.asked_ms = clock_->monotonic_ms();
    const bool is_silent = !device && (device.error().code == Errc::Unavailable ||
                                       device.error().code == Errc::Timeout);
    watch.device = is_silent ? DeviceAnswer::Silent : DeviceAnswer::Answered;
}

PrintStatus CupsPrinter::status(const PrintTicket& ticket) {
    const auto parts = parse_ticket(ticket);
    if (!parts) return {PrintState::Unknown, "no such job"};
    PrintEvidence evidence;
    evidence.reasons_before = parts->reasons_before;
    // In this order: what speaks against a job is known no later than its end.
    auto job = calls_->job(parts->number);
    auto queue = calls_->queue();
    const auto is_answer = [](const auto& result) {
        return result.has_value() || result.error().code == Errc::NotFound;
    };
    evidence.scheduler_answered = is_answer(job) && is_answer(queue);
    // Numbers start anew when a spool is wiped: another name is another job.
    if (job && job->name == ticket.name) evidence.job = std::move(*job);
    if (queue) evidence.queue = std::move(*queue);
    if (!evidence.scheduler_answered) return print_status(evidence, options_.limits);
    auto& watch = watch_of(parts->number, evidence);
    if (evidence.job && evidence.queue && evidence.job->state == JobState::Processing)
        ask_device(watch, evidence.queue->device_uri);
    if (evidence.job && evidence.queue && evidence.job->state == JobState::Completed &&
        confirms_printing(evidence.queue->device_uri))
        if (const auto end = calls_->device_job(evidence.queue->device_uri, ticket.name))
            evidence.device_job = *end;
    evidence.device = watch.device;
    evidence.was_stuck = watch.was_stuck;
    evidence.unchanged_ms = clock_->monotonic_ms() - watch.since_ms;
    auto status = print_status(evidence, options_.limits);
    if (is_final(status.state))
        watches_.erase(parts->number);
    else
        watch.was_stuck = is_stuck(status.state);
    return status;
}

SentBefore CupsPrinter::find(const std::string& name) {
    if (!is_job_name(name)) return {Sent::No, {}};  // send() takes no such name
    const auto history = look_back(name);
    if (!history) return {Sent::CannotTell, {}};
    return history->before;
}

Result<void> CupsPrinter::cancel(const PrintTicket& ticket) {
    OUTPOST_TRY(const auto parts, parse_ticket(ticket));
    OUTPOST_TRY(const auto job, calls_->job(parts.number));
    if (job.name != ticket.name) return Error{Errc::NotFound, 0, "no such job"};
    return calls_->cancel(parts.number);
}

PrintStatus CupsPrinter::health() {
    const auto queue = calls_->queue();
    if (!queue && queue.error().code == Errc::NotFound)
        return {PrintState::Offline, "no such print queue"};
    if (!queue) return {PrintState::Offline, "the print scheduler does not answer"};
    // What a queue says of its paper is from the last job; that it is stopped or closed is now.
    auto gate = *queue;
    gate.reasons.clear();
    auto status = device_status(gate);
    if (status.state != PrintState::Waiting) return status;
    const auto device = calls_->device(queue->device_uri);
    if (device) return device_status(*device);
    if (device.error().code == Errc::Unsupported)
        return {PrintState::Unknown, "the printer cannot be asked"};
    return {PrintState::Offline, "the printer does not answer"};
}

}  // namespace outpost
