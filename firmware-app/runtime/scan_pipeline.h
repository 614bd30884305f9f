// Camera to symbols: one capture thread, some decode workers, one queue of events.
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "core/ports/device_watch.h"
#include "core/ports/frame_reader.h"
#include "firmware-app/runtime/event_bell.h"
#include "firmware-app/runtime/event_queue.h"
#include "firmware-app/runtime/frame_slot.h"
#include "firmware-app/runtime/repeat_filter.h"
#include "firmware-app/runtime/scan_event.h"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace outpost::runtime {

enum class FramePolicy : std::uint8_t {
    NewestWins,  // a device: a frame that no worker is free for is lost
    EveryFrame,  // a file: every frame is looked at with everything there is
};

struct ScanOptions {
    FramePolicy frame_policy = FramePolicy::NewestWins;
    std::uint32_t workers = 2;
    std::chrono::milliseconds out_of_view{2'000};           // zero: every sighting is an event
    std::chrono::milliseconds thorough_interval{150};       // between two thorough readings
    std::chrono::milliseconds thorough_idle_interval{600};  // the same, nothing in view for
    std::chrono::milliseconds idle_after{2'000};            // so long
    std::chrono::milliseconds thorough_budget{90};          // of one thorough reading
    std::chrono::milliseconds still_budget{400};            // of one frame of a file
    std::chrono::milliseconds frame_deadline{200};          // of one Camera::next_frame
    std::chrono::milliseconds reopen_first{250};  // pause before the camera is opened again,
    std::chrono::milliseconds reopen_max{4'000};  // doubled after each failure up to this
    std::chrono::milliseconds reopen_when_silent{
        10'000};  // a silent camera is opened again after this
    std::size_t symbols_queued_max = 16;
    bool keeps_look = false;    // newest_look() is asked for: a copy of each frame
    bool tells_frames = false;  // FrameSeen is wanted
    bool sets_exposure = true;  // of a device that has the controls, after the symbol
};

/// The newest frame that was looked at, for a live picture and hints.
struct FrameLook {
    Frame frame;
    FrameQuality quality;
    std::vector<std::array<PixelPoint, 4>> read;  // corners of the symbols that were read
};

/// What a pipeline can do without. They outlive it.
struct ScanHelpers {
    DeviceWatch* watch = nullptr;  // used by the capture thread: the pipeline's own
    EventBell* bell = nullptr;     // rung at each event
};

struct ScanCounters {
    std::uint64_t frames = 0;       // that the camera gave
    std::uint64_t frames_lost = 0;  // that no worker was free for
    std::uint64_t frames_read = 0;  // that a worker has looked at
    std::uint64_t thorough_readings = 0;
    std::uint64_t symbols = 0;     // sightings, repeats included
    std::uint64_t reopenings = 0;  // attempts
};

/// Runs from construction to destruction. The camera and the clock outlive it and are used by its
/// threads only; next_event() is for one thread at a time.
class ScanPipeline {
  public:
    using ReaderFactory = std::function<std::unique_ptr<FrameReader>()>;

    ScanPipeline(Camera& camera, const ReaderFactory& make_reader, const Clock& clock,
                 const ScanOptions& options, const ScanHelpers& helpers = {});
    /// Stops the threads and waits for them: at most one frame deadline and one decoding.
    ~ScanPipeline();
    ScanPipeline(const ScanPipeline&) = delete;
    ScanPipeline& operator=(const ScanPipeline&) = delete;

    /// The oldest event; nothing when none comes before the deadline.
    std::optional<ScanEvent> next_event(std::chrono::milliseconds deadline);
    /// Null before the first frame, after forget_look(), and without keeps_look.
    [[nodiscard]] std::shared_ptr<const FrameLook> newest_look() const;
    /// Nothing of what was seen is kept for newest_look().
    void forget_look();
    [[nodiscard]] ScanCounters counters() const;

  private:
    struct Tally {
        std::atomic<std::uint64_t> frames{0};
        std::atomic<std::uint64_t> frames_read{0};
        std::atomic<std::uint64_t> thorough_readings{0};
        std::atomic<std::uint64_t> symbols{0};
        std::atomic<std::uint64_t> reopenings{0};
    };

    /// What was found in the newest frame that has been looked at.
    struct NewestTrace {
        std::mutex mutex;
        std::optional<SymbolTrace> trace;
        std::int64_t taken_at_ms = 0;
        std::int64_t in_view_at_ms = 0;  // when there was one
    };

    void capture(const std::stop_token& stop);
    bool hand_over(Frame& frame, const std::stop_token& stop);
    void note_trace(const Frame& frame, const FrameReading& reading);
    std::optional<SymbolTrace> trace_for(const Frame& frame);
    void decode(const std::stop_token& stop, FrameReader& reader);
    FrameReading read_frame(FrameReader& reader, const Frame& frame);
    bool may_be_thorough_now(bool idle);
    bool is_idle(const Frame& frame);
    void keep_look(const Frame& frame, const FrameReading& reading);
    void report(SymbolRead symbol, const Frame& frame, std::int64_t decode_us,
                const std::stop_token& stop);

    Camera& camera_;
    const Clock& clock_;
    ScanOptions options_;
    DeviceWatch* watch_;
    FrameSlot slot_;
    EventQueue events_;
    RepeatFilter repeats_;
    Tally tally_;
    std::atomic<std::int64_t> thorough_at_ms_{-1'000'000};  // long ago
    NewestTrace newest_trace_;
    mutable std::mutex look_mutex_;
    std::shared_ptr<FrameLook> look_;
    std::vector<std::unique_ptr<FrameReader>> readers_;
    std::vector<std::jthread> threads_;  // last: they end before what they use
};

}  // namespace outpost::runtime
