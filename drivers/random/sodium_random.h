// Unpredictable bytes from the operating system, through libsodium.
#pragma once

#include "core/ports/random.h"

namespace outpost {

class SodiumRandom final : public Random {
  public:
    /// Ends the process when libsodium cannot be set up: without randomness nothing may be signed.
    SodiumRandom();
    void fill(std::span<std::uint8_t> out) override;
};

}  // namespace outpost
