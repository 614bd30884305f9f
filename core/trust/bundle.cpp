// Reads, checks and writes trust bundles.
#include "core/trust/bundle.h"

#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/trust/method_json.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace outpost::trust {

namespace {

constexpr json::ReadLimits bundle_limits = {bundle_bytes_max, 16, 1024 * 1024};
constexpr std::int64_t sequence_max = (std::int64_t{1} << 53) - 1;  // exact in every JSON reader

constexpr std::array<std::string_view, 11> known_sections = {
    "outpost_bundle", "name", "sequence", "issued_at", "expires_at", "non_critical",
    "issuers",        "base", "parts",    "removed",   "roots"};
constexpr std::array<std::string_view, 3> issuer_members = {"name", "controller", "keys"};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Result<void> check_version(const json::Value& root) {
    if (!root.is_object()) return Error{Errc::BadSyntax, 0, "a bundle must be an object"};
    const json::Value* version = root.find("outpost_bundle");
    if (version == nullptr) return Error{Errc::BadSyntax, 0, "not a trust bundle"};
    if (version->kind() != json::Kind::Integer || version->as_integer() != bundle_version)
        return Error{Errc::Unsupported, 0, "version of the bundle"};
    return {};
}

// The names that a reader may pass over. Naming a section that is known or absent is a mistake.
Result<std::set<std::string_view>> read_non_critical(const json::Value& root) {
    std::set<std::string_view> names;
    const json::Value* list = root.find("non_critical");
    if (list == nullptr) return names;
    if (!list->is_array()) return Error{Errc::BadSyntax, 0, "non_critical must be an array"};
    if (list->items().size() > bundle_sections_max)
        return Error{Errc::TooLong, bundle_sections_max, "sections"};
    for (const auto& item : list->items()) {
        if (!item.is_string()) return Error{Errc::BadSyntax, 0, "non_critical must hold names"};
        const auto name = item.as_string();
        if (contains(known_sections, name) || root.find(name) == nullptr)
            return Error{Errc::BadValue, 0, "a section that may not be non-critical"};
        if (!names.insert(name).second) return Error{Errc::Duplicate, 0, "a section twice"};
    }
    return names;
}

Result<std::vector<std::string>> check_sections(const json::Value& root) {
    if (root.members().size() > bundle_sections_max)
        return Error{Errc::TooLong, bundle_sections_max, "sections"};
    OUTPOST_TRY(const auto non_critical, read_non_critical(root));
    std::vector<std::string> passed_over;
    for (const auto& member : root.members()) {
        if (contains(known_sections, member.name)) continue;
        if (non_critical.count(member.name) == 0)
            return Error{Errc::Unsupported, 0, "unknown section of the bundle"};
        passed_over.emplace_back(member.name);
    }
    return passed_over;
}

Result<TrustOrigin> read_origin(const json::Value& root) {
    TrustOrigin origin;
    const json::Value* sequence = root.find("sequence");
    if (sequence == nullptr || sequence->kind() != json::Kind::Integer)
        return Error{Errc::BadSyntax, 0, "sequence of the bundle"};
    if (sequence->as_integer() < 1 || sequence->as_integer() > sequence_max)
        return Error{Errc::BadValue, 0, "sequence of the bundle"};
    origin.sequence = static_cast<std::uint64_t>(sequence->as_integer());
    OUTPOST_TRY(origin.issued_at, read_instant(root, "issued_at"));
    OUTPOST_TRY(origin.expires_at, read_instant(root, "expires_at"));
    if (!origin.issued_at) return Error{Errc::BadSyntax, 0, "issued_at of the bundle"};
    if (origin.expires_at && *origin.expires_at <= *origin.issued_at)
        return Error{Errc::BadValue, 0, "the bundle expires before it is issued"};
    return origin;
}

Result<void> read_issuer(const json::Value& issuer, Bundle& bundle) {
    if (!issuer.is_object()) return Error{Errc::BadSyntax, 0, "an issuer must be an object"};
    for (const auto& member : issuer.members())
        if (!contains(issuer_members, member.name))
            return Error{Errc::Unsupported, 0, "unknown member of an issuer"};
    std::string name;
    std::string controller;
    if (issuer.find("name") != nullptr) {
        OUTPOST_TRY(name, read_text(issuer, "name"));
    }
    if (issuer.find("controller") != nullptr) {
        OUTPOST_TRY(controller, read_text(issuer, "controller"));
    }
    const json::Value* keys = issuer.find("keys");
    if (keys == nullptr || !keys->is_array())
        return Error{Errc::BadSyntax, 0, "an issuer must have an array of keys"};
    if (keys->items().size() > bundle_keys_max - bundle.methods.size())
        return Error{Errc::TooLong, bundle_keys_max, "keys in a bundle"};
    for (const auto& key : keys->items()) {
        OUTPOST_TRY(auto method, parse_method(key, MethodSource::Bundle));
        method.name = name;
        method.controller = controller;
        bundle.methods.push_back(std::move(method));
    }
    return {};
}

Result<void> read_issuers(const json::Value& root, Bundle& bundle) {
    const json::Value* issuers = root.find("issuers");
    bundle.has_issuers = issuers != nullptr;
    if (!bundle.has_issuers && !bundle.base.empty()) return {};
    if (issuers == nullptr || !issuers->is_array())
        return Error{Errc::BadSyntax, 0, "a bundle must have an array of issuers"};
    if (issuers->items().size() > bundle_issuers_max)
        return Error{Errc::TooLong, bundle_issuers_max, "issuers in a bundle"};
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const auto& issuer : issuers->items()) {
        OUTPOST_TRY_VOID(read_issuer(issuer, bundle));
        if (!seen.emplace(issuer.text_of("controller"), issuer.text_of("name")).second)
            return Error{Errc::Duplicate, 0, "an issuer twice"};
    }
    return {};
}

/// What a bundle has besides keys.
Result<void> read_more(const json::Value& root, Bundle& bundle) {
    if (const json::Value* base = root.find("base")) {
        const auto id = base->is_string() ? bytes::decode_hex(base->as_string())
                                          : Result<Bytes>(Error{Errc::BadSyntax, 0, "base"});
        if (!id || id->size() != crypto::Sha256Digest().size())
            return Error{Errc::BadValue, 0, "base of the bundle"};
        bundle.base = bytes::encode_hex(*id);
    }
    OUTPOST_TRY(bundle.parts, read_parts(root));
    OUTPOST_TRY(bundle.removed, read_removed(root));
    if (!bundle.removed.empty() && bundle.base.empty())
        return Error{Errc::BadValue, 0, "only a delta can remove parts"};
    for (const auto& name : bundle.removed)
        for (const auto& part : bundle.parts)
            if (part.name == name) return Error{Errc::Duplicate, 0, "a part given and removed"};
    if (const json::Value* roots = root.find("roots")) {
        OUTPOST_TRY(bundle.roots, read_root_set(*roots));
    }
    return {};
}

RootPurpose purpose_of(PartKind kind) {
    switch (kind) {
        case PartKind::Revocations:
            return RootPurpose::Revocations;
        case PartKind::Policy:
            return RootPurpose::Policy;
        case PartKind::Profile:
            return RootPurpose::Profile;
        case PartKind::Message:
            break;
    }
    return RootPurpose::Message;
}

Result<void> check_keys_differ(const std::vector<VerificationMethod>& methods) {
    std::map<std::string_view, std::set<crypto::Sha256Digest>> keys_of;
    for (const auto& method : methods) {
        auto& keys = keys_of[method.id];
        if (!keys.insert(method.key.fingerprint()).second)
            return Error{Errc::Duplicate, 0, "the same key twice under one id"};
        if (keys.size() > bundle_keys_per_id_max)
            return Error{Errc::TooLong, bundle_keys_per_id_max, "keys under one id"};
    }
    return {};
}

using IssuerIdentity = std::pair<std::string, std::string>;  // controller, name

std::vector<IssuerIdentity> issuers_of(const Bundle& bundle) {
    std::vector<IssuerIdentity> issuers;
    std::set<IssuerIdentity> seen;
    for (const auto& method : bundle.methods) {
        const IssuerIdentity identity{method.controller, method.name};
        if (seen.insert(identity).second) issuers.push_back(identity);
    }
    return issuers;
}

void write_issuer(json::Writer& out, const IssuerIdentity& issuer, const Bundle& bundle) {
    const auto& [controller, name] = issuer;
    out.begin_object();
    if (!name.empty()) out.key("name").value(name);
    if (!controller.empty()) out.key("controller").value(controller);
    out.key("keys").begin_array();
    for (const auto& method : bundle.methods)
        if (method.controller == controller && method.name == name) write_method(out, method);
    out.end_array().end_object();
}

}  // namespace

Result<Bundle> parse_bundle(ByteView bundle) {
    OUTPOST_TRY(const auto document, json::read(as_text(bundle), bundle_limits));
    const json::Value& root = document.root();
    OUTPOST_TRY_VOID(check_version(root));
    Bundle parsed;
    OUTPOST_TRY(parsed.passed_over, check_sections(root));
    if (root.find("name") != nullptr) {
        OUTPOST_TRY(parsed.name, read_text(root, "name"));
    }
    OUTPOST_TRY(parsed.origin, read_origin(root));
    OUTPOST_TRY_VOID(read_more(root, parsed));
    OUTPOST_TRY_VOID(read_issuers(root, parsed));
    OUTPOST_TRY_VOID(check_keys_differ(parsed.methods));
    parsed.origin.bundle_id = bytes::encode_hex(crypto::sha256(bundle));
    return parsed;
}

std::vector<RootPurpose> purposes_of(const Bundle& bundle) {
    std::set<RootPurpose> purposes;
    // A full bundle says what the keys are; and whoever empties a kiosk changes its keys, too.
    if (bundle.has_issuers || bundle.base.empty()) purposes.insert(RootPurpose::Keys);
    if (bundle.roots) purposes.insert(RootPurpose::Roots);
    for (const auto& part : bundle.parts) purposes.insert(purpose_of(part.name.kind));
    for (const auto& name : bundle.removed) purposes.insert(purpose_of(name.kind));
    return {purposes.begin(), purposes.end()};
}

Result<Bundle> open_whole_bundle(ByteView bundle, std::string_view minisig,
                                 std::span<const MinisignPublicKey> roots) {
    if (bundle.size() > bundle_bytes_max) return Error{Errc::TooLong, bundle_bytes_max, "bundle"};
    OUTPOST_TRY(const auto signatures, parse_minisign_signatures(minisig));
    const MinisignPublicKey* root = nullptr;
    for (const auto& signature : signatures) {
        const auto at = std::find_if(roots.begin(), roots.end(), [&](const MinisignPublicKey& key) {
            return key.key_id == signature.key_id;
        });
        if (at == roots.end()) continue;
        OUTPOST_TRY_VOID(check_minisign(signature, bundle, *at));
        root = &*at;
    }
    if (root == nullptr) return Error{Errc::NotFound, 0, "signed by none of the root keys"};
    return parse_bundle(bundle);
}

Result<TrustSnapshot> open_bundle(ByteView bundle, std::string_view minisig,
                                  std::span<const MinisignPublicKey> roots) {
    OUTPOST_TRY(auto parsed, open_whole_bundle(bundle, minisig, roots));
    if (!parsed.base.empty()) return Error{Errc::Unsupported, 0, "a delta must be imported"};
    return TrustSnapshot(std::move(parsed.methods), std::move(parsed.origin));
}

Result<std::string> write_bundle(const Bundle& bundle) {
    if (!bundle.origin.issued_at) return Error{Errc::BadValue, 0, "a bundle needs issued_at"};
    json::Writer out;
    out.begin_object().key("outpost_bundle").value(bundle_version);
    if (!bundle.name.empty()) out.key("name").value(bundle.name);
    out.key("sequence").value(bundle.origin.sequence);
    out.key("issued_at").value(format_rfc3339(*bundle.origin.issued_at));
    if (bundle.origin.expires_at)
        out.key("expires_at").value(format_rfc3339(*bundle.origin.expires_at));
    if (!bundle.base.empty()) out.key("base").value(bundle.base);
    if (bundle.roots) {
        out.key("roots");
        write_root_set(out, *bundle.roots);
    }
    if (bundle.has_issuers) {
        out.key("issuers").begin_array();
        for (const auto& issuer : issuers_of(bundle)) write_issuer(out, issuer, bundle);
        out.end_array();
    }
    write_parts(out, bundle.parts);
    write_removed(out, bundle.removed);
    out.end_object();
    auto text = std::move(out).take() + "\n";
    // Whatever was put together, only what every kiosk will take leaves this function.
    OUTPOST_TRY(const auto checked, parse_bundle(as_bytes(text)));
    OUTPOST_CHECK(checked.methods.size() == bundle.methods.size());
    return text;
}

}  // namespace outpost::trust
