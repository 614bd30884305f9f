// Keys and small texts that the trust tests share.
#pragma once

#include "core/crypto/signing_key.h"
#include "core/trust/bundle.h"
#include "core/trust/method_json.h"
#include "core/trust/minisign.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::tests {

/// An Ed25519 key whose seed is 32 times the same byte.
inline crypto::SigningKey sample_key(std::uint8_t seed) {
    return crypto::SigningKey::from_ed25519_seed(Bytes(32, seed)).value();
}

inline UtcInstant instant(std::string_view text) {
    return parse_rfc3339(text).value();
}

inline trust::VerificationMethod sample_method(std::string id, std::uint8_t seed) {
    auto method = trust::bare_method(sample_key(seed).public_key());
    method.id = std::move(id);
    return method;
}

inline trust::MinisignPublicKey sample_root(std::uint8_t seed) {
    const auto text = trust::write_minisign_public_key(sample_key(seed).public_key()).value();
    return trust::parse_minisign_public_key(text).value();
}

inline std::string sample_signature(std::string_view content, std::uint8_t seed) {
    return trust::sign_minisign(sample_key(seed), as_bytes(content), {"test", "sequence:1"})
        .value();
}

/// `"publicKeyBase58":"..."` of the sample key.
inline std::string sample_form(std::uint8_t seed) {
    return "\"publicKeyBase58\":\"" + sample_key(seed).public_key().base58() + "\"";
}

/// A key object of an Ed25519 sample key with further members, such as `,"status":"revoked"`.
inline std::string key_object(std::string_view id, std::uint8_t seed, std::string_view more = "") {
    return "{\"id\":\"" + std::string(id) + "\",\"type\":\"Ed25519VerificationKey2018\"," +
           sample_form(seed) + std::string(more) + "}";
}

}  // namespace outpost::tests
