// Makes a file give its frames as slowly as a camera would.
#pragma once

#include "core/ports/clock.h"

#include <chrono>
#include <cstdint>

namespace outpost {

class FramePacer {
  public:
    /// @param interval  between two frames; zero: no waiting
    FramePacer(const Clock& clock, std::chrono::milliseconds interval)
        : clock_(clock), interval_ms_(interval.count()) {}

    void restart();
    /// Waits until the next frame is due, at most until the deadline. True when it is due.
    bool wait(std::chrono::milliseconds deadline);

  private:
    const Clock& clock_;
    std::int64_t interval_ms_;
    std::int64_t due_at_ms_ = 0;
};

}  // namespace outpost
