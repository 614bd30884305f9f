// Port: time of day and a monotonic clock.
#pragma once

#include "core/base/time.h"

#include <cstdint>

namespace outpost {

class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UtcInstant now() const = 0;
    [[nodiscard]] virtual std::int64_t monotonic_ms() const = 0;
};

}  // namespace outpost
