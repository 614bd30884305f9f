// The form that a DIVOC certificate must have before its claims are acted on: exactly the members,
// types and counts that DIVOC's templates write. A proven credential of another form is not refused
// as forged; it is a form that we cannot read safely.
#pragma once

#include "core/json/value.h"

#include <optional>
#include <string>

namespace outpost::verify {

/// The JSON pointer of the first member that does not fit the acceptance profile, or nothing when
/// the whole document fits. Vaccination and test certificates.
std::optional<std::string> misfit_of(const json::Value& document);

/// True for a test certificate (type ProofOfTestCertificateCredential).
bool is_test_certificate(const json::Value& document);

}  // namespace outpost::verify
