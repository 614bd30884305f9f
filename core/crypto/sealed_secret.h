// A secret under a passphrase: Argon2id (RFC 9106) makes the key, XChaCha20-Poly1305 seals.
// Layout: docs/formats/key-file.md.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/secret_bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace outpost::crypto {

/// What one guess at the passphrase costs. The default takes 64 MiB and at most 0.3 s on a kiosk.
struct SealCost {
    std::uint32_t passes = 3;
    std::uint32_t memory_kib = 64 * 1024;
};

/// Refused beyond these, so that a hostile file can not ask for all memory or all day.
inline constexpr std::uint32_t seal_passes_max = 8;
inline constexpr std::uint32_t seal_memory_kib_max = 256 * 1024;
inline constexpr std::uint32_t seal_memory_kib_min = 8;
inline constexpr std::size_t seal_secret_bytes_max = 8 * 1024;
inline constexpr std::size_t passphrase_bytes_max = 1024;

/// Fresh random bytes for one seal(); never used twice.
struct SealRandom {
    std::array<std::uint8_t, 16> salt{};
    std::array<std::uint8_t, 24> nonce{};
};

/// Seals the secret. `bound` is not stored, but must be the same when opening.
/// @error BadLength (empty passphrase), TooLong, BadValue (cost outside the bounds),
///        Unavailable (no memory for Argon2id)
Result<Bytes> seal(const SecretBytes& secret, const SecretBytes& passphrase, ByteView bound,
                   const SealRandom& random, const SealCost& cost = {});

/// Opens what seal() made.
/// @error WrongPassphrase (or altered: the two can not be told apart), Truncated, TooLong,
///        Unsupported (another version), BadValue (cost outside the bounds), Unavailable
Result<SecretBytes> unseal(ByteView sealed, const SecretBytes& passphrase, ByteView bound);

}  // namespace outpost::crypto
