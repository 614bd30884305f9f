// What the age of keys and lists makes of a verdict.
#include "core/policy/freshness.h"

#include "core/policy/policy_file.h"
#include "tests/support/files.h"
#include "tests/support/verifying.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::policy;

namespace {

constexpr std::int64_t day_ms = 86'400'000;

UtcInstant at_day(std::int64_t days, std::int64_t ms = 0) {
    return UtcInstant{parse_rfc3339("2022-03-01T00:00:00Z")->since_epoch_ms + days * day_ms + ms};
}

std::string names(const std::vector<verify::Finding>& findings) {
    std::string out;
    for (const auto& finding : findings) {
        out += out.empty() ? "" : " ";
        out += finding.severity == verify::Severity::Reason ? "!" : "";
        out += verify::finding_name(finding.code);
    }
    return out;
}

/// Of keys issued at day 0.
std::string keys_after(std::int64_t days, std::int64_t ms = 0, const FreshnessLimits& limits = {}) {
    return names(age_findings({at_day(0), {}}, limits, at_day(days, ms)));
}

std::string list_after(std::int64_t days, std::optional<UtcInstant> next = std::nullopt,
                       const FreshnessLimits& limits = {}) {
    return names(age_findings({std::nullopt, {{at_day(0), next}}}, limits, at_day(days)));
}

Policy policy_with(const std::string& freshness) {
    auto parsed = parse_policy(R"({"outpost_policy":1,"rules":[{"purpose":"p"}],"freshness":)" +
                               freshness + "}");
    REQUIRE(parsed);
    return std::move(parsed).value();
}

/// A genuine certificate of February 2022, checked so many days after the keys were issued.
std::string verdict_after(std::int64_t days, const Policy& policy) {
    const auto data = tests::data_dir() / "verify";
    auto method =
        tests::method_of("did:india", tests::key_from_file(data / "test-ed25519-public.base58"));
    auto settings = tests::settings_with(std::make_shared<const trust::TrustSnapshot>(
        std::vector{std::move(method)}, trust::TrustOrigin{"b", 1, at_day(0), std::nullopt}));
    verify::Verifier verifier(settings);
    return tests::check(verifier, tests::read_text(data / "v3-dose1.ed25519.signed.json"), policy,
                        at_day(days))
        .codes();
}

}  // namespace

TEST_CASE("freshness: the limits are the last instant of each state", "[policy][freshness]") {
    CHECK(freshness_of(std::nullopt, FreshnessLimits{}.keys, at_day(0)) == Freshness::NotKnown);
    const auto state = [](std::int64_t days, std::int64_t ms = 0) {
        return freshness_of(at_day(0), FreshnessLimits{}.keys, at_day(days, ms));
    };
    CHECK(state(-1) == Freshness::Fresh);
    CHECK(state(30) == Freshness::Fresh);
    CHECK(state(30, 1) == Freshness::Due);
    CHECK(state(90) == Freshness::Due);
    CHECK(state(90, 1) == Freshness::Ageing);
    CHECK(state(365) == Freshness::Ageing);
    CHECK(state(365, 1) == Freshness::TooOld);
}

TEST_CASE("freshness: what is ageing marks the verdict, too old makes it unknown or marks it",
          "[policy][freshness]") {
    CHECK(keys_after(90).empty());
    CHECK(keys_after(90, 1) == "trust_data_ageing");
    CHECK(keys_after(365, 1) == "!trust_data_too_old");
    FreshnessLimits marks;
    marks.keys.is_too_old_unknown = false;
    CHECK(keys_after(4'000, 0, marks) == "trust_data_too_old");

    CHECK(list_after(30).empty());
    CHECK(list_after(31) == "revocation_data_ageing");
    CHECK(list_after(91) == "revocation_data_too_old");
    FreshnessLimits strict;
    strict.revocations.is_too_old_unknown = true;
    CHECK(list_after(91, {}, strict) == "!revocation_data_too_old");
}

TEST_CASE("freshness: a list's own next date counts beside the limits", "[policy][freshness]") {
    CHECK(list_after(2, at_day(1)) == "revocation_data_ageing");
    CHECK(list_after(91, at_day(1)) == "revocation_data_too_old");
    CHECK(list_after(2, at_day(3)).empty());
    // An issuer who promises a year does not keep the kiosk's own limit from counting.
    CHECK(list_after(91, at_day(365)) == "revocation_data_too_old");
    const FreshnessLimits limits;
    CHECK(names(age_findings({{}, {{{}, {}}}}, limits, at_day(0))) == "revocation_age_unknown");
    CHECK(names(age_findings({{}, {{{}, at_day(1)}}}, limits, at_day(0))).empty());
    CHECK(names(age_findings({{}, {{at_day(0), {}}, {at_day(60), {}}, {{}, {}}}}, limits,
                             at_day(99))) ==
          "revocation_data_too_old revocation_data_ageing revocation_age_unknown");
}

TEST_CASE("freshness: the verdict on a genuine certificate", "[policy][freshness]") {
    const auto& built_in = built_in_policy();
    CHECK(verdict_after(1, built_in) == "accepted:");
    CHECK(verdict_after(100, built_in) == "accepted:");
    CHECK(verdict_after(366, built_in) == "unknown: trust_data_too_old");
    CHECK(verdict_after(366, policy_with(R"({"keys":{"too_old":"mark"}})")) == "accepted:");
    CHECK(verdict_after(3,
                        policy_with(R"({"keys":{"fresh_days":0,"due_days":1,"ageing_days":2}})")) ==
          "unknown: trust_data_too_old");
}

TEST_CASE("freshness: a policy file's limits", "[policy][freshness]") {
    const auto policy =
        policy_with(R"({"keys":{"fresh_days":1,"due_days":2,"ageing_days":3,"too_old":"mark"},)"
                    R"("revocations":{"ageing_days":60,"too_old":"unknown"}})");
    CHECK(policy.freshness ==
          FreshnessLimits{AgeLimits{1, 2, 3, false}, AgeLimits{7, 30, 60, true}});
    CHECK(policy_with("{}").freshness == FreshnessLimits{});
    for (const auto* wrong :
         {"[]", R"({"key":{}})", R"({"keys":[]})", R"({"keys":{"days":1}})",
          R"({"keys":{"fresh_days":-1}})", R"({"keys":{"fresh_days":91}})",
          R"({"keys":{"ageing_days":89}})", R"({"keys":{"too_old":"accepted"}})",
          R"({"keys":{"too_old":true}})", R"({"keys":{"due_days":36526,"ageing_days":36526}})"}) {
        INFO(wrong);
        CHECK_FALSE(parse_policy(R"({"outpost_policy":1,"rules":[{"purpose":"p"}],"freshness":)" +
                                 std::string(wrong) + "}"));
    }
}
