// Everything that verification may have to say, one code each. docs/findings.md lists them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::verify {

enum class Severity : std::uint8_t {
    Info,     // worth knowing
    Warning,  // the operator should look
    Reason,   // keeps the verdict from being accepted
};

enum class FindingCode : std::uint8_t {
    // recognition
    NoCredential,
    UnreadableCredential,
    UnsupportedFormat,
    // proof, in the order of the checks
    ProofMissing,
    ProofMalformed,
    ProofSet,
    ProofContext,
    SuiteUnsupported,
    PurposeMismatch,
    JwsMalformed,
    JwsHeader,
    SignatureLength,
    UnmappedMember,
    SignatureMismatch,
    InlineContext,
    ContextNotAllowed,
    DocumentNotJsonLd,
    LimitExceeded,
    // trust
    UnknownKey,
    KeyPublished,
    KeyTypeMismatch,
    KeyNotCurrent,
    KeyRevoked,
    SignedAfterWithdrawal,
    IssuerNotAllowed,
    KeyContextNotAllowed,
    KeyPurposeNotAllowed,
    TrustDataExpired,
    TrustDataTooOld,
    TrustDataAgeing,
    ClockBehindTrustData,
    ClockWrong,
    ClockNotConfirmed,
    // claim binding
    UnsupportedShape,
    HolderNotSigned,
    UnsignedMember,
    ClaimsNotBound,
    ReadingDiffers,
    VaccineNotRecognised,
    BindingDigestMismatch,
    BindingDigestHolds,
    // time
    NotYetCurrent,
    PastExpiry,
    PastEffectiveUntil,
    // revocation
    Revoked,
    Superseded,
    RevocationMismatch,
    StatusNotChecked,
    NoRevocationData,
    RevocationDataTooOld,
    RevocationDataAgeing,
    RevocationAgeUnknown,
    // policy
    PolicyDose,
    PolicyDate,
    PolicyVaccine,
    PolicyPurpose,
    PolicyFormat,
    PolicyResult,
};

inline constexpr FindingCode last_finding_code = FindingCode::PolicyResult;

/// The code as printed: "signature_mismatch". Never changes once released.
std::string_view finding_name(FindingCode code);
/// One plain sentence for the operator, in English.
std::string_view finding_text(FindingCode code);

struct Finding {
    FindingCode code{};
    Severity severity = Severity::Reason;
    std::string path;  // JSON pointer of the member at fault; empty where none applies
};

}  // namespace outpost::verify
