// Private keys that sign: Ed25519 (RFC 8032) and RSA-2048 with PS256 (RFC 7518 section 3.5).
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/public_key.h"
#include "core/crypto/secret_bytes.h"
#include "core/ports/random.h"

#include <memory>

namespace outpost::crypto {

/// One private key and its public half. Movable, not copyable; never printed.
class SigningKey {
  public:
    static SigningKey generate_ed25519(Random& random);
    /// 2048 bits, e = 65537. The primes come from OpenSSL's own generator: it takes no other
    /// source. Takes 50 to 500 ms. @error Unavailable (the library failed)
    static Result<SigningKey> generate_rsa();
    /// 32 bytes (RFC 8032 section 5.1.5). @error BadLength
    static Result<SigningKey> from_ed25519_seed(ByteView seed);
    /// RSAPrivateKey (RFC 8017 appendix A.1.2) or PKCS#8, DER; 2048 bits, e = 65537. All its
    /// numbers are checked against each other, which takes 40 ms. @error BadKey, BadLength,
    /// TrailingData, Unsupported
    static Result<SigningKey> from_rsa_der(ByteView der);

    ~SigningKey();
    SigningKey(SigningKey&&) noexcept;
    SigningKey& operator=(SigningKey&&) noexcept;

    [[nodiscard]] const PublicKey& public_key() const;
    [[nodiscard]] KeyType type() const { return public_key().type(); }
    /// What from_ed25519_seed or from_rsa_der takes back: the seed, or RSAPrivateKey DER.
    [[nodiscard]] SecretBytes private_form() const;

    /// 64 bytes; the same message gives the same signature. @error BadKey (another key type)
    [[nodiscard]] Result<Bytes> sign_ed25519(ByteView message) const;
    /// RSASSA-PSS, SHA-256, MGF1-SHA-256, 32 random bytes of salt. Each signature is checked before
    /// it is handed out: a single wrong bit in RSA's arithmetic would give the private key away.
    /// @error BadKey (another key type), Unavailable (the library failed)
    [[nodiscard]] Result<Bytes> sign_ps256(ByteView message) const;

  private:
    struct Parts;
    explicit SigningKey(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace outpost::crypto
