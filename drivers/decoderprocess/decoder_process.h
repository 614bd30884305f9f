// The client's end: a decoder process that is started, watched, and replaced when it fails.
#pragma once

#include "core/ports/frame_reader.h"
#include "core/ports/picture.h"
#include "drivers/decoderprocess/results.h"
#include "drivers/decoderprocess/shared_memory.h"
#include "drivers/decoderprocess/wire.h"
#include "drivers/decoderprocess/worker_start.h"

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace outpost {

/// A sanitizer's shadow memory is larger than any limit.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr std::size_t decoder_memory_bytes_max = 0;
#else
inline constexpr std::size_t decoder_memory_bytes_max = std::size_t{1024} * 1024 * 1024;
#endif

struct DecoderOptions {
    std::string program = default_decoder_program();          // absolute path
    std::size_t memory_bytes_max = decoder_memory_bytes_max;  // address space; 0: no limit
    std::chrono::milliseconds start_time{10'000};             // until the sandbox has closed
    std::chrono::milliseconds frame_margin{2'000};            // beyond a request's budget...
    std::chrono::milliseconds megapixel_time{200};            // ...and for each million pixels
    std::chrono::milliseconds picture_time{10'000};           // a picture or document
    std::chrono::milliseconds pause_min{100};  // after the second process in a row that did nothing
    std::chrono::milliseconds pause_max{5'000};  // doubled until then
};

/// One process for one user: the memory of former frames lies in it. Starts at the first request
/// and gets the libraries that the requests so far needed; a request that needs more replaces it.
/// May be called from several threads, one request at a time. A process dies with the thread that
/// started it; the next request notices.
/// A process that crashes, is late or answers nonsense is killed and counted, and its request
/// answered empty. Nothing that it says is trusted.
class DecoderProcess {
  public:
    explicit DecoderProcess(DecoderOptions options = {});
    ~DecoderProcess();
    DecoderProcess(const DecoderProcess&) = delete;
    DecoderProcess& operator=(const DecoderProcess&) = delete;

    /// Starts a process with these services now, for whoever wants to know that it can be done.
    /// @error Unavailable (program missing or broken, sandbox not allowed, failed too often just
    ///        now), Timeout
    Result<void> start(DecoderServices services);

    /// As FrameReader::read(). Empty too while no process can be started; a still picture waits
    /// until one may be.
    FrameReading read_frame(FrameView frame, const ReadRequest& request);

    /// As PictureReader::read(). @error also BadSyntax (the process failed on this content),
    /// Timeout, Unavailable (no process)
    Result<std::vector<Frame>> read_content(ByteView content, DecoderService service);

    [[nodiscard]] DecoderFaults faults() const;
    /// Why no process could be started the last time that one was needed.
    [[nodiscard]] std::optional<Error> start_failure() const;
    /// Of the running process; -1 when there is none. For tests and for doctor.
    [[nodiscard]] std::int64_t process_id() const;

  private:
    using SteadyClock = std::chrono::steady_clock;
    enum class Patience : std::uint8_t { None, WaitsForPause };

    Result<void> ensure_started(DecoderServices services, Patience patience);
    Result<void> launch();
    Result<void> keep_pause(Patience patience);
    Result<WireReply> exchange(WireRequest request, std::chrono::milliseconds time);
    [[nodiscard]] std::chrono::milliseconds frame_time(const WireRequest& request) const;
    Result<FrameReading> take_reading(const WireReply& reply, FrameSize frame);
    Result<WireReply> receive(SteadyClock::time_point ends_at);
    void note_failure(Errc code);
    void stop();

    const DecoderOptions options_;
    mutable std::mutex mutex_;
    WorkerChild child_;
    Descriptor socket_;
    SharedMemory inbox_;
    SharedMemory outbox_;
    DecoderServices services_ = 0;
    std::uint64_t last_id_ = 0;
    bool has_answered_ = false;  // this process, at least once
    int idle_deaths_ = 0;        // processes in a row that never answered
    SteadyClock::time_point starts_after_{};
    DecoderFaults faults_;
    std::optional<Error> start_failure_;
};

}  // namespace outpost
