// Port: time of day and a monotonic clock.
#pragma once

#include "core/base/time.h"

#include <cstdint>

namespace outpost {

class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UtcInstant now() const = 0;
    /// Never goes back; its zero means nothing.
    [[nodiscard]] virtual std::int64_t monotonic_us() const = 0;
    [[nodiscard]] std::int64_t monotonic_ms() const { return monotonic_us() / 1000; }
};

}  // namespace outpost
