// Recognises what a key file holds, then hands each entry to parse_method.
#include "core/trust/loose_keys.h"

#include "core/bytes/hex.h"
#include "core/json/reader.h"
#include "core/trust/method_json.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace outpost::trust {

namespace {

constexpr json::ReadLimits key_file_limits = {key_file_bytes_max, 16, 64 * 1024};

// W3C Controlled Identifiers section 2.3: verification relationships.
constexpr std::array<std::string_view, 5> relationships = {"assertionMethod", "authentication",
                                                           "keyAgreement", "capabilityInvocation",
                                                           "capabilityDelegation"};

KeyFile skip(const char* reason) {
    return {{}, reason};
}

bool is_key_object(const json::Value& value) {
    return value.is_object() && has_key_form(value);
}

Result<void> append(KeyFile& file, const json::Value& entry) {
    if (file.methods.size() >= key_file_methods_max)
        return Error{Errc::TooLong, key_file_methods_max, "keys in one file"};
    OUTPOST_TRY(auto method, parse_method(entry, MethodSource::LooseFile));
    file.methods.push_back(std::move(method));
    return {};
}

// A DID URL that is relative to its document, such as "#key-1" (DID Core section 3.2.2).
std::string absolute_id(std::string_view document_id, std::string_view id) {
    return id.starts_with('#') ? std::string(document_id) + std::string(id) : std::string(id);
}

bool lists(const json::Value& relationship, std::string_view document_id, std::string_view id) {
    const auto names = [&](const json::Value& item) {
        return item.is_string() && absolute_id(document_id, item.as_string()) == id;
    };
    if (!relationship.is_array()) return names(relationship);
    return std::any_of(relationship.items().begin(), relationship.items().end(), names);
}

Result<void> append_referenced(KeyFile& file, const json::Value& document,
                               const json::Value& entries) {
    const auto document_id = document.text_of("id");
    for (const auto& entry : entries.items()) {
        KeyFile one;
        OUTPOST_TRY_VOID(append(one, entry));
        auto& method = one.methods.front();
        method.id = absolute_id(document_id, method.id);
        if (!method.purposes.empty())
            return Error{Errc::Unsupported, 0, "purposes inside a controller document"};
        for (const auto name : relationships) {
            const json::Value* relationship = document.find(name);
            if (relationship != nullptr && lists(*relationship, document_id, method.id))
                method.purposes.emplace_back(name);
        }
        if (!method.purposes.empty()) file.methods.push_back(std::move(method));
        if (file.methods.size() > key_file_methods_max)
            return Error{Errc::TooLong, key_file_methods_max, "keys in one file"};
    }
    return {};
}

// A relationship may hold whole methods instead of their ids.
Result<void> append_embedded(KeyFile& file, const json::Value& document) {
    for (const auto name : relationships) {
        const json::Value* relationship = document.find(name);
        if (relationship == nullptr || !relationship->is_array()) continue;
        for (const auto& item : relationship->items()) {
            if (!item.is_object()) continue;
            OUTPOST_TRY_VOID(append(file, item));
            auto& method = file.methods.back();
            method.id = absolute_id(document.text_of("id"), method.id);
            method.purposes.assign(1, std::string(name));
        }
    }
    return {};
}

Result<KeyFile> parse_controller_document(const json::Value& document) {
    KeyFile file;
    for (const std::string_view name : {"verificationMethod", "publicKey"}) {
        const json::Value* entries = document.find(name);
        if (entries == nullptr) continue;
        if (!entries->is_array()) return Error{Errc::BadSyntax, 0, "verification methods"};
        OUTPOST_TRY_VOID(append_referenced(file, document, *entries));
    }
    OUTPOST_TRY_VOID(append_embedded(file, document));
    if (file.methods.empty()) return skip("a controller document that lists no usable key");
    return file;
}

Result<KeyFile> parse_array(const json::Value& root) {
    if (std::none_of(root.items().begin(), root.items().end(), is_key_object))
        return skip("no public key in it");
    KeyFile file;
    for (const auto& entry : root.items()) OUTPOST_TRY_VOID(append(file, entry));
    return file;
}

Result<KeyFile> parse_map(const json::Value& root) {
    const auto holds_key = [](const json::Member& member) { return is_key_object(member.value); };
    if (std::none_of(root.members().begin(), root.members().end(), holds_key))
        return skip("no public key in it");
    KeyFile file;
    for (const auto& member : root.members()) OUTPOST_TRY_VOID(append(file, member.value));
    return file;
}

Result<KeyFile> parse_json(std::string_view text) {
    OUTPOST_TRY(const auto document, json::read(text, key_file_limits));
    const json::Value& root = document.root();
    if (root.is_array()) return parse_array(root);
    if (!root.is_object()) return skip("no public key in it");
    if (root.find("outpost_bundle") != nullptr)
        return skip("a trust bundle: name the file itself, not its folder");
    if (has_private_key(root)) return Error{Errc::BadKey, 0, "a private key in a trust folder"};
    if (has_key_form(root)) {
        KeyFile file;
        OUTPOST_TRY_VOID(append(file, root));
        return file;
    }
    const json::Value* legacy = root.find("publicKey");
    if (root.find("verificationMethod") != nullptr || (legacy != nullptr && legacy->is_array()) ||
        root.find("assertionMethod") != nullptr)
        return parse_controller_document(root);
    return parse_map(root);
}

KeyFile of_key(crypto::PublicKey key) {
    KeyFile file;
    auto method = bare_method(std::move(key));
    method.id = bytes::encode_hex(method.key.fingerprint());
    method.published = crypto::is_published(method.key);
    file.methods.push_back(std::move(method));
    return file;
}

Result<KeyFile> parse_x509(ByteView content) {
    OUTPOST_TRY(auto key, crypto::PublicKey::from_x509(content));
    return of_key(std::move(key));
}

Result<KeyFile> parse_pem(ByteView content) {
    const auto text = as_text(content);
    if (text.find("PRIVATE KEY-----") != std::string_view::npos)
        return Error{Errc::BadKey, 0, "a private key in a trust folder"};
    if (text.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos)
        return parse_x509(content);
    if (text.find("-----BEGIN PUBLIC KEY-----") == std::string_view::npos)
        return skip("no public key in it");
    OUTPOST_TRY(auto key, crypto::PublicKey::from_pem(text));
    return of_key(std::move(key));
}

}  // namespace

bool is_key_file_name(std::string_view file_name) {
    constexpr std::array<std::string_view, 5> endings = {".json", ".pem", ".der", ".cer", ".crt"};
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return file_name.ends_with(ending); });
}

Result<KeyFile> parse_key_file(std::string_view file_name, ByteView content) {
    if (!is_key_file_name(file_name)) return skip("not a key file by its name");
    if (content.size() > key_file_bytes_max)
        return Error{Errc::TooLong, key_file_bytes_max, "key file"};
    if (file_name.ends_with(".json")) return parse_json(as_text(content));
    return file_name.ends_with(".pem") ? parse_pem(content) : parse_x509(content);
}

}  // namespace outpost::trust
