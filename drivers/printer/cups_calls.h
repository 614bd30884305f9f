// The few things we ask of CUPS, as a table that tests can replace.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "drivers/printer/attempts.h"
#include "drivers/printer/print_evidence.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace outpost {

/// Checked by the caller: name and media are plain words.
struct PrintJob {
    std::string name;
    std::string media;  // PWG 5101.1
    ByteView pdf;
};

/// Each call ends within its time limit. Errors of all: Unavailable (nobody answers, or refused),
/// Timeout (asked, but no answer), BadSyntax (an answer that is none).
class CupsCalls {
  public:
    virtual ~CupsCalls() = default;
    /// One request with the document in it: a job exists completely or not at all. Returns its
    /// number. @error Timeout: it may exist; BadValue (refused for what it is)
    virtual Result<int> print(const PrintJob& job) = 0;
    /// @error NotFound
    virtual Result<JobFacts> job(int number) = 0;
    /// @error NotFound
    virtual Result<QueueFacts> queue() = 0;
    /// Jobs of all queues whose number is `first` or more, ended ones too, ascending.
    virtual Result<std::vector<JobEntry>> jobs(int first) = 0;
    /// @error NotFound
    virtual Result<void> cancel(int number) = 0;
    /// Asks the device itself. @error Unsupported: one that speaks no IPP at an address
    virtual Result<QueueFacts> device(const std::string& device_uri) = 0;
    /// How the newest ended job of that name stands in the device's own history.
    /// @error Unsupported as device(), NotFound (it keeps none, or not for us)
    virtual Result<JobState> device_job(const std::string& device_uri, const std::string& name) = 0;
};

/// @field server  host, host:port or the path of a socket; empty: as CUPS is configured
struct CupsServer {
    std::string queue;
    std::string server;
    std::int64_t connect_ms = 3'000;
    std::int64_t answer_ms = 10'000;  // of a whole request; print() has three times as long
    std::int64_t device_ms = 3'000;
};

/// @error BadValue (the queue's name)
Result<std::unique_ptr<CupsCalls>> open_cups(CupsServer server);

}  // namespace outpost
