// The bounded queue from the scanning threads to the main loop.
#pragma once

#include "firmware-app/runtime/scan_event.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace outpost::runtime {

/// When full: symbols are refused or wait, as the caller chooses; a state of the camera takes the
/// place of the newest older state, because only the present one counts. The end always has room.
class EventQueue {
  public:
    explicit EventQueue(std::size_t symbols_max) : symbols_max_(symbols_max) {}

    /// False when there is no room.
    bool offer(SymbolSeen symbol);
    /// Waits for room. False when stopped.
    bool push(SymbolSeen symbol, std::stop_token stop);
    void tell(CameraStateChanged change);
    void tell(SourceEnded end);

    /// The oldest event; waits for one until the deadline.
    std::optional<ScanEvent> next(std::chrono::milliseconds deadline);

  private:
    static constexpr std::size_t states_max = 8;

    void append(ScanEvent event);

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<ScanEvent> events_;
    std::size_t symbols_max_;
    std::size_t symbols_ = 0;
    std::size_t states_ = 0;
};

}  // namespace outpost::runtime
