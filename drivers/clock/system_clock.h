// The machine's own clocks.
#pragma once

#include "core/ports/clock.h"

namespace outpost {

/// now() follows the system's setting and may jump; monotonic_us() never goes back.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override;
    [[nodiscard]] std::int64_t monotonic_us() const override;
    /// Of itself it vouches for nothing: outpost::timekeeping weighs facts().
    [[nodiscard]] ClockTrust trust() const override { return ClockTrust::Unconfirmed; }
    /// Boot id of the kernel, CLOCK_BOOTTIME, adjtimex(2) or systemd-timesyncd's word, and
    /// /sys/class/rtc/*/hctosys. What cannot be asked speaks against the clock.
    [[nodiscard]] ClockFacts facts() const override;
};

}  // namespace outpost
