// Root keys with their purposes, and counting their signatures.
#include "core/trust/root_set.h"

#include "core/trust/method_json.h"

#include <algorithm>
#include <utility>

namespace outpost::trust {

namespace {

bool is_entitled(const RootKey& root, RootPurpose purpose) {
    return root.purposes.empty() ||
           std::find(root.purposes.begin(), root.purposes.end(), purpose) != root.purposes.end();
}

Result<std::vector<RootPurpose>> read_purposes(const json::Value& object) {
    std::vector<RootPurpose> purposes;
    const json::Value* list = object.find("purposes");
    if (list == nullptr) return purposes;
    // An empty list could be read as "none" or as "all".
    if (!list->is_array() || list->items().empty() ||
        list->items().size() > root_purpose_names.size())
        return Error{Errc::BadValue, 0, "purposes of a root key"};
    for (const auto& item : list->items()) {
        if (!item.is_string()) return Error{Errc::BadSyntax, 0, "purposes of a root key"};
        const auto at =
            std::find(root_purpose_names.begin(), root_purpose_names.end(), item.as_string());
        if (at == root_purpose_names.end())
            return Error{Errc::Unsupported, 0, "purpose of a root key"};
        purposes.push_back(static_cast<RootPurpose>(at - root_purpose_names.begin()));
    }
    return purposes;
}

Result<RootKey> read_root_key(const json::Value& object) {
    if (!object.is_object()) return Error{Errc::BadSyntax, 0, "a root key must be an object"};
    if (!has_only(object, {"key", "purposes", "not_after"}))
        return Error{Errc::Unsupported, 0, "unknown member of a root key"};
    OUTPOST_TRY(const auto text, read_text(object, "key"));
    OUTPOST_TRY(auto key, parse_minisign_public_key(text));
    OUTPOST_TRY(auto purposes, read_purposes(object));
    OUTPOST_TRY(const auto not_after, read_instant(object, "not_after"));
    return RootKey{std::move(key), std::move(purposes), not_after};
}

std::size_t entitled_keys(const RootSet& roots, RootPurpose purpose) {
    return static_cast<std::size_t>(
        std::count_if(roots.keys.begin(), roots.keys.end(),
                      [&](const RootKey& root) { return is_entitled(root, purpose); }));
}

Result<void> add_key(RootSet& roots, RootKey key) {
    const bool is_known =
        std::any_of(roots.keys.begin(), roots.keys.end(), [&](const RootKey& earlier) {
            return earlier.key.key_id == key.key.key_id || earlier.key.key == key.key.key;
        });
    if (is_known) return Error{Errc::Duplicate, 0, "a root key twice"};
    roots.keys.push_back(std::move(key));
    return {};
}

}  // namespace

std::string_view root_purpose_name(RootPurpose purpose) {
    return root_purpose_names[static_cast<std::size_t>(purpose)];
}

RootSet root_set_of(std::span<const MinisignPublicKey> keys) {
    RootSet roots;
    for (const auto& key : keys) roots.keys.push_back({key, {}, std::nullopt});
    return roots;
}

Result<RootSet> read_root_set(const json::Value& object) {
    if (!object.is_object()) return Error{Errc::BadSyntax, 0, "roots must be an object"};
    if (!has_only(object, {"threshold", "keys"}))
        return Error{Errc::Unsupported, 0, "unknown member of roots"};
    const json::Value* list = object.find("keys");
    if (list == nullptr || !list->is_array()) return Error{Errc::BadSyntax, 0, "keys of roots"};
    if (list->items().size() > root_keys_max)
        return Error{Errc::TooLong, root_keys_max, "root keys"};
    RootSet roots;
    for (const auto& item : list->items()) {
        OUTPOST_TRY(auto key, read_root_key(item));
        OUTPOST_TRY_VOID(add_key(roots, std::move(key)));
    }
    const json::Value* threshold = object.find("threshold");
    if (threshold == nullptr || threshold->kind() != json::Kind::Integer)
        return Error{Errc::BadSyntax, 0, "threshold of roots"};
    if (threshold->as_integer() < 1 ||
        threshold->as_integer() > static_cast<std::int64_t>(root_keys_max))
        return Error{Errc::BadValue, 0, "threshold of roots"};
    roots.threshold = static_cast<std::size_t>(threshold->as_integer());
    // Otherwise the kiosk could never be given other roots again, or other keys.
    for (const auto purpose : {RootPurpose::Roots, RootPurpose::Keys})
        if (entitled_keys(roots, purpose) < roots.threshold)
            return Error{Errc::BadValue, 0, "roots that could sign no next ones"};
    return roots;
}

void write_root_set(json::Writer& out, const RootSet& roots) {
    out.begin_object().key("threshold").value(static_cast<std::uint64_t>(roots.threshold));
    out.key("keys").begin_array();
    for (const auto& root : roots.keys) {
        out.begin_object().key("key").value(minisign_key_line(root.key));
        if (!root.purposes.empty()) {
            out.key("purposes").begin_array();
            for (const auto purpose : root.purposes) out.value(root_purpose_name(purpose));
            out.end_array();
        }
        if (root.not_after) out.key("not_after").value(format_rfc3339(*root.not_after));
        out.end_object();
    }
    out.end_array().end_object();
}

SignersFound find_signers(ByteView content, std::span<const MinisignSignature> signatures,
                          const RootSet& roots, UtcInstant at) {
    SignersFound found;
    for (const auto& signature : signatures) {
        const auto root =
            std::find_if(roots.keys.begin(), roots.keys.end(),
                         [&](const RootKey& each) { return each.key.key_id == signature.key_id; });
        if (root == roots.keys.end()) continue;
        if (!check_minisign(signature, content, root->key)) {
            found.is_forged = true;
            continue;
        }
        if (root->not_after && at > *root->not_after) {
            found.has_expired = true;
            continue;
        }
        const auto index = static_cast<std::size_t>(root - roots.keys.begin());
        // Signing twice counts once.
        if (std::find(found.keys.begin(), found.keys.end(), index) == found.keys.end())
            found.keys.push_back(index);
    }
    return found;
}

bool may_sign(const RootSet& roots, const SignersFound& signers, RootPurpose purpose) {
    const auto count =
        std::count_if(signers.keys.begin(), signers.keys.end(),
                      [&](std::size_t index) { return is_entitled(roots.keys[index], purpose); });
    return static_cast<std::size_t>(count) >= roots.threshold;
}

}  // namespace outpost::trust
