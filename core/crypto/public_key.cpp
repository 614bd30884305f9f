#include "core/crypto/public_key.h"

#include "core/bytes/base58.h"
#include "core/crypto/openssl_handles.h"
#include "core/crypto/pem.h"
#include "core/crypto/sodium_ready.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

namespace outpost::crypto {

namespace {

constexpr std::size_t spki_bytes_max = 1024;  // RSA-4096 needs 550
constexpr std::size_t certificate_bytes_max = 16 * 1024;
constexpr int rsa_bits_min = 2048;
constexpr int rsa_bits_max = 4096;
constexpr int rsa_exponent_bits_max = 64;  // a larger one only makes verification slow
constexpr std::size_t ed25519_bytes = 32;
constexpr std::size_t ed25519_signature_bytes = 64;

// SubjectPublicKeyInfo up to the key itself (RFC 8410 section 4, RFC 5480 section 2).
constexpr std::array<std::uint8_t, 12> ed25519_prefix{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                      0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
constexpr std::array<std::uint8_t, 27> p256_prefix{
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
    0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
constexpr std::array<std::uint8_t, 24> p384_prefix{0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86,
                                                   0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b,
                                                   0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00, 0x04};

const char* group_name(KeyType curve) {
    return curve == KeyType::EcP256 ? "P-256" : "P-384";
}
std::size_t coordinate_bytes(KeyType curve) {
    return curve == KeyType::EcP256 ? 32 : 48;
}

Error library_error(Errc code, const char* what) {
    ERR_clear_error();  // the queue belongs to the thread; nothing of ours may stay in it
    return Error{code, 0, what};
}

Bytes joined(ByteView first, ByteView second) {
    Bytes all(first.size() + second.size());
    const auto middle = std::copy(first.begin(), first.end(), all.begin());
    std::copy(second.begin(), second.end(), middle);
    return all;
}

BigNumber number_parameter(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1) ERR_clear_error();
    return BigNumber(number);
}

Result<EvpKey> key_from_parameters(const char* algorithm, ParameterBuilder builder) {
    const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const EvpKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr));
    EVP_PKEY* key = nullptr;
    if (parameters == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
        return library_error(Errc::BadKey, "not a public key");
    return EvpKey(key);
}

/// @param octets  a point as SEC 1 section 2.3.3 encodes it, compressed or not
Result<EvpKey> ec_key_from_octets(KeyType curve, ByteView octets) {
    ParameterBuilder builder(OSSL_PARAM_BLD_new());
    OUTPOST_CHECK(builder != nullptr);
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, group_name(curve),
                                    0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, octets.data(),
                                     octets.size());
    return key_from_parameters("EC", std::move(builder));
}

}  // namespace

/// Immutable once made; `pss` is a prepared context that each verification duplicates, because
/// setting one up by name costs as much as the arithmetic.
struct PublicKey::Parsed {
    KeyType type{};
    int bits = 0;
    Bytes spki;
    Sha256Digest fingerprint{};
    std::array<std::uint8_t, ed25519_bytes> raw{};
    EvpKey key;
    EvpKeyContext pss;

    static Result<PublicKey> finish(std::shared_ptr<Parsed> parsed) {
        parsed->fingerprint = sha256(parsed->spki);
        return PublicKey(std::move(parsed));
    }
    static Result<PublicKey> from_evp(EvpKey key);
    static Result<PublicKey> from_rsa(EvpKey key);
    static Result<PublicKey> from_ec(EvpKey key);
};

Result<PublicKey> PublicKey::Parsed::from_rsa(EvpKey key) {
    const BigNumber modulus = number_parameter(key.get(), OSSL_PKEY_PARAM_RSA_N);
    const BigNumber exponent = number_parameter(key.get(), OSSL_PKEY_PARAM_RSA_E);
    if (modulus == nullptr || exponent == nullptr)
        return Error{Errc::BadKey, 0, "RSA key without modulus or exponent"};
    const int bits = BN_num_bits(modulus.get());
    if (bits < rsa_bits_min || bits > rsa_bits_max)
        return Error{Errc::BadLength, 0, "RSA modulus of less than 2048 or more than 4096 bits"};
    if (BN_is_odd(modulus.get()) == 0) return Error{Errc::BadKey, 0, "even RSA modulus"};
    if (BN_is_odd(exponent.get()) == 0 || BN_is_one(exponent.get()) == 1 ||
        BN_num_bits(exponent.get()) > rsa_exponent_bits_max)
        return Error{Errc::BadKey, 0, "RSA exponent even, 1, or too large"};
    auto parsed = std::make_shared<Parsed>();
    parsed->type = KeyType::Rsa;
    parsed->bits = bits;
    unsigned char* der = nullptr;
    // Encoded again, so that the fingerprint does not depend on how the key was written.
    const int length = i2d_PUBKEY(key.get(), &der);
    if (length <= 0) return library_error(Errc::BadKey, "RSA key can not be encoded");
    parsed->spki.assign(der, der + length);
    OPENSSL_free(der);
    parsed->pss = make_pss_context(key.get(), PssUse::Verify);
    if (parsed->pss == nullptr) return library_error(Errc::BadKey, "RSA key not usable");
    parsed->key = std::move(key);
    return finish(std::move(parsed));
}

Result<PublicKey> PublicKey::Parsed::from_ec(EvpKey key) {
    std::array<char, 32> group{};
    if (EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), nullptr) != 1)
        return library_error(Errc::Unsupported, "elliptic curve without a name");
    const std::string_view name(group.data());
    auto parsed = std::make_shared<Parsed>();
    if (name == "prime256v1" || name == "P-256") {
        parsed->type = KeyType::EcP256;
        parsed->spki.assign(p256_prefix.begin(), p256_prefix.end());
    } else if (name == "secp384r1" || name == "P-384") {
        parsed->type = KeyType::EcP384;
        parsed->spki.assign(p384_prefix.begin(), p384_prefix.end());
    } else {
        return Error{Errc::Unsupported, 0, "elliptic curve other than P-256 and P-384"};
    }
    const EvpKeyContext checker(EVP_PKEY_CTX_new(key.get(), nullptr));
    if (checker == nullptr || EVP_PKEY_public_check(checker.get()) != 1)
        return library_error(Errc::BadKey, "no point of the curve");
    const std::size_t width = coordinate_bytes(parsed->type);
    for (const char* axis : {OSSL_PKEY_PARAM_EC_PUB_X, OSSL_PKEY_PARAM_EC_PUB_Y}) {
        const BigNumber coordinate = number_parameter(key.get(), axis);
        Bytes bytes(width);
        if (coordinate == nullptr ||
            BN_bn2binpad(coordinate.get(), bytes.data(), static_cast<int>(width)) < 0)
            return library_error(Errc::BadKey, "point without coordinates");
        parsed->spki = joined(parsed->spki, bytes);
    }
    parsed->bits = static_cast<int>(width) * 8;
    parsed->key = std::move(key);
    return finish(std::move(parsed));
}

Result<PublicKey> PublicKey::Parsed::from_evp(EvpKey key) {
    switch (EVP_PKEY_get_base_id(key.get())) {
        case EVP_PKEY_RSA:
            return from_rsa(std::move(key));
        case EVP_PKEY_EC:
            return from_ec(std::move(key));
        case EVP_PKEY_ED25519: {
            std::array<std::uint8_t, ed25519_bytes> raw{};
            std::size_t length = raw.size();
            if (EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &length) != 1)
                return library_error(Errc::BadKey, "Ed25519 key without its bytes");
            return from_ed25519_raw(raw);
        }
        default:
            return Error{Errc::Unsupported, 0, "kind of key that is not supported"};
    }
}

Result<PublicKey> PublicKey::from_spki_der(ByteView der) {
    if (der.size() > spki_bytes_max) return Error{Errc::BadLength, spki_bytes_max, "public key"};
    const unsigned char* cursor = der.data();
    EvpKey key(d2i_PUBKEY(nullptr, &cursor, static_cast<long>(der.size())));
    if (key == nullptr) return library_error(Errc::BadKey, "not a SubjectPublicKeyInfo");
    const auto used = static_cast<std::size_t>(cursor - der.data());
    if (used != der.size()) return Error{Errc::TrailingData, used, "bytes after the public key"};
    return Parsed::from_evp(std::move(key));
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
    OUTPOST_TRY(const Bytes der, decode_pem(pem, "PUBLIC KEY", spki_bytes_max));
    return from_spki_der(der);
}

Result<PublicKey> PublicKey::from_ed25519_raw(ByteView raw) {
    if (raw.size() != ed25519_bytes) return Error{Errc::BadLength, raw.size(), "Ed25519 key"};
    ensure_sodium();
    // Canonical, on the curve, in the main subgroup: what every honestly made key is.
    if (crypto_core_ed25519_is_valid_point(raw.data()) != 1)
        return Error{Errc::BadKey, 0, "no point of Ed25519's main subgroup"};
    auto parsed = std::make_shared<Parsed>();
    parsed->type = KeyType::Ed25519;
    parsed->bits = 256;
    std::copy(raw.begin(), raw.end(), parsed->raw.begin());
    parsed->spki = joined(ed25519_prefix, raw);
    return Parsed::finish(std::move(parsed));
}

Result<PublicKey> PublicKey::from_base58(std::string_view text) {
    OUTPOST_TRY(const Bytes raw, bytes::decode_base58(text));
    return from_ed25519_raw(raw);
}

Result<PublicKey> PublicKey::from_multibase(std::string_view text) {
    // vc-di-eddsa section 2.1.1: base58btc, although multibase has other bases.
    if (!text.starts_with('z')) return Error{Errc::Unsupported, 0, "multibase other than base58"};
    OUTPOST_TRY(const Bytes multikey, bytes::decode_base58(text.substr(1)));
    if (multikey.size() < 2) return Error{Errc::BadLength, multikey.size(), "multicodec key"};
    const ByteView key = ByteView(multikey).subspan(2);
    const unsigned codec = (unsigned{multikey[0]} << 8U) | multikey[1];
    switch (codec) {  // the two bytes are unsigned varints: 0xed, 0x1200, 0x1201
        case 0xed01:
            return from_ed25519_raw(key);
        case 0x8024:
        case 0x8124: {
            const KeyType curve = codec == 0x8024 ? KeyType::EcP256 : KeyType::EcP384;
            if (key.size() != 1 + coordinate_bytes(curve) || (key[0] != 2 && key[0] != 3))
                return Error{Errc::BadKey, 2, "multikey without a compressed point"};
            OUTPOST_TRY(EvpKey evp, ec_key_from_octets(curve, key));
            return Parsed::from_evp(std::move(evp));
        }
        default:
            return Error{Errc::Unsupported, 0, "multicodec of a key that is not supported"};
    }
}

Result<PublicKey> PublicKey::from_rsa_components(ByteView modulus, ByteView exponent) {
    constexpr std::size_t modulus_bytes_max = rsa_bits_max / 8;
    if (modulus.empty() || modulus.size() > modulus_bytes_max)
        return Error{Errc::BadLength, modulus.size(), "RSA modulus"};
    if (exponent.empty() || exponent.size() > rsa_exponent_bits_max / 8)
        return Error{Errc::BadLength, exponent.size(), "RSA exponent"};
    const BigNumber n(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr));
    const BigNumber e(BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), nullptr));
    ParameterBuilder builder(OSSL_PARAM_BLD_new());
    OUTPOST_CHECK(n != nullptr && e != nullptr && builder != nullptr);
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
    OUTPOST_TRY(EvpKey key, key_from_parameters("RSA", std::move(builder)));
    return Parsed::from_evp(std::move(key));
}

Result<PublicKey> PublicKey::from_ec_point(KeyType curve, ByteView x, ByteView y) {
    if (curve != KeyType::EcP256 && curve != KeyType::EcP384)
        return Error{Errc::Unsupported, 0, "elliptic curve other than P-256 and P-384"};
    // RFC 7518 section 6.2.1.2: a coordinate has the full width of the field.
    if (x.size() != coordinate_bytes(curve) || y.size() != coordinate_bytes(curve))
        return Error{Errc::BadLength, 0, "coordinate of a point"};
    constexpr std::array<std::uint8_t, 1> uncompressed{0x04};
    OUTPOST_TRY(EvpKey key, ec_key_from_octets(curve, joined(uncompressed, joined(x, y))));
    return Parsed::from_evp(std::move(key));
}

Result<PublicKey> PublicKey::from_x509(ByteView der_or_pem) {
    Bytes der;
    if (as_text(der_or_pem).starts_with("-----BEGIN ")) {
        OUTPOST_TRY(der, decode_pem(as_text(der_or_pem), "CERTIFICATE", certificate_bytes_max));
    } else {
        if (der_or_pem.size() > certificate_bytes_max)
            return Error{Errc::BadLength, certificate_bytes_max, "certificate"};
        der = to_bytes(der_or_pem);
    }
    const unsigned char* cursor = der.data();
    const Certificate certificate(d2i_X509(nullptr, &cursor, static_cast<long>(der.size())));
    if (certificate == nullptr) return library_error(Errc::BadKey, "not an X.509 certificate");
    const auto used = static_cast<std::size_t>(cursor - der.data());
    if (used != der.size()) return Error{Errc::TrailingData, used, "bytes after the certificate"};
    EvpKey key(X509_get_pubkey(certificate.get()));
    if (key == nullptr) return library_error(Errc::Unsupported, "key of the certificate");
    return Parsed::from_evp(std::move(key));
}

KeyType PublicKey::type() const {
    return parsed_->type;
}
const Bytes& PublicKey::spki_der() const {
    return parsed_->spki;
}
const Sha256Digest& PublicKey::fingerprint() const {
    return parsed_->fingerprint;
}
int PublicKey::bits() const {
    return parsed_->bits;
}
std::string PublicKey::pem() const {
    return encode_pem(parsed_->spki, "PUBLIC KEY");
}

ByteView PublicKey::raw() const {
    OUTPOST_CHECK(parsed_->type == KeyType::Ed25519);
    return parsed_->raw;
}

std::string PublicKey::base58() const {
    auto text = bytes::encode_base58(raw());
    return std::move(text).value();  // 32 bytes are never too long
}

bool PublicKey::verify_ed25519(ByteView message, ByteView signature) const {
    if (parsed_->type != KeyType::Ed25519 || signature.size() != ed25519_signature_bytes)
        return false;
    return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                       parsed_->raw.data()) == 0;
}

bool PublicKey::verify_ps256(ByteView message, ByteView signature) const {
    if (parsed_->type != KeyType::Rsa) return false;
    // RFC 8017 section 8.1.2: as long as the modulus.
    if (signature.size() != static_cast<std::size_t>(parsed_->bits + 7) / 8) return false;
    const EvpKeyContext context(EVP_PKEY_CTX_dup(parsed_->pss.get()));
    if (context == nullptr) return false;
    const Sha256Digest digest = sha256(message);
    const bool holds = EVP_PKEY_verify(context.get(), signature.data(), signature.size(),
                                       digest.data(), digest.size()) == 1;
    if (!holds) ERR_clear_error();
    return holds;
}

}  // namespace outpost::crypto
