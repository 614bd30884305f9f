// What the signer adds to a request: the values of a credential that are computed, under the names
// of DIVOC's templates (docs/formats/divoc.md, generation rules).
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/json/value.h"
#include "core/profile/profile.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace outpost::issuing {

inline constexpr std::size_t rejection_pattern_chars_max = 200;
/// Longer identities without a scheme are not put to the pattern, and not used.
inline constexpr std::size_t tested_identity_units_max = 256;

struct CredentialValuesInput {
    const json::Value& item;  // normalised by check_request
    const profile::IssuerRules& issuer;
    std::span<const profile::VaccineRow> vaccines;
    std::function<const profile::IcdRow*(std::string_view code)> icd;  // null: no such code
    std::string_view namespace_url;
    std::string_view certificate_id;
    std::string_view evidence_fragment;  // appended to the evidence's id: "" or "#..."
    UtcInstant issued_at;
};

/// The values as the text of one JSON object: namespace, preEnrollmentCode, recipientName,
/// recipientIdentifier, recipientAge, recipientDob, issuer, issuanceDate, evidenceId, InfoUrl,
/// feedbackUrl, certificateId, batch, vaccine, icd11Code, prophylaxis, vaccinationDate, dose,
/// totalDoses, facilityAddressCountry. Doses are numbers, the others texts; "" where there is none.
/// @error BadValue  the issuer's did makes no absolute IRI, or its rejection pattern is no
///                  ECMAScript regular expression
/// @error TooLong   the rejection pattern
Result<std::string> computed_values(const CredentialValuesInput& input);

/// The recipient's identifier: the identity itself when it is an absolute URL, else behind the
/// issuer's did, else the did with the preEnrollmentCode. Always has a scheme, and no character
/// that may not stand in an IRI of N-Quads but the space, which DIVOC's certificates have.
/// @error as computed_values
Result<std::string> recipient_identifier(std::string_view identity,
                                         std::string_view pre_enrollment_code,
                                         const profile::IssuerRules& issuer);

/// Whether the WHATWG URL parser takes the text without a base and without trimming it. The part of
/// it that identities need: no host of a special scheme beyond letters, digits, '-', '.', '_', and
/// a port; what is refused here only leads to the next rule of recipient_identifier.
bool is_absolute_url(std::string_view text);

}  // namespace outpost::issuing
