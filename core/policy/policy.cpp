// From findings to one of four verdicts.
#include "core/policy/policy.h"

#include "core/json/value.h"
#include "core/verify/divoc_shape.h"

#include <algorithm>
#include <utility>

namespace outpost::policy {

using verify::Finding;
using verify::FindingCode;
using verify::ProofState;
using verify::Severity;

namespace {

/// What a reason makes of the verdict; the worst one counts.
enum class Weight : std::uint8_t { None, NotAccepted, Unknown, Rejected };

Weight weight_of(const Finding& finding, const Policy& policy) {
    if (finding.severity != Severity::Reason) return Weight::None;
    switch (finding.code) {
        case FindingCode::Revoked:
        case FindingCode::Superseded:
        case FindingCode::BindingDigestMismatch:
            return Weight::Rejected;
        case FindingCode::NotYetCurrent:
        case FindingCode::PastExpiry:
        case FindingCode::PastEffectiveUntil:
        case FindingCode::PolicyDose:
        case FindingCode::PolicyDate:
        case FindingCode::PolicyVaccine:
        case FindingCode::PolicyFormat:
        case FindingCode::PolicyResult:
            return Weight::NotAccepted;
        case FindingCode::ClaimsNotBound:
            return policy.claims_not_bound == Verdict::Unknown ? Weight::Unknown
                                                               : Weight::NotAccepted;
        default:
            return Weight::Unknown;
    }
}

Verdict verdict_of(const verify::Verification& verification, const std::vector<Finding>& findings,
                   const Policy& policy) {
    // A failed check is "forged or altered" whatever else was found.
    if (verification.proof == ProofState::Failed) return Verdict::Rejected;
    auto worst = Weight::None;
    for (const auto& finding : findings) worst = std::max(worst, weight_of(finding, policy));
    if (worst == Weight::Rejected) return Verdict::Rejected;
    if (verification.proof == ProofState::NotChecked || worst == Weight::Unknown)
        return Verdict::Unknown;
    return worst == Weight::NotAccepted ? Verdict::NotAccepted : Verdict::Accepted;
}

const Rules* rules_for(const Policy& policy, std::string_view purpose) {
    if (purpose.empty()) return policy.rules.empty() ? nullptr : &policy.rules.front();
    const auto found = std::find_if(policy.rules.begin(), policy.rules.end(),
                                    [&](const Rules& rules) { return rules.purpose == purpose; });
    return found == policy.rules.end() ? nullptr : &*found;
}

/// A dose number as it may be acted on: the conservative reading.
std::optional<std::int64_t> read_number(const credential::VerifiedCredential& credential,
                                        std::string_view pointer) {
    const auto* claim = credential.find(pointer);
    if (claim == nullptr || claim->grade == credential::Grade::Unsigned) return std::nullopt;
    if (claim->reading) return claim->reading;
    return claim->as_written->kind() == json::Kind::Integer
               ? std::optional(claim->as_written->as_integer())
               : std::nullopt;
}

class RuleCheck {
  public:
    RuleCheck(const Rules& rules, const Policy& policy, UtcInstant at)
        : rules_(rules),
          products_(policy.products ? *policy.products : verify::shipped_products()),
          at_(at) {}

    std::vector<Finding> check(const verify::Verification& verification) {
        const auto& credential = *verification.credential;
        if (!rules_.formats.empty() && std::find(rules_.formats.begin(), rules_.formats.end(),
                                                 verification.format) == rules_.formats.end())
            fail(FindingCode::PolicyFormat, {});
        if (verify::is_test_certificate(credential.document()))
            check_result(credential);
        else
            check_vaccination(credential);
        return std::move(findings_);
    }

  private:
    void fail(FindingCode code, std::string path) {
        findings_.push_back({code, Severity::Reason, std::move(path)});
    }

    [[nodiscard]] bool asks_for_vaccination() const {
        return rules_.doses != DoseRule::Any || !rules_.vaccines.empty() ||
               rules_.days_since_dose_min || rules_.days_since_dose_max;
    }

    void check_result(const credential::VerifiedCredential& credential) {
        if (rules_.test_results.empty()) {
            if (asks_for_vaccination()) fail(FindingCode::PolicyDose, "/evidence/0/result");
            return;
        }
        const auto result = credential.signed_text("/evidence/0/result");
        if (std::find(rules_.test_results.begin(), rules_.test_results.end(), result) ==
            rules_.test_results.end())
            fail(FindingCode::PolicyResult, "/evidence/0/result");
    }

    void check_vaccination(const credential::VerifiedCredential& credential) {
        if (!rules_.test_results.empty() && !asks_for_vaccination())
            return fail(FindingCode::PolicyResult, {});
        const auto* product = products_.find(credential.signed_text("/evidence/0/vaccine"));
        if (!rules_.vaccines.empty() &&
            (product == nullptr || std::find(rules_.vaccines.begin(), rules_.vaccines.end(),
                                             product->name) == rules_.vaccines.end()))
            fail(FindingCode::PolicyVaccine, "/evidence/0/vaccine");
        check_doses(credential, product);
        check_days(credential);
        // A rule that counts on the day is not met by a certificate that has none.
        if (rules_.effective_until_counts &&
            !parse_civil_date(credential.signed_text("/evidence/0/effectiveUntil")))
            fail(FindingCode::PolicyDate, "/evidence/0/effectiveUntil");
    }

    void check_doses(const credential::VerifiedCredential& credential,
                     const verify::Product* product) {
        if (rules_.doses == DoseRule::Any) return;
        const auto dose = read_number(credential, "/evidence/0/dose");
        const auto total = read_number(credential, "/evidence/0/totalDoses");
        // The product's own series where it is known, else the number that the document proves.
        const auto series =
            product != nullptr ? std::optional(product->primary_series_doses) : total;
        const bool is_met =
            dose && series &&
            (rules_.doses == DoseRule::SeriesComplete ? *dose >= *series : *dose > *series);
        if (!is_met) fail(FindingCode::PolicyDose, "/evidence/0/dose");
    }

    void check_days(const credential::VerifiedCredential& credential) {
        if (!rules_.days_since_dose_min && !rules_.days_since_dose_max) return;
        const auto given_at = parse_rfc3339(credential.signed_text("/evidence/0/date"));
        if (!given_at) return fail(FindingCode::PolicyDate, "/evidence/0/date");
        const auto days =
            days_since_epoch(civil_date_of(at_)) - days_since_epoch(civil_date_of(*given_at));
        if (days < 0 || (rules_.days_since_dose_min && days < *rules_.days_since_dose_min) ||
            (rules_.days_since_dose_max && days > *rules_.days_since_dose_max))
            fail(FindingCode::PolicyDate, "/evidence/0/date");
    }

    const Rules& rules_;
    const verify::ProductTable& products_;
    UtcInstant at_;
    std::vector<Finding> findings_;
};

/// Turns findings into what this policy makes of them.
void apply_settings(std::vector<Finding>& findings, const Policy& policy, const Rules& rules) {
    for (auto& finding : findings) {
        // The holder's own details only: an unsigned vaccination proves nothing at all.
        const bool is_holder_finding = finding.code == FindingCode::HolderNotSigned ||
                                       (finding.code == FindingCode::UnsignedMember &&
                                        finding.path.starts_with("/credentialSubject/"));
        if (policy.unsigned_holder_allowed && is_holder_finding)
            finding.severity = Severity::Warning;
        if (rules.effective_until_counts && finding.code == FindingCode::PastEffectiveUntil)
            finding.severity = Severity::Reason;
        const bool lacks_current_list = finding.code == FindingCode::NoRevocationData ||
                                        finding.code == FindingCode::RevocationDataTooOld ||
                                        finding.code == FindingCode::RevocationDataAgeing ||
                                        finding.code == FindingCode::RevocationAgeUnknown;
        if (policy.revocation_data_required && lacks_current_list)
            finding.severity = Severity::Reason;
        if (policy.confirmed_clock_required && finding.code == FindingCode::ClockNotConfirmed)
            finding.severity = Severity::Reason;
    }
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::Accepted:
            return "accepted";
        case Verdict::NotAccepted:
            return "not_accepted";
        case Verdict::Rejected:
            return "rejected";
        case Verdict::Unknown:
            return "unknown";
    }
    return "unknown";
}

const Policy& built_in_policy() {
    static const Policy policy;
    return policy;
}

bool has_age_mark(const Decision& decision) {
    return std::any_of(decision.findings.begin(), decision.findings.end(), [](const auto& finding) {
        return finding.code == FindingCode::TrustDataAgeing ||
               finding.code == FindingCode::TrustDataTooOld ||
               finding.code == FindingCode::RevocationDataAgeing ||
               finding.code == FindingCode::RevocationDataTooOld;
    });
}

Decision decide(const verify::Verification& verification, const Policy& policy,
                std::string_view purpose, UtcInstant at, ClockTrust clock) {
    Decision decision;
    decision.clock = clock;
    decision.findings = verification.findings;
    const auto ages = age_findings(verification.dates, policy.freshness, at);
    decision.findings.insert(decision.findings.end(), ages.begin(), ages.end());
    // What is not proven is judged without the time.
    if (verification.credential && clock == ClockTrust::Wrong)
        decision.findings.push_back({FindingCode::ClockWrong, Severity::Reason, {}});
    if (verification.credential && clock == ClockTrust::Unconfirmed)
        decision.findings.push_back({FindingCode::ClockNotConfirmed, Severity::Warning, {}});
    const auto* rules = rules_for(policy, purpose);
    if (rules == nullptr) {
        decision.findings.push_back({FindingCode::PolicyPurpose, Severity::Reason, {}});
    } else {
        apply_settings(decision.findings, policy, *rules);
        if (verification.credential) {
            auto found = RuleCheck(*rules, policy, at).check(verification);
            decision.findings.insert(decision.findings.end(), found.begin(), found.end());
        }
    }
    std::stable_sort(decision.findings.begin(), decision.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    decision.verdict = verdict_of(verification, decision.findings, policy);
    return decision;
}

}  // namespace outpost::policy
