// Public keys as verification methods carry them, and the two signature checks that DIVOC uses.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/digest.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace outpost::crypto {

enum class KeyType : std::uint8_t { Ed25519, Rsa, EcP256, EcP384 };

/// One public key; cheap to copy (shares an immutable parsed key). Safe to use from several
/// threads.
class PublicKey {
  public:
    /// SubjectPublicKeyInfo (RFC 5280), DER. RSA: 2048 to 4096 bits, e odd and >= 3.
    /// @error BadKey, Unsupported (another algorithm or curve), BadLength, TrailingData
    static Result<PublicKey> from_spki_der(ByteView der);
    /// "-----BEGIN PUBLIC KEY-----" with exactly one key. @error as from_spki_der, BadSyntax
    static Result<PublicKey> from_pem(std::string_view pem);
    /// 32 raw bytes (RFC 8032). @error BadLength, BadKey (a point of small order)
    static Result<PublicKey> from_ed25519_raw(ByteView raw);
    /// publicKeyBase58: base58btc of the raw Ed25519 key, no multibase prefix.
    static Result<PublicKey> from_base58(std::string_view text);
    /// publicKeyMultibase: z-base58btc of a multicodec key (ed25519-pub 0xed01, p256-pub 0x1200,
    /// p384-pub 0x1201).
    static Result<PublicKey> from_multibase(std::string_view text);
    /// Big-endian modulus and exponent, as a JWK carries them. @error BadKey, BadLength
    static Result<PublicKey> from_rsa_components(ByteView modulus, ByteView exponent);
    /// Affine coordinates of a P-256 or P-384 point, as a JWK carries them. @error BadKey,
    /// BadLength
    static Result<PublicKey> from_ec_point(KeyType curve, ByteView x, ByteView y);
    /// The key of an X.509 certificate, DER or PEM.
    static Result<PublicKey> from_x509(ByteView der_or_pem);

    [[nodiscard]] KeyType type() const;
    [[nodiscard]] const Bytes& spki_der() const;
    /// SHA-256 over spki_der().
    [[nodiscard]] const Sha256Digest& fingerprint() const;
    /// Ed25519 only: the 32 raw bytes.
    [[nodiscard]] ByteView raw() const;
    [[nodiscard]] int bits() const;
    [[nodiscard]] std::string pem() const;
    [[nodiscard]] std::string base58() const;  // Ed25519 only

    bool operator==(const PublicKey& other) const { return fingerprint() == other.fingerprint(); }

    /// Ed25519 (RFC 8032, libsodium's strict rules). False for any other key type or length.
    [[nodiscard]] bool verify_ed25519(ByteView message, ByteView signature) const;
    /// RSASSA-PSS, SHA-256, MGF1-SHA-256, salt exactly 32 bytes (RFC 7518 section 3.5, PS256).
    [[nodiscard]] bool verify_ps256(ByteView message, ByteView signature) const;

  private:
    struct Parsed;
    explicit PublicKey(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
    std::shared_ptr<const Parsed> parsed_;
};

/// True for keys whose private halves stand in public repositories (docs/formats/trust-bundle.md).
bool is_published(const PublicKey& key);

}  // namespace outpost::crypto
