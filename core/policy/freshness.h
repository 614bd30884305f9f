// How old the data of a check may be: limits in days, and what comes of each age.
#pragma once

#include "core/base/time.h"
#include "core/verify/findings.h"
#include "core/verify/verifier.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace outpost::policy {

enum class Freshness : std::uint8_t {
    NotKnown,  // no date
    Fresh,
    Due,     // past its first limit: staff see it, verdicts do not carry it
    Ageing,  // marks verdicts
    TooOld,  // unknown, or a mark: AgeLimits::is_too_old_unknown
};

/// Days since the data was issued, each the last day of its state. Ascending.
struct AgeLimits {
    std::int64_t fresh_days = 0;
    std::int64_t due_days = 0;
    std::int64_t ageing_days = 0;
    bool is_too_old_unknown = true;  // false: the verdict stays, with a mark
    bool operator==(const AgeLimits&) const = default;
};

struct FreshnessLimits {
    AgeLimits keys{30, 90, 365, true};
    AgeLimits revocations{7, 30, 90, false};
    bool operator==(const FreshnessLimits&) const = default;
};

/// A date after `at` is fresh: that the clock is wrong is another finding.
Freshness freshness_of(std::optional<UtcInstant> issued_at, const AgeLimits& limits, UtcInstant at);

/// What a list says of itself counts beside the limits: one that is overdue is ageing at least.
Freshness freshness_of(const verify::ListDates& list, const AgeLimits& limits, UtcInstant at);

/// The findings on the age of what a check was made with: at most one on the keys, one for each
/// state that a revocation list is in.
std::vector<verify::Finding> age_findings(const verify::DataDates& dates,
                                          const FreshnessLimits& limits, UtcInstant at);

}  // namespace outpost::policy
