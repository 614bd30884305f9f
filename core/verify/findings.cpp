// The table of finding codes with their names and words.
#include "core/verify/findings.h"

#include "core/base/check.h"

#include <array>

namespace outpost::verify {

namespace {

struct Row {
    FindingCode code;
    std::string_view name;
    std::string_view text;
};

using enum FindingCode;

constexpr std::array rows{
    Row{NoCredential, "no_credential", "This is not a certificate."},
    Row{UnreadableCredential, "unreadable_credential",
        "This looks like a certificate but is damaged or breaks the rules of its format."},
    Row{UnsupportedFormat, "unsupported_format",
        "This is a kind of certificate that cannot be checked here yet."},
    Row{ProofMissing, "proof_missing", "The certificate carries no signature."},
    Row{ProofMalformed, "proof_malformed", "The signature part of the certificate is malformed."},
    Row{ProofSet, "proof_set", "The certificate carries more than one signature."},
    Row{ProofContext, "proof_context", "The signature part redefines its own terms."},
    Row{SuiteUnsupported, "suite_unsupported", "The kind of signature is not known here."},
    Row{PurposeMismatch, "purpose_mismatch", "The signature was made for another purpose."},
    Row{JwsMalformed, "jws_malformed", "The signature text is malformed."},
    Row{JwsHeader, "jws_header", "The signature header is not the one this kind of signature has."},
    Row{SignatureLength, "signature_length", "The signature has the wrong length."},
    Row{UnmappedMember, "unmapped_member",
        "The certificate holds a member that the signature cannot cover."},
    Row{SignatureMismatch, "signature_mismatch",
        "The signature does not match: the certificate was altered or forged."},
    Row{InlineContext, "inline_context", "The certificate brings definitions of its own."},
    Row{ContextNotAllowed, "context_not_allowed",
        "The certificate uses definitions that are not known here."},
    Row{DocumentNotJsonLd, "document_not_json_ld",
        "The certificate breaks the rules of linked data."},
    Row{LimitExceeded, "limit_exceeded", "Checking the certificate would cost too much work."},
    Row{UnknownKey, "unknown_key", "The issuer's key is not known here."},
    Row{KeyPublished, "key_published",
        "The key is public knowledge: anyone could have signed this."},
    Row{KeyTypeMismatch, "key_type_mismatch",
        "The known key of this issuer is for another kind of signature."},
    Row{KeyNotCurrent, "key_not_current",
        "The signature was made outside the period of the issuer's key."},
    Row{KeyRevoked, "key_revoked", "The issuer's key was withdrawn."},
    Row{SignedAfterWithdrawal, "signed_after_withdrawal",
        "It was signed after the issuer's key was withdrawn."},
    Row{IssuerNotAllowed, "issuer_not_allowed", "The key may not sign for the named issuer."},
    Row{KeyContextNotAllowed, "key_context_not_allowed",
        "The key may not sign this kind of certificate."},
    Row{KeyPurposeNotAllowed, "key_purpose_not_allowed",
        "The key may not be used for this purpose."},
    Row{TrustDataExpired, "trust_data_expired", "The list of known issuers has expired."},
    Row{TrustDataTooOld, "trust_data_too_old", "The list of known issuers is too old."},
    Row{TrustDataAgeing, "trust_data_ageing", "The list of known issuers is getting old."},
    Row{ClockBehindTrustData, "clock_behind_trust_data",
        "The clock shows a time before the list of known issuers was made: it cannot be trusted."},
    Row{ClockWrong, "clock_wrong", "The clock shows a time that cannot be right."},
    Row{ClockNotConfirmed, "clock_not_confirmed",
        "Nobody has confirmed the time that the clock shows."},
    Row{UnsupportedShape, "unsupported_shape",
        "The signature holds, but the certificate has a form that is not known here."},
    Row{HolderNotSigned, "holder_not_signed",
        "The signature holds but does not cover the holder's details: check the identity "
        "document."},
    Row{UnsignedMember, "unsigned_member", "This detail is not covered by the signature."},
    Row{ClaimsNotBound, "claims_not_bound",
        "The signature does not prove the details as the certificate words them."},
    Row{ReadingDiffers, "reading_differs",
        "The details were read otherwise than the certificate words them."},
    Row{VaccineNotRecognised, "vaccine_not_recognised",
        "The vaccine is not in the table of known products."},
    Row{BindingDigestMismatch, "binding_digest_mismatch",
        "Details were exchanged after signing: the certificate was altered."},
    Row{BindingDigestHolds, "binding_digest_holds", "The issuer bound every detail by a digest."},
    Row{NotYetCurrent, "not_yet_current", "The certificate is dated in the future."},
    Row{PastExpiry, "past_expiry", "The certificate has expired."},
    Row{PastEffectiveUntil, "past_effective_until", "The date \"effective until\" has passed."},
    Row{Revoked, "revoked", "The certificate was revoked by its issuer."},
    Row{Superseded, "superseded", "The certificate was replaced by a corrected one."},
    Row{RevocationMismatch, "revocation_mismatch",
        "The certificate's number is on the revocation list with other details."},
    Row{StatusNotChecked, "status_not_checked",
        "The certificate names a status list, which cannot be looked up here."},
    Row{NoRevocationData, "no_revocation_data", "No revocation list is loaded."},
    Row{RevocationDataTooOld, "revocation_data_too_old", "The revocation list is too old."},
    Row{RevocationDataAgeing, "revocation_data_ageing", "The revocation list is getting old."},
    Row{RevocationAgeUnknown, "revocation_age_unknown",
        "The revocation list does not say how old it is."},
    Row{PolicyDose, "policy_dose", "The doses do not meet the rule in force."},
    Row{PolicyDate, "policy_date", "The dates do not meet the rule in force."},
    Row{PolicyVaccine, "policy_vaccine", "The vaccine does not meet the rule in force."},
    Row{PolicyPurpose, "policy_purpose", "The rule in force has no such purpose."},
    Row{PolicyFormat, "policy_format", "The rule in force does not take this kind of certificate."},
    Row{PolicyResult, "policy_result", "The test result does not meet the rule in force."},
};

static_assert(rows.size() == static_cast<std::size_t>(last_finding_code) + 1);

const Row& row_of(FindingCode code) {
    const auto& row = rows.at(static_cast<std::size_t>(code));
    OUTPOST_CHECK(row.code == code);  // the table stands in the order of the codes
    return row;
}

}  // namespace

std::string_view finding_name(FindingCode code) {
    return row_of(code).name;
}
std::string_view finding_text(FindingCode code) {
    return row_of(code).text;
}

}  // namespace outpost::verify
