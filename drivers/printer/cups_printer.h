// A queue of a CUPS print scheduler.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/printer.h"
#include "drivers/printer/cups_calls.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace outpost {

/// @field attempts_path  a small file of ours (attempts.h) in the state folder; empty: none is
///                       kept, and find() then never says No
struct CupsOptions {
    CupsServer server;
    std::string attempts_path;
    PhaseLimits limits;
    std::int64_t device_every_ms = 5'000;  // how often a silent device is asked during a job
};

/// For one thread. A ticket's `job` is the job's number, and behind a '+' what the queue had
/// already admitted to have lost before: "17", "17+cups-ipp-missing-job-history".
class CupsPrinter final : public Printer {
  public:
    /// Store and clock must outlive the object. @error BadValue (queue or server)
    static Result<std::unique_ptr<CupsPrinter>> open(CupsOptions options, FileStore& store,
                                                     const Clock& clock);
    /// With other calls, for tests.
    CupsPrinter(CupsOptions options, std::unique_ptr<CupsCalls> calls, FileStore& store,
                const Clock& clock)
        : options_(std::move(options)), calls_(std::move(calls)), store_(&store), clock_(&clock) {}

    /// Writes the attempt down, then sends job and document in one request.
    /// @error Unavailable (no scheduler, no such queue, it does not accept), Timeout (it may have
    ///        been sent: find()), BadValue, TooLong, Io and BadSyntax (the attempts file)
    Result<PrintTicket> send(const PrintRequest& request) override;
    /// A final state that is no print of ours any more is not watched: cancel() what has failed, so
    /// that nobody restarts it in the scheduler.
    PrintStatus status(const PrintTicket& ticket) override;
    /// Yes: the scheduler shows the job. No: the scheduler answers, and either send() never got as
    /// far as sending (known for the last attempts_max names), or its history has no gap since.
    SentBefore find(const std::string& name) override;
    /// @error NotFound, Unavailable (it has ended, or we may not), Timeout
    Result<void> cancel(const PrintTicket& ticket) override;
    /// Asks an IPP device directly; of others only the queue's own troubles are known.
    PrintStatus health() override;

  private:
    struct Watch {
        std::string facts;  // all that was seen, to notice news
        std::int64_t since_ms = 0;
        std::int64_t asked_ms = 0;
        DeviceAnswer device = DeviceAnswer::NotAsked;
        bool was_stuck = false;
    };
    struct History {
        SentBefore before;
        Attempts attempts;
        bool is_attempted = false;
        int newest_job = 0;
        std::string newest_uuid;
    };

    Result<History> look_back(const std::string& name);
    Result<Attempts> load_attempts() const;
    Watch& watch_of(int number, const PrintEvidence& evidence);
    void ask_device(Watch& watch, const std::string& device_uri);

    CupsOptions options_;
    std::unique_ptr<CupsCalls> calls_;
    FileStore* store_;
    const Clock* clock_;
    std::map<int, Watch> watches_;  // by job number
};

}  // namespace outpost
