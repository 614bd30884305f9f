// JSON objects to verification methods and back.
#include "core/trust/method_json.h"

#include "core/bytes/hex.h"
#include "core/trust/display_text.h"
#include "core/trust/jwk.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace outpost::trust {

namespace {

using crypto::KeyType;
using crypto::PublicKey;

constexpr std::array<std::string_view, 4> key_forms = {"publicKeyPem", "publicKeyBase58",
                                                       "publicKeyMultibase", "publicKeyJwk"};
constexpr std::array<std::string_view, 14> bundle_members = {
    "id",           "type",      "status",       "publicKeyPem",
    "issuers",      "contexts",  "purposes",     "publicKeyBase58",
    "not_before",   "not_after", "publicKeyJwk", "publicKeyMultibase",
    "revoked_from", "kept"};

struct TypeName {
    std::string_view name;
    KeyType type;
};
// The first name of a key type is the one that we write.
constexpr std::array<TypeName, 5> type_names = {{
    {"Ed25519VerificationKey2018", KeyType::Ed25519},
    {"RsaVerificationKey2018", KeyType::Rsa},
    {"EcdsaSecp256r1VerificationKey2019", KeyType::EcP256},
    {"EcdsaSecp384r1VerificationKey2019", KeyType::EcP384},
    {"Ed25519VerificationKey2020", KeyType::Ed25519},
}};

bool starts_with_any(std::string_view text, std::span<const std::string_view> prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return text.starts_with(prefix); });
}

Result<PublicKey> parse_form(std::string_view form, const json::Value& value) {
    if (form == "publicKeyJwk") return parse_jwk(value);
    if (!value.is_string()) return Error{Errc::BadKey, 0, "a key form must be a string"};
    if (form == "publicKeyPem") return PublicKey::from_pem(value.as_string());
    if (form == "publicKeyBase58") return PublicKey::from_base58(value.as_string());
    return PublicKey::from_multibase(value.as_string());
}

Result<PublicKey> parse_agreeing_forms(const json::Value& object) {
    std::optional<PublicKey> key;
    for (const auto form : key_forms) {
        const json::Value* value = object.find(form);
        if (value == nullptr) continue;
        OUTPOST_TRY(auto parsed, parse_form(form, *value));
        if (key && !(*key == parsed)) return Error{Errc::BadKey, 0, "the key forms disagree"};
        key = std::move(parsed);
    }
    if (!key) return Error{Errc::BadKey, 0, "no public key in the entry"};
    return std::move(*key);
}

Result<void> check_type(const json::Value& object, const PublicKey& key) {
    OUTPOST_TRY(const std::string type, read_text(object, "type"));
    for (const auto& known : type_names) {
        if (known.name != type) continue;
        if (known.type != key.type()) return Error{Errc::BadKey, 0, "type is not that of the key"};
        return {};
    }
    // These two say which form carries the key, not what kind of key it is.
    if (type == "Multikey" && object.find("publicKeyMultibase") != nullptr) return {};
    const bool jwk_type = type == "JsonWebKey" || type == "JsonWebKey2020";
    if (jwk_type && object.find("publicKeyJwk") != nullptr) return {};
    return Error{Errc::Unsupported, 0, "unknown type of verification method"};
}

Result<std::vector<std::string>> read_list(const json::Value& object, std::string_view name) {
    std::vector<std::string> list;
    const json::Value* value = object.find(name);
    if (value == nullptr) return list;
    if (!value->is_array()) return Error{Errc::BadSyntax, 0, "a restriction must be an array"};
    // An empty list could be read as "none" or as "any"; we read it as a mistake.
    if (value->items().empty()) return Error{Errc::BadValue, 0, "an empty restriction"};
    if (value->items().size() > restrictions_max)
        return Error{Errc::TooLong, restrictions_max, "entries of a restriction"};
    for (const auto& item : value->items()) {
        if (!item.is_string()) return Error{Errc::BadSyntax, 0, "a restriction must hold strings"};
        const auto text = item.as_string();
        if (text.size() > text_bytes_max) return Error{Errc::TooLong, text_bytes_max, "text"};
        if (text.empty() || !is_display_text(text))
            return Error{Errc::BadValue, 0, "text that is empty or not printable"};
        list.emplace_back(text);
    }
    return list;
}

Result<void> read_period(const json::Value& object, MethodSource source,
                         VerificationMethod& method) {
    OUTPOST_TRY(method.not_before, read_instant(object, "not_before"));
    OUTPOST_TRY(method.not_after, read_instant(object, "not_after"));
    if (source == MethodSource::LooseFile) {
        // W3C Controlled Identifiers section 2.2 calls the end of the period "expires".
        OUTPOST_TRY(const auto expires, read_instant(object, "expires"));
        if (expires && method.not_after)
            return Error{Errc::Duplicate, 0, "both not_after and expires"};
        if (expires) method.not_after = expires;
    }
    if (method.not_before && method.not_after && *method.not_after < *method.not_before)
        return Error{Errc::BadValue, 0, "the period ends before it begins"};
    return {};
}

Result<bool> read_withdrawn(const json::Value& object, MethodSource source) {
    const bool in_bundle = source == MethodSource::Bundle;
    const json::Value* value = object.find(in_bundle ? "status" : "revoked");
    if (value == nullptr) return false;
    if (!in_bundle && value->is_boolean()) return value->as_boolean();
    if (!value->is_string()) return Error{Errc::BadSyntax, 0, "status of a key"};
    if (!in_bundle) {
        // A dateTime from which the key is withdrawn. What it signed before can not be dated here.
        if (!parse_rfc3339(value->as_string())) return Error{Errc::BadValue, 0, "revoked"};
        return true;
    }
    if (value->as_string() == "active") return false;
    if (value->as_string() == "revoked") return true;
    return Error{Errc::BadValue, 0, "status of a key"};
}

/// `revoked_from` and `kept` of a key that is revoked; null: all that it signed is withdrawn.
Result<std::shared_ptr<const Withdrawal>> read_withdrawal(const json::Value& object,
                                                          bool is_revoked) {
    OUTPOST_TRY(const auto from, read_instant(object, "revoked_from"));
    const json::Value* kept = object.find("kept");
    if (!from && kept == nullptr) return std::shared_ptr<const Withdrawal>();
    // Half a statement would withdraw less than was meant.
    if (!from || kept == nullptr || !kept->is_string() || !is_revoked)
        return Error{Errc::BadSyntax, 0, "revoked_from and kept of a key that is not revoked"};
    Withdrawal withdrawal;
    withdrawal.from = *from;
    OUTPOST_TRY(withdrawal.kept, read_kept(kept->as_string()));
    return std::make_shared<const Withdrawal>(std::move(withdrawal));
}

Result<void> check_members(const json::Value& object, MethodSource source) {
    if (!object.is_object()) return Error{Errc::BadSyntax, 0, "a key entry must be an object"};
    if (has_private_key(object)) return Error{Errc::BadKey, 0, "a private key in the entry"};
    if (source == MethodSource::LooseFile) return {};
    for (const auto& member : object.members())
        if (std::find(bundle_members.begin(), bundle_members.end(), member.name) ==
            bundle_members.end())
            return Error{Errc::Unsupported, 0, "unknown member of a key entry"};
    return {};
}

void write_list(json::Writer& out, std::string_view name, const std::vector<std::string>& list) {
    if (list.empty()) return;
    out.key(name).begin_array();
    for (const auto& text : list) out.value(text);
    out.end_array();
}

}  // namespace

bool has_key_form(const json::Value& object) {
    return std::any_of(key_forms.begin(), key_forms.end(),
                       [&](std::string_view form) { return object.find(form) != nullptr; });
}

bool has_private_key(const json::Value& object) {
    constexpr std::array<std::string_view, 3> prefixes = {"privateKey", "secretKey",
                                                          "sealedPrivateKey"};
    if (!object.is_object()) return false;
    return std::any_of(object.members().begin(), object.members().end(),
                       [&](const json::Member& m) { return starts_with_any(m.name, prefixes); });
}

VerificationMethod bare_method(PublicKey key) {
    return {{}, {},           {},           std::move(key), {},    {},
            {}, std::nullopt, std::nullopt, false,          false, nullptr};
}

bool has_only(const json::Value& object, std::initializer_list<std::string_view> names) {
    if (!object.is_object()) return false;
    return std::all_of(object.members().begin(), object.members().end(), [&](const auto& member) {
        return std::find(names.begin(), names.end(), member.name) != names.end();
    });
}

Result<std::string> read_text(const json::Value& object, std::string_view name) {
    const json::Value* value = object.find(name);
    if (value == nullptr) return Error{Errc::BadSyntax, 0, "a member is missing"};
    if (!value->is_string()) return Error{Errc::BadSyntax, 0, "a member must be a string"};
    const auto text = value->as_string();
    if (text.size() > text_bytes_max) return Error{Errc::TooLong, text_bytes_max, "text"};
    if (text.empty() || !is_display_text(text))
        return Error{Errc::BadValue, 0, "text that is empty or not printable"};
    return std::string(text);
}

Result<crypto::Sha256Digest> read_digest(const json::Value& object, std::string_view name) {
    const auto raw = bytes::decode_hex(object.text_of(name));
    crypto::Sha256Digest digest{};
    if (!raw || raw->size() != digest.size()) return Error{Errc::BadValue, 0, "a SHA-256 digest"};
    std::copy(raw->begin(), raw->end(), digest.begin());
    return digest;
}

Result<std::optional<UtcInstant>> read_instant(const json::Value& object, std::string_view name) {
    const json::Value* value = object.find(name);
    if (value == nullptr) return std::optional<UtcInstant>{};
    if (!value->is_string()) return Error{Errc::BadSyntax, 0, "a date must be a string"};
    const auto instant = parse_rfc3339(value->as_string());
    if (!instant) return Error{Errc::BadValue, 0, "not an RFC 3339 date-time"};
    return std::optional<UtcInstant>(*instant);
}

Result<VerificationMethod> parse_method(const json::Value& object, MethodSource source) {
    OUTPOST_TRY_VOID(check_members(object, source));
    OUTPOST_TRY(auto key, parse_agreeing_forms(object));
    auto method = bare_method(std::move(key));
    OUTPOST_TRY(method.id, read_text(object, "id"));
    OUTPOST_TRY_VOID(check_type(object, method.key));
    if (source == MethodSource::LooseFile) {
        if (object.find("controller") != nullptr) {
            OUTPOST_TRY(method.controller, read_text(object, "controller"));
        }
        if (object.find("name") != nullptr) {
            OUTPOST_TRY(method.name, read_text(object, "name"));
        }
    }
    OUTPOST_TRY(method.issuers, read_list(object, "issuers"));
    OUTPOST_TRY(method.contexts, read_list(object, "contexts"));
    OUTPOST_TRY(method.purposes, read_list(object, "purposes"));
    OUTPOST_TRY_VOID(read_period(object, source, method));
    OUTPOST_TRY(method.revoked, read_withdrawn(object, source));
    OUTPOST_TRY(method.withdrawal, read_withdrawal(object, method.revoked));
    method.published = crypto::is_published(method.key);
    return method;
}

void write_method(json::Writer& out, const VerificationMethod& method, MethodSource source) {
    out.begin_object().key("id").value(method.id);
    const bool is_loose = source == MethodSource::LooseFile;
    if (is_loose && !method.controller.empty()) out.key("controller").value(method.controller);
    if (is_loose && !method.name.empty()) out.key("name").value(method.name);
    for (const auto& known : type_names) {
        if (known.type != method.key.type()) continue;
        out.key("type").value(known.name);
        break;
    }
    if (method.key.type() == KeyType::Ed25519)
        out.key("publicKeyBase58").value(method.key.base58());
    else
        out.key("publicKeyPem").value(method.key.pem());
    write_list(out, "issuers", method.issuers);
    write_list(out, "contexts", method.contexts);
    write_list(out, "purposes", method.purposes);
    if (method.not_before) out.key("not_before").value(format_rfc3339(*method.not_before));
    if (method.not_after) out.key("not_after").value(format_rfc3339(*method.not_after));
    if (method.revoked && is_loose) out.key("revoked").value(true);
    if (method.revoked && !is_loose) out.key("status").value("revoked");
    if (method.revoked && method.withdrawal != nullptr) {
        out.key("revoked_from").value(format_rfc3339(method.withdrawal->from));
        out.key("kept").value(kept_text(method.withdrawal->kept));
    }
    out.end_object();
}

}  // namespace outpost::trust
