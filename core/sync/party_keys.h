// Keys of the two ends of synchronisation (docs/formats/sealed-export.md). A kiosk has one Ed25519
// key that signs its exports. A hub has an X25519 key that exports are sealed to and an Ed25519 key
// that signs receipts.
#pragma once

#include "core/base/result.h"
#include "core/crypto/public_key.h"
#include "core/crypto/sealed_box.h"
#include "core/crypto/signing_key.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost::sync {

inline constexpr std::size_t party_file_bytes_max = 4 * 1024;
inline constexpr std::size_t party_name_bytes_max = 200;

/// What a hub gives to its kiosks.
struct HubPublic {
    std::string name;  // for people
    crypto::PublicKey sign;
    crypto::BoxPublicKey seal{};
    /// The first 16 bytes of SHA-256 over both keys, in hexadecimal.
    [[nodiscard]] std::string id() const;
};

/// What a hub keeps for itself.
struct HubKeys {
    std::string name;
    crypto::SigningKey sign;
    crypto::BoxKey seal;
    [[nodiscard]] HubPublic public_part() const;
};

/// What a kiosk gives to its hub.
struct KioskPublic {
    std::string name;  // for people: where it stands
    crypto::PublicKey key;
    [[nodiscard]] std::string id() const;
};

/// JSON texts with one line end. Readers are strict.
/// @error those of json::read; Unsupported (version, member), BadSyntax, BadKey, BadValue (name)
std::string write_hub_public(const HubPublic& hub);
Result<HubPublic> read_hub_public(std::string_view text);
std::string write_kiosk_public(const KioskPublic& kiosk);
Result<KioskPublic> read_kiosk_public(std::string_view text);

/// 64 secret bytes and a name: the seed of the signing key, then the private X25519 key.
/// @error BadLength, BadValue (name)
Result<HubKeys> hub_keys_from(std::string_view name, ByteView secret);
/// What hub_keys_from() takes back.
crypto::SecretBytes secret_of(const HubKeys& keys);

/// A name that may be shown: printable, not empty, at most party_name_bytes_max.
bool is_party_name(std::string_view name);

}  // namespace outpost::sync
