// Unpredictable bytes from the operating system, through libsodium.
#include "drivers/random/sodium_random.h"

#include "core/base/check.h"

#include <sodium.h>

namespace outpost {

SodiumRandom::SodiumRandom() {
    OUTPOST_CHECK(sodium_init() >= 0);
}

void SodiumRandom::fill(std::span<std::uint8_t> out) {
    if (out.empty()) return;  // an empty span may have no address
    randombytes_buf(out.data(), out.size());
}

}  // namespace outpost
