// A PIN made costly to guess: Argon2id (RFC 9106), raw, and the comparison that tells no time.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/secret_bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace outpost::crypto {

inline constexpr std::size_t pin_salt_bytes = 16;
inline constexpr std::size_t pin_key_bytes = 32;
/// Longer inputs are refused: no keypad makes them.
inline constexpr std::size_t pin_bytes_max = 64;

using PinSalt = std::array<std::uint8_t, pin_salt_bytes>;

/// What one guess costs. Less memory than a key file's: the kiosk pays it while it shows pictures.
struct PinCost {
    std::uint32_t passes = 4;
    std::uint32_t memory_kib = 32 * 1024;
    bool operator==(const PinCost&) const = default;
};

/// Refused beyond these, so that a hostile file can not ask for all memory or all day.
inline constexpr std::uint32_t pin_passes_max = 8;
inline constexpr std::uint32_t pin_memory_kib_max = 128 * 1024;
inline constexpr std::uint32_t pin_memory_kib_min = 8;

[[nodiscard]] bool is_allowed(const PinCost& cost);

/// The PIN stretched to pin_key_bytes. Takes a quarter of a second or so: not for the main loop.
/// @error BadLength (empty), TooLong, BadValue (cost outside the bounds), Unavailable (no memory)
Result<SecretBytes> stretch_pin(const SecretBytes& pin, const PinSalt& salt, const PinCost& cost);

/// Compares in a time that depends on the lengths only.
[[nodiscard]] bool is_same_secret(ByteView a, ByteView b);

}  // namespace outpost::crypto
