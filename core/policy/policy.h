// Acceptance rules as data, and the decision: the only place where a verdict is made.
#pragma once

#include "core/base/time.h"
#include "core/credential/format.h"
#include "core/policy/freshness.h"
#include "core/ports/clock.h"
#include "core/verify/findings.h"
#include "core/verify/products.h"
#include "core/verify/verifier.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::policy {

enum class Verdict : std::uint8_t {
    Accepted,     // proven, current, and the policy in force says yes
    NotAccepted,  // proven, but the policy says no
    Rejected,     // forged, altered or revoked
    Unknown,      // can not be told here
};

std::string_view verdict_name(Verdict verdict);  // "not_accepted"

enum class DoseRule : std::uint8_t {
    Any,
    SeriesComplete,  // at least the primary series of the product
    Booster,         // more than the primary series
};

/// What one purpose asks for beyond proof, binding, time and revocation.
struct Rules {
    std::string purpose;                      // "travel"; the first one is the default
    std::vector<credential::Format> formats;  // empty: all
    DoseRule doses = DoseRule::Any;
    std::optional<std::int64_t> days_since_dose_min;
    std::optional<std::int64_t> days_since_dose_max;
    std::vector<std::string> vaccines;      // product names of the table; empty: all
    std::vector<std::string> test_results;  // accepted results; empty: all
    bool effective_until_counts = false;    // DIVOC's effectiveUntil; see docs/formats/policy.md
};

struct Policy {
    std::string name = "built-in";
    std::vector<Rules> rules{Rules{}};
    bool unsigned_holder_allowed = false;  // accept although holder_not_signed
    bool revocation_data_required = false;
    Verdict claims_not_bound = Verdict::NotAccepted;  // or Unknown
    bool confirmed_clock_required = false;            // else clock_not_confirmed only marks
    FreshnessLimits freshness;
    std::shared_ptr<const verify::ProductTable> products;  // null: the shipped table
};

/// Proven; not before issuanceDate; not after expirationDate or validUntil; not revoked; decisive
/// claims bound. DIVOC's effectiveUntil decides nothing.
const Policy& built_in_policy();

struct Decision {
    Verdict verdict = Verdict::Unknown;
    std::vector<verify::Finding> findings;  // of verification and policy, reasons first
    ClockTrust clock = ClockTrust::Trusted;
};

/// True where the data of the check was ageing or too old.
bool has_age_mark(const Decision& decision);

/// Decides on what verification found. The same inputs give the same answer.
/// @param purpose  empty: the policy's first; one that it does not have: Unknown with
/// policy_purpose
/// @param clock  how far `at` can be believed; an instant that was given is
Decision decide(const verify::Verification& verification, const Policy& policy,
                std::string_view purpose, UtcInstant at, ClockTrust clock = ClockTrust::Trusted);

}  // namespace outpost::policy
