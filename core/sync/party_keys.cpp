#include "core/sync/party_keys.h"

#include "core/bytes/base64.h"
#include "core/bytes/hex.h"
#include "core/bytes/utf8.h"
#include "core/crypto/digest.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/sync/export_mark.h"
#include "core/trust/method_json.h"

#include <algorithm>
#include <utility>

namespace outpost::sync {

namespace {

constexpr std::size_t half_bytes = 32;

Result<json::Document> read_versioned(std::string_view text, std::string_view version_member,
                                      std::initializer_list<std::string_view> members) {
    OUTPOST_TRY(auto document, json::read(text, {party_file_bytes_max, 4, 32}));
    const json::Value& root = document.root();
    OUTPOST_TRY(const auto version, read_integer(root, version_member));
    if (version != 1 || !trust::has_only(root, members))
        return Error{Errc::Unsupported, 0, "version or member of a party's keys"};
    return document;
}

Result<Bytes> read_raw_key(const json::Value& object, std::string_view name) {
    auto raw = bytes::decode_base64(object.text_of(name));
    if (!raw || raw->size() != half_bytes) return Error{Errc::BadKey, 0, "key of a party"};
    return raw;
}

Result<std::string> read_name(const json::Value& object) {
    OUTPOST_TRY(auto name, trust::read_text(object, "name"));
    if (!is_party_name(name)) return Error{Errc::BadValue, 0, "name of a party"};
    return name;
}

}  // namespace

bool is_party_name(std::string_view name) {
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    };
    return !name.empty() && name.size() <= party_name_bytes_max && bytes::validate_utf8(name) &&
           std::none_of(name.begin(), name.end(), is_control);
}

std::string HubPublic::id() const {
    auto both = to_bytes(sign.raw());
    both.insert(both.end(), seal.begin(), seal.end());
    return bytes::encode_hex(crypto::sha256(both)).substr(0, party_id_digits);
}

HubPublic HubKeys::public_part() const {
    return {name, sign.public_key(), seal.public_key()};
}

std::string KioskPublic::id() const {
    return kiosk_id_of(key);
}

std::string write_hub_public(const HubPublic& hub) {
    json::Writer out;
    out.begin_object().key("outpost_hub").value(1).key("name").value(hub.name);
    out.key("sign").value(bytes::encode_base64(hub.sign.raw()));
    out.key("seal").value(bytes::encode_base64(hub.seal)).end_object();
    return std::move(out).take() + "\n";
}

Result<HubPublic> read_hub_public(std::string_view text) {
    OUTPOST_TRY(const auto document,
                read_versioned(text, "outpost_hub", {"outpost_hub", "name", "sign", "seal"}));
    const json::Value& root = document.root();
    OUTPOST_TRY(auto name, read_name(root));
    OUTPOST_TRY(const auto sign_raw, read_raw_key(root, "sign"));
    OUTPOST_TRY(auto sign, crypto::PublicKey::from_ed25519_raw(sign_raw));
    OUTPOST_TRY(const auto seal_raw, read_raw_key(root, "seal"));
    HubPublic hub{std::move(name), std::move(sign), {}};
    std::copy(seal_raw.begin(), seal_raw.end(), hub.seal.begin());
    return hub;
}

std::string write_kiosk_public(const KioskPublic& kiosk) {
    json::Writer out;
    out.begin_object().key("outpost_kiosk").value(1).key("name").value(kiosk.name);
    out.key("sign").value(bytes::encode_base64(kiosk.key.raw())).end_object();
    return std::move(out).take() + "\n";
}

Result<KioskPublic> read_kiosk_public(std::string_view text) {
    OUTPOST_TRY(const auto document,
                read_versioned(text, "outpost_kiosk", {"outpost_kiosk", "name", "sign"}));
    OUTPOST_TRY(auto name, read_name(document.root()));
    OUTPOST_TRY(const auto raw, read_raw_key(document.root(), "sign"));
    OUTPOST_TRY(auto key, crypto::PublicKey::from_ed25519_raw(raw));
    return KioskPublic{std::move(name), std::move(key)};
}

Result<HubKeys> hub_keys_from(std::string_view name, ByteView secret) {
    if (!is_party_name(name)) return Error{Errc::BadValue, 0, "name of a hub"};
    if (secret.size() != 2 * half_bytes) return Error{Errc::BadLength, secret.size(), "hub keys"};
    OUTPOST_TRY(auto sign, crypto::SigningKey::from_ed25519_seed(secret.first(half_bytes)));
    OUTPOST_TRY(auto seal, crypto::BoxKey::from_private(secret.subspan(half_bytes)));
    return HubKeys{std::string(name), std::move(sign), std::move(seal)};
}

crypto::SecretBytes secret_of(const HubKeys& keys) {
    crypto::SecretBytes secret(2 * half_bytes);
    const auto seed = keys.sign.private_form();
    const auto box = keys.seal.private_form();
    std::copy(seed.view().begin(), seed.view().end(), secret.writable().begin());
    std::copy(box.begin(), box.end(), secret.writable().begin() + half_bytes);
    return secret;
}

}  // namespace outpost::sync
