// Every test that a verification method must pass before its key is tried.
#include "core/verify/key_choice.h"

#include <algorithm>

namespace outpost::verify {

namespace {

bool names(const std::vector<std::string>& allowed, std::string_view wanted) {
    return allowed.empty() || std::find(allowed.begin(), allowed.end(), wanted) != allowed.end();
}

/// Contexts of the W3C and of proof suites say nothing about who may sign what.
bool is_common_context(std::string_view url) {
    return url.substr(0, 19) == "https://www.w3.org/" || url.substr(0, 17) == "https://w3id.org/";
}

bool allows_contexts(const trust::VerificationMethod& method, const KeyRequest& request) {
    return std::all_of(request.contexts.begin(), request.contexts.end(), [&](std::string_view url) {
        return is_common_context(url) || names(method.contexts, url);
    });
}

/// The period counts for the instant at which the proof says it was made; a proof without one, or
/// one dated after now, is held against now.
bool is_current_for(const trust::VerificationMethod& method, const KeyRequest& request) {
    const auto created = parse_rfc3339(request.proof->created);
    return trust::is_current(method, created && *created <= request.at ? *created : request.at);
}

/// What a withdrawn key signed counts where it was known before the withdrawal. A later date cannot
/// be the issuer's; an earlier one may be, or a thief's.
std::optional<FindingCode> withdrawal_of(const trust::VerificationMethod& method,
                                         const KeyRequest& request) {
    if (!method.revoked) return std::nullopt;
    if (method.withdrawal == nullptr) return FindingCode::KeyRevoked;
    if (method.withdrawal->keeps(request.proof->signature)) return std::nullopt;
    const auto created = parse_rfc3339(request.proof->created);
    const bool is_later = created && *created >= method.withdrawal->from;
    return is_later ? FindingCode::SignedAfterWithdrawal : FindingCode::KeyRevoked;
}

std::optional<FindingCode> refusal_of(const trust::VerificationMethod& method,
                                      const KeyRequest& request) {
    if (method.key.type() != proof::key_type_of(request.proof->suite))
        return FindingCode::KeyTypeMismatch;
    if (method.published && !request.allow_published_keys) return FindingCode::KeyPublished;
    if (const auto withdrawn = withdrawal_of(method, request)) return withdrawn;
    if (!names(method.purposes, request.proof->purpose)) return FindingCode::KeyPurposeNotAllowed;
    if (!names(method.issuers, request.issuer)) return FindingCode::IssuerNotAllowed;
    if (!allows_contexts(method, request)) return FindingCode::KeyContextNotAllowed;
    if (!is_current_for(method, request)) return FindingCode::KeyNotCurrent;
    return std::nullopt;
}

}  // namespace

KeyChoice choose_keys(const trust::TrustSnapshot& trust, const KeyRequest& request) {
    KeyChoice choice;
    for (const auto& method : trust.find(request.proof->verification_method)) {
        const auto refusal = refusal_of(method, request);
        if (!refusal)
            choice.candidates.push_back(&method);
        else if (*refusal != FindingCode::KeyTypeMismatch)
            choice.refused.push_back({&method, *refusal});
        if (!refusal) continue;
        // A key of the right type tells more than one of another type.
        if (!choice.refusal || *choice.refusal == FindingCode::KeyTypeMismatch)
            choice.refusal = refusal;
    }
    if (!choice.candidates.empty())
        choice.refusal.reset();
    else if (!choice.refusal)
        choice.refusal = FindingCode::UnknownKey;
    return choice;
}

}  // namespace outpost::verify
