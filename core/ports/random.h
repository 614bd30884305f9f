// Port: unpredictable bytes.
#pragma once

#include <cstdint>
#include <span>

namespace outpost {

class Random {
  public:
    virtual ~Random() = default;
    /// Fills the span from the operating system's generator; never fails (or ends the process).
    virtual void fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace outpost
