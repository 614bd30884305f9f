// The machine's own clocks.
#pragma once

#include "core/ports/clock.h"

namespace outpost {

/// now() follows the system's setting and may jump; monotonic_us() never goes back.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override;
    [[nodiscard]] std::int64_t monotonic_us() const override;
};

}  // namespace outpost
