// Which trusted keys may have made a proof, and why the others may not.
#pragma once

#include "core/base/time.h"
#include "core/proof/proof.h"
#include "core/trust/snapshot.h"
#include "core/verify/findings.h"

#include <optional>
#include <string_view>
#include <vector>

namespace outpost::verify {

/// What a key is asked to have signed.
struct KeyRequest {
    const proof::ProofRecord* proof = nullptr;
    std::string_view issuer;                 // the credential's `issuer` or its id
    std::vector<std::string_view> contexts;  // the credential's context URLs
    UtcInstant at;
    bool allow_published_keys = false;
};

/// A key of the right type that may not be used here, and why.
struct RefusedKey {
    const trust::VerificationMethod* method = nullptr;
    FindingCode why{};
};

struct KeyChoice {
    std::vector<const trust::VerificationMethod*>
        candidates;  // every current one of the right type
    std::vector<RefusedKey> refused;
    /// Set when there is no candidate: the most telling reason.
    std::optional<FindingCode> refusal;
};

KeyChoice choose_keys(const trust::TrustSnapshot& trust, const KeyRequest& request);

}  // namespace outpost::verify
