#include "core/policy/freshness.h"

#include <algorithm>

namespace outpost::policy {

using verify::Finding;
using verify::FindingCode;
using verify::Severity;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

Severity severity_of_too_old(const AgeLimits& limits) {
    return limits.is_too_old_unknown ? Severity::Reason : Severity::Warning;
}

void add_once(std::vector<Finding>& findings, FindingCode code, Severity severity) {
    const bool is_there = std::any_of(findings.begin(), findings.end(),
                                      [&](const Finding& finding) { return finding.code == code; });
    if (!is_there) findings.push_back({code, severity, {}});
}

}  // namespace

Freshness freshness_of(std::optional<UtcInstant> issued_at, const AgeLimits& limits,
                       UtcInstant at) {
    if (!issued_at) return Freshness::NotKnown;
    // In milliseconds, so that no part of a day is given away.
    const auto is_within = [&](std::int64_t days) {
        return at.since_epoch_ms - issued_at->since_epoch_ms <= days * day_ms;
    };
    if (is_within(limits.fresh_days)) return Freshness::Fresh;
    if (is_within(limits.due_days)) return Freshness::Due;
    return is_within(limits.ageing_days) ? Freshness::Ageing : Freshness::TooOld;
}

Freshness freshness_of(const verify::ListDates& list, const AgeLimits& limits, UtcInstant at) {
    const auto by_age = freshness_of(list.issued_at, limits, at);
    const bool is_overdue = list.next_update && *list.next_update < at;
    if (is_overdue) return std::max(by_age, Freshness::Ageing);
    // Nobody says when it was made, but its issuer says that it still holds.
    if (by_age == Freshness::NotKnown && list.next_update) return Freshness::Fresh;
    return by_age;
}

std::vector<Finding> age_findings(const verify::DataDates& dates, const FreshnessLimits& limits,
                                  UtcInstant at) {
    std::vector<Finding> findings;
    const auto keys = freshness_of(dates.trust_issued_at, limits.keys, at);
    if (keys == Freshness::Ageing)
        add_once(findings, FindingCode::TrustDataAgeing, Severity::Warning);
    if (keys == Freshness::TooOld)
        add_once(findings, FindingCode::TrustDataTooOld, severity_of_too_old(limits.keys));
    for (const auto& list : dates.revocations) {
        const auto state = freshness_of(list, limits.revocations, at);
        if (state == Freshness::NotKnown)
            add_once(findings, FindingCode::RevocationAgeUnknown, Severity::Warning);
        if (state == Freshness::Ageing)
            add_once(findings, FindingCode::RevocationDataAgeing, Severity::Warning);
        if (state == Freshness::TooOld)
            add_once(findings, FindingCode::RevocationDataTooOld,
                     severity_of_too_old(limits.revocations));
    }
    return findings;
}

}  // namespace outpost::policy
