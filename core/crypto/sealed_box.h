// Messages that only the owner of a key pair can read: X25519 with XSalsa20-Poly1305 (libsodium's
// sealed box), and XChaCha20-Poly1305 for long ones.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/own_box.h"
#include "core/crypto/secret_bytes.h"
#include "core/ports/random.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace outpost::crypto {

/// What seal_to() adds to a message, and seal_long_to().
inline constexpr std::size_t box_extra_bytes = 48;
inline constexpr std::size_t long_box_extra_bytes =
    own_box_key_bytes + box_extra_bytes + own_box_extra_bytes;

/// An X25519 public key (RFC 7748).
using BoxPublicKey = std::array<std::uint8_t, 32>;

/// The private half: opens what was sealed to its public key.
class BoxKey {
  public:
    static BoxKey generate(Random& random);
    /// 32 bytes, as private_form() gives them. @error BadLength
    static Result<BoxKey> from_private(ByteView secret);

    [[nodiscard]] const BoxPublicKey& public_key() const { return public_key_; }
    [[nodiscard]] ByteView private_form() const { return secret_.view(); }

    /// What seal_to() made for this key. @error Truncated, TooLong, BadSignature (altered, or
    /// sealed to another key: the two can not be told apart)
    [[nodiscard]] Result<Bytes> open(ByteView sealed) const;
    /// What seal_long_to() made for this key with the same `bound`. @error those of open()
    [[nodiscard]] Result<Bytes> open_long(ByteView sealed, ByteView bound) const;

  private:
    explicit BoxKey(SecretBytes secret);
    SecretBytes secret_;
    BoxPublicKey public_key_{};
};

/// libsodium's crypto_box_seal, with randomness from the port. Nobody but the key's owner can read
/// it, the sender neither; it does not say who the sender was.
/// @error TooLong, BadKey (a public key of small order)
Result<Bytes> seal_to(const BoxPublicKey& key, ByteView message, Random& random);

/// A fresh key under seal_to(), then nonce and XChaCha20-Poly1305 over the message. `bound` is not
/// in it, but must be the same when opening. @error those of seal_to()
Result<Bytes> seal_long_to(const BoxPublicKey& key, ByteView message, ByteView bound,
                           Random& random);

}  // namespace outpost::crypto
