// Keys whose private halves stand in public repositories: whoever can read can sign with them.
#include "core/bytes/hex.h"
#include "core/crypto/public_key.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace outpost::crypto {

namespace {

/// SHA-256 over the DER SubjectPublicKeyInfo, in hexadecimal.
constexpr std::array<std::string_view, 6> published_fingerprints{
    // RSA-2048, DIVOC's development signing key: the default of its verification app, its public
    // app and its mobile app
    "2f975886260f860fb38b3d649b6a7d0658e5c24f28e4eafc3a14ca6d9833afae",
    // RSA-2048, authentication key in DIVOC's .env.example and in a country's compose file
    "3ddb618956953edbee711b09ab3e01cc86b1de656b83533dbe674e067704f3f8",
    // RSA-4096, MOSIP test key in the tests of DIVOC's registration API
    "f946ee96bc57e9b53bc731c7ae0333ec3cbebd359a507c212a4a63e58015b37c",
    // P-256, SMART Health Card sample key in .env.example and keys.js.sample
    "4137559e45943fa06066685822ffd881ee30a1179a92b87780d038fe63368853",
    // P-256, EU DCC document signer sample in .env.example and in the installer's example
    "e43dddb694b2ac5f505367b9960aee50c9845426c8b439bdf578f9e35152ddf4",
    // P-256, unit tests of DIVOC's certificate API
    "351b03cdc9baf68444b6980d7a5f7c8ac7be16e90481cb0fe2e17306d1a02bdf"};

constexpr std::array<std::string_view, 2> published_ed25519{
    // default of DIVOC's verification app, in imports/config.json and in tests
    "DaipNW4xaH2bh1XGNNdqjnSYyru3hLnUgTBSfSvmZ2hi",
    // example configuration of the DIVOC installer
    "ARoP1iNrRMSksxjqp9AMMdY6Gk3FRwteQNshyPtTa8NN"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

bool is_published(const PublicKey& key) {
    if (key.type() == KeyType::Ed25519) return contains(published_ed25519, key.base58());
    return contains(published_fingerprints, bytes::encode_hex(key.fingerprint()));
}

}  // namespace outpost::crypto
