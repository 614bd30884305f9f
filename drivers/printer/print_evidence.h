// What the print scheduler and the device said about one job, and what it means.
#pragma once

#include "core/ports/printer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost {

/// RFC 8011 section 5.3.7.
enum class JobState : std::uint8_t {
    Pending = 3,
    Held,
    Processing,
    Stopped,
    Cancelled,
    Aborted,
    Completed
};

/// RFC 8011 section 5.4.11.
enum class QueueState : std::uint8_t { Idle = 3, Processing, Stopped };

struct JobFacts {
    JobState state = JobState::Pending;
    std::vector<std::string> reasons;  // keywords of job-state-reasons
    std::string message;               // the scheduler's sentence, in its language
    std::string name;                  // job-name; empty when the scheduler keeps it private
    bool has_begun = false;            // it was processing once (time-at-processing)
};

/// Of a queue, or of the device itself.
struct QueueFacts {
    QueueState state = QueueState::Idle;
    bool accepts_jobs = true;
    std::vector<std::string> reasons;  // keywords of printer-state-reasons
    std::string message;
    std::string device_uri;  // of a queue
};

enum class DeviceAnswer : std::uint8_t { NotAsked, Answered, Silent };

/// @field reasons_before  those of the queue when the job was sent, as far as they are doubts
///                        (doubts_of): they stick to a queue and say nothing about later jobs
/// @field was_stuck       this job was last seen waiting, out of paper or jammed
/// @field device_job      of a completed job: how the device itself says that it ended, if it does
/// @field unchanged_ms    how long the facts of job and queue have been as they are
struct PrintEvidence {
    bool scheduler_answered = false;
    std::optional<JobFacts> job;      // none: the scheduler does not know it
    std::optional<QueueFacts> queue;  // none: there is no such queue
    std::vector<std::string> reasons_before;
    DeviceAnswer device = DeviceAnswer::NotAsked;
    std::optional<JobState> device_job;
    bool was_stuck = false;
    std::int64_t unchanged_ms = 0;
};

/// @field silent_ms    after so long without news, a device that does not answer is offline
/// @field printing_ms  after so long without news, it is offline whatever it answers
struct PhaseLimits {
    std::int64_t silent_ms = 10'000;
    std::int64_t printing_ms = 120'000;
};

/// The one meaning of the facts (the table is in docs/printing.md). Printed is said only of a
/// completed job that nothing speaks against.
PrintStatus print_status(const PrintEvidence& evidence, const PhaseLimits& limits);

/// A device, or a queue in its place: Waiting (ready), OutOfPaper, Jammed, Offline.
PrintStatus device_status(const QueueFacts& device);

/// The reasons by which CUPS admits that it lost sight of a job.
std::vector<std::string> doubts_of(const std::vector<std::string>& reasons);

/// True for a device that tells when the page is out (IPP); others just take the bytes.
bool confirms_printing(std::string_view device_uri);

/// Keyword `word` itself or with a suffix ("media-empty-warning" for "media-empty").
bool has_reason(const std::vector<std::string>& reasons, std::string_view word);

/// At most 200 bytes, no control characters, no broken UTF-8: foreign words, fit for a screen.
std::string tame(std::string_view text);

}  // namespace outpost
