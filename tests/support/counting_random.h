// Test double: bytes that can be foretold.
#pragma once

#include "core/ports/random.h"

namespace outpost::tests {

/// 0, 1, 2, ... 255, 0, ...; two objects give the same.
class CountingRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = next_++;
    }

  private:
    std::uint8_t next_ = 0;
};

}  // namespace outpost::tests
