// The bounded queue from the scanning threads to the main loop.
#pragma once

#include "firmware-app/runtime/event_bell.h"
#include "firmware-app/runtime/scan_event.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace outpost::runtime {

/// When full: symbols are refused or wait, as the caller chooses; a state of the camera takes the
/// place of the newest older state, because only the present one counts. The end always has room. A
/// frame waits outside the queue, the newest only, and comes when there is nothing else but the
/// end.
class EventQueue {
  public:
    /// @param bell  rung at each event; may be null, else outlives the queue
    explicit EventQueue(std::size_t symbols_max, EventBell* bell = nullptr)
        : symbols_max_(symbols_max), bell_(bell) {}

    /// False when there is no room.
    bool offer(SymbolSeen symbol);
    /// Waits for room. False when stopped.
    bool push(SymbolSeen symbol, std::stop_token stop);
    void tell(CameraStateChanged change);
    void tell(SourceEnded end);
    /// One that was taken before a frame told already is dropped: workers end in any order.
    void tell(FrameSeen frame);

    /// The oldest event; waits for one until the deadline.
    std::optional<ScanEvent> next(std::chrono::milliseconds deadline);

  private:
    static constexpr std::size_t states_max = 8;

    void append(ScanEvent event);
    void announce();
    [[nodiscard]] bool is_frame_next() const;
    ScanEvent take_next();

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<ScanEvent> events_;
    std::optional<FrameSeen> frame_;
    std::int64_t newest_frame_at_ms_ = 0;
    std::size_t symbols_max_;
    EventBell* bell_;
    std::size_t symbols_ = 0;
    std::size_t states_ = 0;
};

}  // namespace outpost::runtime
