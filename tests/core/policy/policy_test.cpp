// Rules of purposes, and how findings become one of four verdicts.
#include "core/policy/policy.h"

#include "core/policy/policy_file.h"
#include "tests/support/files.h"
#include "tests/support/verifying.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::policy;

namespace {

std::filesystem::path data() {
    return tests::data_dir() / "verify";
}

std::string verdict_of(const std::string& file, const std::string& rules, std::string_view at,
                       const std::string& settings = {}) {
    const auto parsed = parse_policy(R"({"outpost_policy":1,"name":"test",)" + settings +
                                     R"("rules":[)" + rules + "]}");
    REQUIRE(parsed);
    verify::Verifier verifier(tests::settings_with(tests::trust_in({tests::method_of(
        "did:india", tests::key_from_file(data() / "test-ed25519-public.base58"))})));
    return tests::check(verifier, tests::read_text(data() / file), *parsed,
                        parse_rfc3339(at).value())
        .codes();
}

constexpr const char* dose1 = "v3-dose1.ed25519.signed.json";
constexpr const char* dose2 = "v3-dose2.ed25519.signed.json";
constexpr const char* later = "2022-06-01T00:00:00Z";

}  // namespace

TEST_CASE("policy: doses", "[policy]") {
    CHECK(verdict_of(dose1, R"({"purpose":"p","doses":"any"})", later) == "accepted:");
    CHECK(verdict_of(dose1, R"({"purpose":"p","doses":"series_complete"})", later) ==
          "not_accepted: policy_dose");
    CHECK(verdict_of(dose2, R"({"purpose":"p","doses":"series_complete"})", later) == "accepted:");
    CHECK(verdict_of(dose2, R"({"purpose":"p","doses":"booster"})", later) ==
          "not_accepted: policy_dose");
}

TEST_CASE("policy: days since the dose", "[policy]") {
    const std::string window =
        R"({"purpose":"p","days_since_dose_min":14,"days_since_dose_max":270})";
    CHECK(verdict_of(dose1, window, "2022-02-21T23:59:59Z") == "not_accepted: policy_date");
    CHECK(verdict_of(dose1, window, "2022-02-22T00:00:00Z") == "accepted:");
    CHECK(verdict_of(dose1, window, "2022-11-05T23:00:00Z") == "accepted:");
    CHECK(verdict_of(dose1, window, "2022-11-06T00:00:00Z") == "not_accepted: policy_date");
}

TEST_CASE("policy: vaccines, formats and effectiveUntil", "[policy]") {
    CHECK(verdict_of(dose1, R"({"purpose":"p","vaccines":["covishield"]})", later) == "accepted:");
    CHECK(verdict_of(dose1, R"({"purpose":"p","vaccines":["covaxin"]})", later) ==
          "not_accepted: policy_vaccine");
    CHECK(verdict_of(dose1, R"({"purpose":"p","formats":["divoc"]})", later) == "accepted:");
    CHECK(verdict_of(dose1, R"({"purpose":"p","formats":["eu-dcc"]})", later) ==
          "not_accepted: policy_format");
    CHECK(verdict_of(dose1, R"({"purpose":"p","effective_until_counts":true})",
                     "2022-05-03T12:00:00Z") == "accepted:");
    CHECK(verdict_of(dose1, R"({"purpose":"p","effective_until_counts":true})",
                     "2022-05-04T00:00:00Z") == "not_accepted: past_effective_until");
    CHECK(verdict_of(dose1, R"({"purpose":"p","test_results":["Negative"]})", later) ==
          "not_accepted: policy_result");
}

TEST_CASE("policy: what a policy may and may not soften", "[policy]") {
    const std::string any = R"({"purpose":"p"})";
    CHECK(verdict_of("tamper/dose-total-swap.json", any, later) ==
          "not_accepted: claims_not_bound");
    CHECK(verdict_of("tamper/dose-total-swap.json", any, later,
                     R"("claims_not_bound":"unknown",)") == "unknown: claims_not_bound");
    CHECK(verdict_of(dose1, any, later, R"("revocation_data_required":true,)") ==
          "unknown: no_revocation_data");
    CHECK(verdict_of("tamper/name-changed.json", any, later,
                     R"("unsigned_holder_allowed":true,)") == "rejected: signature_mismatch");
}

TEST_CASE("policy: an unsigned holder may be allowed, an unsigned vaccination may not",
          "[policy]") {
    verify::Verification verification;
    verification.proof = verify::ProofState::Proven;
    Policy policy;
    policy.unsigned_holder_allowed = true;
    const auto at = parse_rfc3339(later).value();
    verification.findings = {
        {verify::FindingCode::UnsignedMember, verify::Severity::Reason, "/credentialSubject/name"}};
    CHECK(decide(verification, policy, {}, at).verdict == Verdict::Accepted);
    verification.findings[0].path = "/evidence/0/dose";
    CHECK(decide(verification, policy, {}, at).verdict == Verdict::Unknown);
}

TEST_CASE("policy: a test certificate does not meet rules about doses", "[policy]") {
    const auto text = tests::signed_by_test_key(
        R"({"@context":["https://www.w3.org/2018/credentials/v1",)"
        R"("https://cowin.gov.in/credentials/testCertificate/v1"],"type":["VerifiableCredential",)"
        R"("ProofOfTestCertificateCredential"],"credentialSubject":{"type":"Person","id":"did:x:1",)"
        R"("refId":"R1","name":"Asha","gender":"Female","dob":"1984-06-17","nationality":"Kenyan"},)"
        R"("issuer":"https://divoc.dev/","issuanceDate":"2022-02-08T09:15:42.318Z","evidence":[{)"
        R"("id":"https://divoc.dev/test/123456789","feedbackUrl":"u","infoUrl":"u",)"
        R"("certificateId":"123456789","type":["TestDetails"],"batch":"B1","testName":"PCR",)"
        R"("testType":"RT-PCR","manufacturer":"M","disease":"COVID-19","sampleOrigin":"Nose",)"
        R"("sampleCollectionTimestamp":"2022-02-07T09:00:00Z","resultTimestamp":"2022-02-08T09:00:00Z",)"
        R"("result":"Positive"}],"nonTransferable":"true"})");
    verify::Verifier verifier(tests::settings_with(tests::trust_in({tests::method_of(
        "did:india", tests::key_from_file(data() / "test-ed25519-public.base58"))})));
    const auto codes = [&](const char* rule) {
        const auto policy = parse_policy(R"({"outpost_policy":1,"rules":[{"purpose":"p",)" +
                                         std::string(rule) + "}]}");
        REQUIRE(policy);
        return tests::check(verifier, text, *policy, parse_rfc3339(later).value()).codes();
    };
    CHECK(codes(R"("doses":"any")") == "accepted:");
    CHECK(codes(R"("doses":"series_complete")") == "not_accepted: policy_dose");
    CHECK(codes(R"("vaccines":["covishield"])") == "not_accepted: policy_dose");
    CHECK(codes(R"("days_since_dose_min":14)") == "not_accepted: policy_dose");
    CHECK(codes(R"("test_results":["Negative"])") == "not_accepted: policy_result");
    CHECK(codes(R"("test_results":["Positive"],"doses":"booster")") == "accepted:");
}

TEST_CASE("policy: a dose in the future meets no rule about days", "[policy]") {
    CHECK(verdict_of(dose1, R"({"purpose":"p","days_since_dose_max":270})",
                     "2022-02-08T09:16:00Z") == "accepted:");
    CHECK(verdict_of(dose1, R"({"purpose":"p","days_since_dose_max":270})",
                     "2022-02-07T00:00:00Z") == "not_accepted: not_yet_current policy_date");
}

TEST_CASE("policy: products travel with it", "[policy][products]") {
    // With a one-dose series for this product, {1, 2} means dose 2 after 1.
    const std::string one_dose = R"("products":[{"name":"covishield","primary_series_doses":1}],)";
    const auto policy =
        parse_policy(R"({"outpost_policy":1,)" + one_dose + R"("rules":[{"purpose":"p"}]})");
    REQUIRE(policy);
    CHECK(policy->products->find("COVISHIELD")->primary_series_doses == 1);
    CHECK(policy->products->find("COVAXIN") == nullptr);
}

TEST_CASE("policy: a purpose that it does not have is unknown", "[policy]") {
    verify::Verifier verifier(tests::settings_with(tests::trust_in({tests::method_of(
        "did:india", tests::key_from_file(data() / "test-ed25519-public.base58"))})));
    const auto at = parse_rfc3339(later).value();
    const auto verification = verifier.verify(as_bytes(tests::read_text(data() / dose1)), at);
    CHECK(decide(verification, built_in_policy(), {}, at).verdict == Verdict::Accepted);
    CHECK(decide(verification, built_in_policy(), "border", at).verdict == Verdict::Unknown);
}
