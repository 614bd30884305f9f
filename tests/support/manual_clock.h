// Test double: a clock that stands until it is moved.
#pragma once

#include "core/ports/clock.h"

#include <atomic>

namespace outpost::tests {

/// May be moved by one thread while others read it.
class ManualClock final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override { return {now_ms_}; }
    [[nodiscard]] std::int64_t monotonic_us() const override { return monotonic_us_; }
    void set_now(UtcInstant now) { now_ms_ = now.since_epoch_ms; }
    void advance_ms(std::int64_t ms) {
        now_ms_ += ms;
        monotonic_us_ += ms * 1000;
    }

  private:
    std::atomic<std::int64_t> now_ms_{1'700'000'000'000};
    std::atomic<std::int64_t> monotonic_us_{5'000'000};
};

}  // namespace outpost::tests
