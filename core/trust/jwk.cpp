// JWK members to key material; private members are refused.
#include "core/trust/jwk.h"

#include "core/bytes/base64.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace outpost::trust {

namespace {

// RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1: what only a private or symmetric key carries.
constexpr std::array<std::string_view, 8> private_members = {"d",  "p",  "q",   "dp",
                                                             "dq", "qi", "oth", "k"};

Result<Bytes> bytes_of(const json::Value& jwk, std::string_view name) {
    const json::Value* member = jwk.find(name);
    if (member == nullptr || !member->is_string())
        return Error{Errc::BadKey, 0, "a JWK member is missing or no string"};
    auto decoded = bytes::decode_base64url(member->as_string());
    if (!decoded) return Error{Errc::BadKey, 0, "a JWK member is not base64url"};
    return decoded;
}

}  // namespace

bool has_private_member(const json::Value& jwk) {
    return std::any_of(private_members.begin(), private_members.end(),
                       [&](std::string_view name) { return jwk.find(name) != nullptr; });
}

Result<crypto::PublicKey> parse_jwk(const json::Value& jwk) {
    if (!jwk.is_object()) return Error{Errc::BadKey, 0, "a JWK must be an object"};
    if (has_private_member(jwk)) return Error{Errc::BadKey, 0, "a JWK with private members"};
    const auto kty = jwk.text_of("kty");
    const auto crv = jwk.text_of("crv");
    if (kty == "RSA") {
        OUTPOST_TRY(const Bytes modulus, bytes_of(jwk, "n"));
        OUTPOST_TRY(const Bytes exponent, bytes_of(jwk, "e"));
        return crypto::PublicKey::from_rsa_components(modulus, exponent);
    }
    if (kty == "OKP" && crv == "Ed25519") {
        OUTPOST_TRY(const Bytes raw, bytes_of(jwk, "x"));
        return crypto::PublicKey::from_ed25519_raw(raw);
    }
    if (kty == "EC" && (crv == "P-256" || crv == "P-384")) {
        const auto curve = crv == "P-256" ? crypto::KeyType::EcP256 : crypto::KeyType::EcP384;
        OUTPOST_TRY(const Bytes x, bytes_of(jwk, "x"));
        OUTPOST_TRY(const Bytes y, bytes_of(jwk, "y"));
        return crypto::PublicKey::from_ec_point(curve, x, y);
    }
    return Error{Errc::Unsupported, 0, "a JWK of another key type or curve"};
}

}  // namespace outpost::trust
