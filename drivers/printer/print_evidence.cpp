// What the print scheduler and the device said about one job, and what it means.
#include "drivers/printer/print_evidence.h"

#include "core/base/bytes.h"
#include "core/bytes/utf8.h"

#include <algorithm>
#include <array>

namespace outpost {

namespace {

constexpr std::size_t detail_chars_max = 200;

struct Obstacle {
    std::string_view word;  // printer-state-reasons, RFC 8011 section 5.4.12 and PWG 5100.9
    PrintState state;
    bool counts_as_warning = true;  // stops the printer even with the suffix -warning or -report
};

// The first that is found names the state: what needs hands before what needs waiting.
constexpr std::array<Obstacle, 17> obstacles = {{
    {"media-jam", PrintState::Jammed},
    {"cover-open", PrintState::Jammed},
    {"door-open", PrintState::Jammed},
    {"interlock-open", PrintState::Jammed},
    {"output-area-full", PrintState::Jammed},
    {"output-tray-missing", PrintState::Jammed},
    {"input-tray-missing", PrintState::Jammed},
    {"input-cannot-feed-size-selected", PrintState::Jammed},
    {"media-empty", PrintState::OutOfPaper},
    {"media-needed", PrintState::OutOfPaper},
    {"toner-empty", PrintState::Jammed, false},
    {"marker-supply-empty", PrintState::Jammed, false},
    {"marker-waste-full", PrintState::Jammed, false},
    {"offline", PrintState::Offline},
    {"shutdown", PrintState::Offline},
    {"timed-out", PrintState::Offline},
    {"stopped-partly", PrintState::Offline, false},
}};

bool starts_as_word(std::string_view reason, std::string_view word) {
    return reason.starts_with(word) && (reason.size() == word.size() || reason[word.size()] == '-');
}

bool is_mild(std::string_view reason) {
    return reason.ends_with("-warning") || reason.ends_with("-report");
}

std::optional<PrintStatus> obstacle_of(const std::vector<std::string>& reasons) {
    for (const auto& obstacle : obstacles) {
        const auto at = std::find_if(reasons.begin(), reasons.end(), [&](const auto& reason) {
            return starts_as_word(reason, obstacle.word) &&
                   (obstacle.counts_as_warning || !is_mild(reason));
        });
        if (at != reasons.end()) return PrintStatus{obstacle.state, tame(*at)};
    }
    return std::nullopt;
}

/// The first text that says something.
std::string first_of(std::initializer_list<std::string_view> texts) {
    for (const auto text : texts)
        if (!text.empty()) return tame(text);
    return {};
}

std::optional<PrintStatus> queue_obstacle(const PrintEvidence& evidence) {
    if (!evidence.queue) return std::nullopt;
    return obstacle_of(evidence.queue->reasons);
}

PrintStatus pending_status(const PrintEvidence& evidence) {
    if (const auto obstacle = queue_obstacle(evidence)) return *obstacle;
    if (!evidence.queue) return {PrintState::Waiting, "the queue is gone"};
    if (evidence.queue->state == QueueState::Stopped)
        return {PrintState::Waiting, first_of({evidence.queue->message, "the queue is stopped"})};
    return {PrintState::Waiting, first_of({evidence.job->message})};
}

PrintStatus held_status(const PrintEvidence& evidence) {
    if (const auto obstacle = queue_obstacle(evidence)) return *obstacle;
    // The backend failed, and CUPS will start it again: the device could not be reached.
    if (has_reason(evidence.job->reasons, "resources-are-not-ready"))
        return {PrintState::Offline, first_of({evidence.job->message, "will be tried again"})};
    return {PrintState::Waiting, first_of({evidence.job->message, "the job is held"})};
}

PrintStatus processing_status(const PrintEvidence& evidence, const PhaseLimits& limits) {
    if (const auto obstacle = queue_obstacle(evidence)) return *obstacle;
    const auto message =
        first_of({evidence.queue ? evidence.queue->message : std::string(), evidence.job->message});
    // CUPS itself does not notice a device that vanished or was never there.
    if (evidence.unchanged_ms >= limits.silent_ms) {
        const bool still_connecting =
            evidence.queue && has_reason(evidence.queue->reasons, "connecting-to-device");
        if (evidence.device == DeviceAnswer::Silent || still_connecting)
            return {PrintState::Offline, "the printer does not answer"};
    }
    if (evidence.unchanged_ms >= limits.printing_ms)
        return {PrintState::Offline, "no news from the printer for too long"};
    return {PrintState::Printing, message};
}

std::vector<std::string> new_doubts(const PrintEvidence& evidence) {
    std::vector<std::string> doubts;
    if (!evidence.queue) return doubts;
    for (auto& doubt : doubts_of(evidence.queue->reasons))
        if (std::find(evidence.reasons_before.begin(), evidence.reasons_before.end(), doubt) ==
            evidence.reasons_before.end())
            doubts.push_back(std::move(doubt));
    return doubts;
}

PrintStatus stopped_status(const PrintEvidence& evidence) {
    if (has_reason(evidence.job->reasons, "job-completed-with-errors"))
        return {PrintState::Failed, first_of({evidence.job->message, "a filter failed"})};
    if (const auto obstacle = queue_obstacle(evidence)) return *obstacle;
    return {PrintState::Waiting, first_of({evidence.job->message, "the job is stopped"})};
}

PrintStatus cancelled_status(const PrintEvidence& evidence) {
    const auto& job = *evidence.job;
    const bool surely_no_page = !job.has_begun || evidence.was_stuck ||
                                has_reason(job.reasons, "canceled-at-device") ||
                                has_reason(job.reasons, "job-canceled-at-device");
    if (surely_no_page) return {PrintState::Cancelled, first_of({job.message})};
    return {PrintState::Unknown, "cancelled while it was being printed"};
}

PrintStatus completed_status(const PrintEvidence& evidence) {
    const auto& reasons = evidence.job->reasons;
    for (const std::string_view word :
         {"job-completed-with-errors", "aborted-by-system", "job-canceled", "canceled-at-device"})
        if (has_reason(reasons, word))
            return {PrintState::Unknown, first_of({evidence.job->message, word})};
    // The backend of CUPS 2.4 now and then takes an end for a good one: it looked a moment before.
    if (evidence.device_job == JobState::Aborted || evidence.device_job == JobState::Cancelled)
        return {PrintState::Unknown, "the printer gave it up"};
    if (!evidence.queue) return {PrintState::Unknown, "the queue is gone"};
    const auto obstacle = queue_obstacle(evidence);
    if (!obstacle) return {PrintState::Printed, ""};
    // The last sheet of a tray leaves it empty: where the device tells the end, that is no doubt.
    const bool is_last_sheet =
        obstacle->state == PrintState::OutOfPaper && confirms_printing(evidence.queue->device_uri);
    if (is_last_sheet) return {PrintState::Printed, obstacle->detail};
    return {PrintState::Unknown, "sent, but the printer says " + obstacle->detail};
}

}  // namespace

PrintStatus print_status(const PrintEvidence& evidence, const PhaseLimits& limits) {
    if (!evidence.scheduler_answered)
        return {PrintState::Offline, "the print scheduler does not answer"};
    if (!evidence.job) return {PrintState::Unknown, "the scheduler does not know the job any more"};
    switch (evidence.job->state) {
        case JobState::Pending:
            return pending_status(evidence);
        case JobState::Held:
            return held_status(evidence);
        case JobState::Processing:
            return processing_status(evidence, limits);
        case JobState::Stopped:
        case JobState::Cancelled:
        case JobState::Aborted:
        case JobState::Completed:
            break;
    }
    const auto doubts = new_doubts(evidence);
    if (!doubts.empty()) return {PrintState::Unknown, tame(doubts.front())};
    if (evidence.job->state == JobState::Stopped) return stopped_status(evidence);
    if (evidence.job->state == JobState::Cancelled) return cancelled_status(evidence);
    if (evidence.job->state == JobState::Aborted)
        return {PrintState::Failed, first_of({evidence.job->message, "aborted"})};
    return completed_status(evidence);
}

PrintStatus device_status(const QueueFacts& device) {
    if (auto obstacle = obstacle_of(device.reasons)) return *obstacle;
    if (!device.accepts_jobs)
        return {PrintState::Offline, first_of({device.message, "it accepts no jobs"})};
    if (device.state == QueueState::Stopped)
        return {PrintState::Offline, first_of({device.message, "it is stopped"})};
    return {PrintState::Waiting, ""};
}

std::vector<std::string> doubts_of(const std::vector<std::string>& reasons) {
    std::vector<std::string> doubts;
    for (const auto& reason : reasons)
        if (reason.starts_with("cups-ipp-missing-job-")) doubts.push_back(reason);
    return doubts;
}

bool confirms_printing(std::string_view device_uri) {
    const bool is_ipp = device_uri.starts_with("ipp://") || device_uri.starts_with("ipps://") ||
                        device_uri.starts_with("dnssd://");
    return is_ipp && device_uri.find("waitjob=") == std::string_view::npos;
}

bool has_reason(const std::vector<std::string>& reasons, std::string_view word) {
    return std::any_of(reasons.begin(), reasons.end(),
                       [&](const auto& reason) { return starts_as_word(reason, word); });
}

std::string tame(std::string_view text) {
    text = text.substr(0, detail_chars_max);
    const auto text_bytes = bytes::utf8_prefix_bytes(text);
    std::string tamed;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool is_shown = byte >= 0x20 && byte != 0x7F && (byte < 0x80 || at < text_bytes);
        tamed += is_shown ? text[at] : '?';
    }
    return tamed;
}

}  // namespace outpost
