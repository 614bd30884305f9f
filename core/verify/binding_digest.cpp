// SHA-256 over the JCS text of subject and evidence, the fragment itself left out.
#include "core/verify/binding_digest.h"

#include "core/bytes/base64.h"
#include "core/crypto/digest.h"
#include "core/json/jcs.h"

#include <array>
#include <vector>

namespace outpost::verify {

namespace {

constexpr std::string_view domain = "outpost-claim-binding-1\n";
constexpr std::size_t digest_bytes = 16;

const json::Value* only_evidence(const json::Value& document) {
    const auto* evidence = document.find("evidence");
    if (evidence == nullptr || !evidence->is_array() || evidence->items().size() != 1)
        return nullptr;
    const auto& entry = evidence->items().front();
    return entry.is_object() ? &entry : nullptr;
}

std::string_view without_fragment(std::string_view id) {
    return id.substr(0, id.find('#'));
}

/// The evidence entry with its id cut before '#'. The members live in `storage`.
json::Value evidence_without_fragment(const json::Value& entry,
                                      std::vector<json::Member>& storage) {
    storage.assign(entry.members().begin(), entry.members().end());
    for (auto& member : storage)
        if (member.name == "id" && member.value.is_string())
            member.value = json::Value::string(without_fragment(member.value.as_string()));
    return json::Value::object(storage);
}

}  // namespace

Result<std::string> binding_digest_fragment(const json::Value& document) {
    const auto* subject = document.find("credentialSubject");
    const auto* entry = only_evidence(document);
    if (subject == nullptr || !subject->is_object() || entry == nullptr)
        return Error{Errc::BadValue, 0, "claim binding needs one subject and one evidence entry"};
    std::vector<json::Member> storage;
    const std::array evidence{evidence_without_fragment(*entry, storage)};
    const std::array members{json::Member{"credentialSubject", *subject},
                             json::Member{"evidence", json::Value::array(evidence)}};
    OUTPOST_TRY(const auto text, json::canonicalize_jcs(json::Value::object(members)));
    const auto digest = crypto::sha256(as_bytes(std::string(domain) + text));
    return std::string(binding_digest_prefix) +
           bytes::encode_base64url(ByteView(digest).first(digest_bytes));
}

std::string_view evidence_id_tail(std::string_view id) {
    id = without_fragment(id);
    const auto separator = id.find_last_of("/?:=");
    return separator == std::string_view::npos ? id : id.substr(separator + 1);
}

BindingDigest check_binding_digest(const json::Value& document) {
    const auto* entry = only_evidence(document);
    if (entry == nullptr) return BindingDigest::Absent;
    const auto id = entry->text_of("id");
    const auto hash = id.find('#');
    if (hash == std::string_view::npos) return BindingDigest::Absent;
    const auto fragment = id.substr(hash);
    if (fragment.substr(0, binding_digest_prefix.size()) != binding_digest_prefix)
        return BindingDigest::Absent;
    const auto expected = binding_digest_fragment(document);
    return expected && *expected == fragment ? BindingDigest::Holds : BindingDigest::Differs;
}

}  // namespace outpost::verify
