// What a program seals for itself: XChaCha20-Poly1305 (IETF) under a key of its own.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/secret_bytes.h"
#include "core/ports/random.h"

#include <cstddef>
#include <utility>

namespace outpost::crypto {

/// Longest message of a box, in bytes; of sealed boxes, too (sealed_box.h).
inline constexpr std::size_t box_message_bytes_max = 64 * 1024 * 1024;
inline constexpr std::size_t own_box_key_bytes = 32;
/// What seal() adds to a message: a random nonce and the tag.
inline constexpr std::size_t own_box_extra_bytes = 24 + 16;

class OwnBox {
  public:
    /// @error BadLength
    static Result<OwnBox> from_key(ByteView key);

    /// `bound` is not in it, but must be the same when opening: what belongs to one place does not
    /// open in another. @error TooLong
    [[nodiscard]] Result<Bytes> seal(ByteView message, ByteView bound, Random& random) const;
    /// @error Truncated, BadSignature (altered, of another key, or bound to something else)
    [[nodiscard]] Result<Bytes> open(ByteView sealed, ByteView bound) const;

  private:
    explicit OwnBox(SecretBytes key) : key_(std::move(key)) {}
    SecretBytes key_;
};

}  // namespace outpost::crypto
