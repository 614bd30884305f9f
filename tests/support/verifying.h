// What tests of verification share: trust from key files, the shipped contexts, one check.
#pragma once

#include "core/policy/policy.h"
#include "core/trust/snapshot.h"
#include "core/verify/verifier.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::tests {

/// A method of that id without limits.
using trust::method_of;

/// The key of a PEM file or a file with base58 text.
crypto::PublicKey key_from_file(const std::filesystem::path& path);

std::shared_ptr<const trust::TrustSnapshot> trust_in(
    std::vector<trust::VerificationMethod> methods);

verify::VerifierSettings settings_with(std::shared_ptr<const trust::TrustSnapshot> trust);

/// tests/data/verify/NAME.
std::string verify_data(const char* name);

/// Trusts both keys of tests/data/verify as did:india.
verify::Verifier sample_verifier();

struct Checked {
    verify::Verification verification;
    policy::Decision decision;

    [[nodiscard]] std::string codes() const;  // "accepted: code code", reasons only
};
/// By the built-in policy, at 2026-01-01.
Checked check(verify::Verifier& verifier, std::string_view payload);
Checked check(verify::Verifier& verifier, std::string_view payload, const policy::Policy& policy,
              UtcInstant at);

/// The document signed as did:india with the Ed25519 key of RFC 8032 section 7.1 test 1, whose
/// public half is tests/data/verify/test-ed25519-public.base58. The document has no proof yet.
std::string signed_by_test_key(std::string_view document);

/// The text with the first occurrence replaced; throws when there is none.
std::string replaced(std::string text, std::string_view from, std::string_view to);

/// tests/data/verify/v3-dose1.ed25519.signed.json without its proof.
std::string unsigned_certificate();

}  // namespace outpost::tests
