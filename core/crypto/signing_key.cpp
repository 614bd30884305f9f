#include "core/crypto/signing_key.h"

#include "core/crypto/openssl_handles.h"
#include "core/crypto/sodium_ready.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include <utility>

namespace outpost::crypto {

namespace {

constexpr int rsa_bits = 2048;
constexpr std::size_t rsa_der_bytes_max = 2048;  // RSAPrivateKey of 2048 bits needs 1190

Error library_error(Errc code, const char* what) {
    ERR_clear_error();
    return Error{code, 0, what};
}

/// The public half by way of its DER form, so that it is judged like any other key.
Result<PublicKey> public_half(EVP_PKEY* key) {
    unsigned char* der = nullptr;
    const int length = i2d_PUBKEY(key, &der);
    if (length <= 0) return library_error(Errc::BadKey, "private key without its public half");
    const Bytes spki(der, der + length);
    OPENSSL_free(der);
    return PublicKey::from_spki_der(spki);
}

bool has_usual_exponent(const EVP_PKEY* key) {
    BIGNUM* exponent = nullptr;
    const int found = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent);
    const BigNumber owner(exponent);
    return found == 1 && BN_is_word(exponent, RSA_F4) == 1;
}

}  // namespace

struct SigningKey::Parts {
    PublicKey public_key;
    SecretBytes ed25519;  // seed and public key, as libsodium keeps them; empty for RSA
    EvpKey rsa;           // OpenSSL wipes its private numbers when it frees them
    EvpKeyContext pss;    // prepared; each signature works on a duplicate

    static Result<SigningKey> from_rsa(EvpKey key) {
        OUTPOST_TRY(PublicKey half, public_half(key.get()));
        if (half.type() != KeyType::Rsa) return Error{Errc::Unsupported, 0, "not an RSA key"};
        if (half.bits() != rsa_bits)
            return Error{Errc::BadLength, 0, "RSA key of other than 2048 bits"};
        if (!has_usual_exponent(key.get()))
            return Error{Errc::BadKey, 0, "RSA exponent other than 65537"};
        EvpKeyContext pss = make_pss_context(key.get(), PssUse::Sign);
        if (pss == nullptr) return library_error(Errc::BadKey, "RSA key not usable");
        return SigningKey(std::make_unique<Parts>(
            Parts{std::move(half), SecretBytes(), std::move(key), std::move(pss)}));
    }
};

SigningKey::SigningKey(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

SigningKey SigningKey::generate_ed25519(Random& random) {
    SecretBytes seed(crypto_sign_SEEDBYTES);
    random.fill(seed.writable());
    auto key = from_ed25519_seed(seed.view());
    OUTPOST_CHECK(key.has_value());  // every seed of 32 bytes makes a key
    return std::move(key).value();
}

Result<SigningKey> SigningKey::generate_rsa() {
    EvpKey key(EVP_RSA_gen(rsa_bits));  // e = 65537 is its default
    if (key == nullptr) return library_error(Errc::Unavailable, "RSA key generation failed");
    return Parts::from_rsa(std::move(key));
}

Result<SigningKey> SigningKey::from_ed25519_seed(ByteView seed) {
    if (seed.size() != crypto_sign_SEEDBYTES)
        return Error{Errc::BadLength, seed.size(), "Ed25519 seed"};
    ensure_sodium();
    SecretBytes secret(crypto_sign_SECRETKEYBYTES);
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> raw{};
    crypto_sign_seed_keypair(raw.data(), secret.writable().data(), seed.data());
    OUTPOST_TRY(PublicKey half, PublicKey::from_ed25519_raw(raw));
    return SigningKey(
        std::make_unique<Parts>(Parts{std::move(half), std::move(secret), nullptr, nullptr}));
}

Result<SigningKey> SigningKey::from_rsa_der(ByteView der) {
    if (der.size() > rsa_der_bytes_max)
        return Error{Errc::BadLength, rsa_der_bytes_max, "RSA private key"};
    const unsigned char* cursor = der.data();
    EvpKey key(d2i_AutoPrivateKey(nullptr, &cursor, static_cast<long>(der.size())));
    if (key == nullptr) return library_error(Errc::BadKey, "not a private key");
    const auto used = static_cast<std::size_t>(cursor - der.data());
    if (used != der.size()) return Error{Errc::TrailingData, used, "bytes after the private key"};
    const EvpKeyContext checker(EVP_PKEY_CTX_new(key.get(), nullptr));
    OUTPOST_TRY(SigningKey made, Parts::from_rsa(std::move(key)));
    // A signature that verifies is no proof: OpenSSL recovers from a wrong prime on its own.
    if (checker == nullptr || EVP_PKEY_check(checker.get()) != 1)
        return library_error(Errc::BadKey, "numbers of the key do not fit each other");
    return made;
}

const PublicKey& SigningKey::public_key() const {
    return parts_->public_key;
}

SecretBytes SigningKey::private_form() const {
    if (parts_->rsa == nullptr)
        return SecretBytes::copy_of(parts_->ed25519.view().first(crypto_sign_SEEDBYTES));
    const int length = i2d_PrivateKey(parts_->rsa.get(), nullptr);
    OUTPOST_CHECK(length > 0);
    SecretBytes der(static_cast<std::size_t>(length));
    unsigned char* cursor = der.writable().data();
    OUTPOST_CHECK(i2d_PrivateKey(parts_->rsa.get(), &cursor) == length);
    return der;
}

Result<Bytes> SigningKey::sign_ed25519(ByteView message) const {
    if (type() != KeyType::Ed25519) return Error{Errc::BadKey, 0, "not an Ed25519 key"};
    Bytes signature(crypto_sign_BYTES);
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                         parts_->ed25519.view().data());
    return signature;
}

Result<Bytes> SigningKey::sign_ps256(ByteView message) const {
    if (type() != KeyType::Rsa) return Error{Errc::BadKey, 0, "not an RSA key"};
    const EvpKeyContext context(EVP_PKEY_CTX_dup(parts_->pss.get()));
    if (context == nullptr) return library_error(Errc::Unavailable, "RSA signing");
    const Sha256Digest digest = sha256(message);
    Bytes signature(rsa_bits / 8);
    std::size_t length = signature.size();
    if (EVP_PKEY_sign(context.get(), signature.data(), &length, digest.data(), digest.size()) != 1)
        return library_error(Errc::Unavailable, "RSA signing failed");
    if (length != signature.size() || !parts_->public_key.verify_ps256(message, signature))
        return Error{Errc::Unavailable, 0, "RSA signature does not verify"};
    return signature;
}

}  // namespace outpost::crypto
