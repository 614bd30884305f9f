#include "core/issuing/certificate_signer.h"

#include "core/bytes/base64.h"
#include "core/crypto/digest.h"
#include "core/formats/divoc_payload.h"
#include "core/issuing/credential_values.h"
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "core/proof/jws.h"
#include "core/proof/sign_document.h"
#include "core/trust/snapshot.h"
#include "core/verify/binding_digest.h"
#include "core/verify/findings.h"

#include <algorithm>
#include <utility>

namespace outpost::issuing {

namespace {

proof::Cryptosuite suite_for(const crypto::SigningKey& key) {
    return key.type() == crypto::KeyType::Rsa ? proof::Cryptosuite::RsaSignature2018
                                              : proof::Cryptosuite::Ed25519Signature2018;
}

proof::JwsAlgorithm algorithm_for(const crypto::SigningKey& key) {
    return key.type() == crypto::KeyType::Rsa ? proof::JwsAlgorithm::Ps256
                                              : proof::JwsAlgorithm::EdDsa;
}

std::size_t signature_bytes(const crypto::SigningKey& key) {
    return key.type() == crypto::KeyType::Rsa ? 256 : 64;
}

/// Trusts the one key for the one issuer: what the kiosk's own certificates must pass.
verify::VerifierSettings settings_for(const crypto::SigningKey& key, const std::string& method,
                                      const std::string& issuer,
                                      std::shared_ptr<const rdf::ContextSet> contexts) {
    auto own = trust::method_of(method, key.public_key());
    own.issuers = {issuer};
    verify::VerifierSettings settings;
    settings.contexts = std::move(contexts);
    settings.trust = trust::trust_in_one(std::move(own));
    return settings;
}

/// Stands for what is put in later. Nobody can put it into a request, because it is made from it.
std::string mark_of(std::string_view purpose, std::string_view made_from) {
    const auto digest =
        crypto::sha256(as_bytes(std::string(purpose) + '\n' + std::string(made_from)));
    return std::string(verify::binding_digest_prefix) +
           bytes::encode_base64url(ByteView(digest).first(16));
}

/// Ids go into the text as they stand: nothing that JSON would have to escape.
bool is_plain_id(std::string_view id) {
    return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-';
    });
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Bytes that deflate can not shorten, as a signature is.
Bytes incompressible(std::size_t count) {
    Bytes out;
    for (std::uint32_t block = 0; out.size() < count; ++block) {
        const auto digest = crypto::sha256(as_bytes("size " + std::to_string(block)));
        out.insert(out.end(), digest.begin(), digest.end());
    }
    out.resize(count);
    return out;
}

}  // namespace

Result<CertificateSigner> CertificateSigner::make(const profile::Profile& profile,
                                                  const crypto::SigningKey& key,
                                                  const proof::KeyFile& key_file,
                                                  std::shared_ptr<const rdf::ContextSet> contexts) {
    if (crypto::is_published(key.public_key()))
        return Error{Errc::KeyPublished, 0, "the private half of this key is public"};
    if (!proof::is_key_id(key_file.id))
        return Error{Errc::BadValue, 0, "the key's id is no absolute IRI"};
    if (key.type() != crypto::KeyType::Rsa && key.type() != crypto::KeyType::Ed25519)
        return Error{Errc::BadKey, 0, "certificates are signed with Ed25519 or RSA"};
    return CertificateSigner(
        profile, key, key_file.id,
        settings_for(key, key_file.id, profile.issuer().issuer, std::move(contexts)));
}

CertificateSigner::CertificateSigner(const profile::Profile& profile, const crypto::SigningKey& key,
                                     std::string verification_method,
                                     verify::VerifierSettings settings)
    : profile_(&profile),
      key_(&key),
      verification_method_(std::move(verification_method)),
      processor_(settings.contexts),
      verifier_(std::move(settings)) {}

// The size is reckoned before an id is reserved, and the digest stands in the very id that it
// leaves out. So the template is filled with marks, which give way to the id and the digest.
Result<void> CertificateSigner::make_draft(const profile::RequestKind& kind,
                                           const json::Value& item, UtcInstant issued_at) {
    auto made_from =
        kind.name + '\n' + std::to_string(issued_at.since_epoch_ms) + '\n' + json::write(item);
    if (draft_.made_from == made_from) return {};
    draft_ = {};
    Draft draft;
    draft.id_mark = mark_of("id", made_from);
    draft.digest_mark = mark_of("digest", made_from);
    const CredentialValuesInput input{item,
                                      profile_->issuer(),
                                      profile_->vaccines(),
                                      [this](std::string_view code) { return profile_->icd(code); },
                                      kind.namespace_url,
                                      draft.id_mark,
                                      draft.digest_mark,
                                      issued_at};
    OUTPOST_TRY(const auto values_text, computed_values(input));
    OUTPOST_TRY(const auto values, json::read(values_text));
    OUTPOST_TRY(draft.text, profile_->credential_json(kind, item, values.root()));
    OUTPOST_TRY(const auto document, json::read(draft.text));
    // What can have no digest is told now, before an id is spent on it.
    OUTPOST_TRY_VOID(verify::binding_digest_fragment(document.root()));
    draft.made_from = std::move(made_from);
    draft_ = std::move(draft);
    return {};
}

Result<std::string> CertificateSigner::unsigned_credential(const CredentialRequest& request) {
    if (!is_plain_id(request.certificate_id)) return Error{Errc::BadValue, 0, "certificate id"};
    OUTPOST_TRY_VOID(make_draft(*request.kind, *request.item, request.issued_at));
    const Draft draft = std::exchange(draft_, {});  // a person's data is not kept for longer
    auto text = draft.text;
    replace_all(text, draft.id_mark, request.certificate_id);
    OUTPOST_TRY(const auto document, json::read(text));
    OUTPOST_TRY(const auto fragment, verify::binding_digest_fragment(document.root()));
    replace_all(text, draft.digest_mark, fragment);
    return text;
}

Result<std::string> CertificateSigner::sign(const CredentialRequest& request) {
    OUTPOST_TRY(const auto text, unsigned_credential(request));
    OUTPOST_TRY(const auto document, json::read(text));
    // DIVOC writes `created` without a fraction (docs/formats/divoc.md).
    const UtcInstant whole_second{request.issued_at.since_epoch_ms / 1000 * 1000};
    const std::string created = format_rfc3339(whole_second);
    OUTPOST_TRY(
        auto signed_text,
        proof::sign_document(document.root(), {suite_for(*key_), verification_method_, created},
                             *key_, processor_));
    OUTPOST_TRY_VOID(check(signed_text, request.issued_at));
    return signed_text;
}

Result<void> CertificateSigner::check(std::string_view credential_json, UtcInstant at) {
    const auto verification = verifier_.verify(as_bytes(credential_json), at);
    for (const auto& finding : verification.findings)
        if (finding.severity == verify::Severity::Reason)
            return Error{Errc::BadSignature, 0, verify::finding_name(finding.code).data()};
    if (verification.proof != verify::ProofState::Proven ||
        !verification.has(verify::FindingCode::BindingDigestHolds))
        return Error{Errc::BadSignature, 0, "the verifier has not proven it"};
    return {};
}

Result<std::size_t> CertificateSigner::payload_bytes_max(const profile::RequestKind& kind,
                                                         const json::Value& item, UtcInstant at,
                                                         PayloadForm form) {
    // Digits that repeat as little as digits can.
    static constexpr std::string_view id = "907216583464";
    static_assert(id.size() == certificate_id_chars);
    OUTPOST_TRY_VOID(make_draft(kind, item, at));
    auto text = draft_.text;
    replace_all(text, draft_.id_mark, id);  // the digest's mark is as long as the digest
    text.pop_back();
    text += R"(,"proof":{"type":")";
    text += proof::suite_name(suite_for(*key_));
    text += R"(","created":"2026-01-01T00:00:00Z","verificationMethod":")" + verification_method_;
    text += R"(","proofPurpose":"assertionMethod","jws":")";
    text += proof::write_detached_jws(algorithm_for(*key_), incompressible(signature_bytes(*key_)));
    text += "\"}}";
    OUTPOST_TRY(const auto payload, formats::make_divoc_payload(text, form));
    // Another signature deflates to a few bytes more or less; and a byte above 0x7F takes two in
    // the UTF-8 form.
    const std::size_t reserve = form == PayloadForm::Divoc ? 48 : 12;
    return payload.size() + reserve;
}

}  // namespace outpost::issuing
