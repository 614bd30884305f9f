// The form that a DIVOC certificate must have before its claims are acted on: exactly the members,
// types and counts that DIVOC's templates write. A proven credential of another form is not refused
// as forged; it is a form that we cannot read safely.
#pragma once

#include "core/json/value.h"

#include <cstdint>
#include <optional>
#include <string>

namespace outpost::verify {

/// What an issuer's profile may add to subject, evidence and their inner objects.
enum class ExtraMembers : std::uint8_t {
    Refused,
    Scalars,  // text, numbers and booleans: only where the claim-binding digest holds every member
              // to its name
};

/// The JSON pointer of the first member that does not fit the acceptance profile, or nothing when
/// the whole document fits. Vaccination and test certificates.
std::optional<std::string> misfit_of(const json::Value& document,
                                     ExtraMembers extra = ExtraMembers::Refused);

/// True for a test certificate (type ProofOfTestCertificateCredential).
bool is_test_certificate(const json::Value& document);

}  // namespace outpost::verify
