// Helpers of verification tests.
#include "tests/support/verifying.h"

#include "assets/shipped_contexts.h"
#include "core/bytes/hex.h"
#include "core/crypto/signing_key.h"
#include "core/json/reader.h"
#include "core/proof/sign_document.h"
#include "tests/support/files.h"

#include <stdexcept>

namespace outpost::tests {

crypto::PublicKey key_from_file(const std::filesystem::path& path) {
    auto text = read_text(path);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    auto key = text.find("BEGIN") != std::string::npos ? crypto::PublicKey::from_pem(text + "\n")
                                                       : crypto::PublicKey::from_base58(text);
    if (!key) throw std::runtime_error("no key in " + path.string());
    return *key;
}

std::shared_ptr<const trust::TrustSnapshot> trust_in(
    std::vector<trust::VerificationMethod> methods) {
    return std::make_shared<trust::TrustSnapshot>(std::move(methods), trust::TrustOrigin{});
}

verify::VerifierSettings settings_with(std::shared_ptr<const trust::TrustSnapshot> trust) {
    verify::VerifierSettings settings;
    settings.contexts = shipped_context_set().value();
    settings.trust = std::move(trust);
    return settings;
}

std::string verify_data(const char* name) {
    return read_text(data_dir() / "verify" / name);
}

verify::Verifier sample_verifier() {
    const auto folder = data_dir() / "verify";
    return verify::Verifier(settings_with(
        trust_in({method_of("did:india", key_from_file(folder / "test-rsa-public.pem")),
                  method_of("did:india", key_from_file(folder / "test-ed25519-public.base58"))})));
}

std::string Checked::codes() const {
    std::string out(policy::verdict_name(decision.verdict));
    out += ":";
    for (const auto& finding : decision.findings)
        if (finding.severity == verify::Severity::Reason)
            out += " " + std::string(verify::finding_name(finding.code));
    return out;
}

Checked check(verify::Verifier& verifier, std::string_view payload, const policy::Policy& policy,
              UtcInstant at) {
    Checked checked;
    checked.verification = verifier.verify(as_bytes(payload), at);
    checked.decision = policy::decide(checked.verification, policy, {}, at);
    return checked;
}

Checked check(verify::Verifier& verifier, std::string_view payload) {
    return check(verifier, payload, policy::built_in_policy(),
                 parse_rfc3339("2026-01-01T00:00:00Z").value());
}

std::string signed_by_test_key(std::string_view document) {
    const auto seed =
        bytes::decode_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    const auto key = crypto::SigningKey::from_ed25519_seed(seed.value());
    rdf::Processor processor(shipped_context_set().value());
    const auto parsed = json::read(document);
    auto text = proof::sign_document(
        parsed.value().root(),
        {proof::Cryptosuite::Ed25519Signature2018, "did:india", "2022-02-08T09:15:42Z"},
        key.value(), processor);
    return std::move(text).value();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string::npos)
        throw std::runtime_error("nothing to replace: " + std::string(from));
    return text.replace(at, from.size(), to);
}

std::string unsigned_certificate() {
    auto text = read_text(data_dir() / "verify" / "v3-dose1.ed25519.signed.json");
    return text.substr(0, text.find(",\"proof\":")) + "}";
}

}  // namespace outpost::tests
