// The pipeline: keys, time, revocation, and what each outcome says.
#include "core/verify/verifier.h"

#include "core/json/reader.h"
#include "core/verify/binding_digest.h"
#include "tests/support/files.h"
#include "tests/support/verifying.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace outpost;
using namespace outpost::verify;
using tests::replaced;

namespace {

std::filesystem::path data() {
    return tests::data_dir() / "verify";
}
crypto::PublicKey ed25519() {
    return tests::key_from_file(data() / "test-ed25519-public.base58");
}
crypto::PublicKey rsa() {
    return tests::key_from_file(data() / "test-rsa-public.pem");
}
std::string genuine() {
    return tests::read_text(data() / "v3-dose1.ed25519.signed.json");
}

std::string codes(std::vector<trust::VerificationMethod> methods, const std::string& text,
                  std::string_view at = "2022-03-01T00:00:00Z") {
    Verifier verifier(tests::settings_with(tests::trust_in(std::move(methods))));
    return tests::check(verifier, text, policy::built_in_policy(), parse_rfc3339(at).value())
        .codes();
}

std::string codes_with(const trust::VerificationMethod& method,
                       std::string_view at = "2022-03-01T00:00:00Z") {
    return codes({method}, genuine(), at);
}

trust::VerificationMethod method() {
    return tests::method_of("did:india", ed25519());
}

std::string revocation_codes(std::string_view records, const std::string& text,
                             std::string_view at = "2022-03-01T00:00:00Z") {
    auto settings = tests::settings_with(tests::trust_in({method()}));
    auto list = revocation::parse_status_list(
        R"({"outpost_revocations":1,"issuer":"https://divoc.dev/","sequence":4,)"
        R"("issued_at":"2022-02-20T00:00:00Z","next_update":"2022-03-20T00:00:00Z","records":)" +
        std::string(records) + "}");
    REQUIRE(list);
    settings.revocations.push_back(
        std::make_shared<revocation::StatusSnapshot>(std::move(list).value()));
    Verifier verifier(settings);
    const auto checked =
        tests::check(verifier, text, policy::built_in_policy(), parse_rfc3339(at).value());
    std::string out = checked.codes();
    if (policy::has_age_mark(checked.decision)) out += " +ageing";
    return out;
}

}  // namespace

TEST_CASE("verifier: both suites, both keys under one id", "[verify]") {
    const std::vector both{tests::method_of("did:india", rsa()), method()};
    CHECK(codes(both, genuine()) == "accepted:");
    CHECK(codes(both, tests::read_text(data() / "v3-dose1.rsa.signed.json")) == "accepted:");
    CHECK(codes(both, tests::read_text(data() / "v1-dose1.ed25519.signed.json")) == "accepted:");
    CHECK(codes(both, tests::read_text(data() / "v3-dose2.ed25519.signed.json"),
                "2022-06-01T00:00:00Z") == "accepted:");
}

TEST_CASE("verifier: no usable key is unknown, never rejected", "[verify][trust]") {
    CHECK(codes({}, genuine()) == "unknown: unknown_key");
    CHECK(codes({tests::method_of("did:other", ed25519())}, genuine()) == "unknown: unknown_key");
    CHECK(codes({tests::method_of("did:india", rsa())}, genuine()) == "unknown: key_type_mismatch");
    auto withdrawn = method();
    withdrawn.revoked = true;
    CHECK(codes_with(withdrawn) == "unknown: key_revoked");
    auto restricted = method();
    restricted.issuers = {"https://other.example/"};
    CHECK(codes_with(restricted) == "unknown: issuer_not_allowed");
    restricted.issuers = {"https://divoc.dev/"};
    CHECK(codes_with(restricted) == "accepted:");
    restricted.contexts = {"https://cowin.gov.in/credentials/vaccination/v1"};
    CHECK(codes_with(restricted) == "unknown: key_context_not_allowed");
    restricted.contexts = {"https://divoc.dev/credentials/vaccination/v2"};
    CHECK(codes_with(restricted) == "accepted:");
    restricted.purposes = {"authentication"};
    CHECK(codes_with(restricted) == "unknown: key_purpose_not_allowed");
    const auto published =
        crypto::PublicKey::from_base58("DaipNW4xaH2bh1XGNNdqjnSYyru3hLnUgTBSfSvmZ2hi").value();
    CHECK(codes({tests::method_of("did:india", published)}, genuine()) == "unknown: key_published");
}

TEST_CASE("verifier: a key counts within its period, at the instant of signing",
          "[verify][trust]") {
    auto dated = method();  // the proof was made at 2022-02-08T09:15:42Z
    dated.not_before = parse_rfc3339("2022-01-01T00:00:00Z").value();
    dated.not_after = parse_rfc3339("2022-02-10T00:00:00Z").value();
    CHECK(codes_with(dated) == "accepted:");
    dated.not_after = parse_rfc3339("2022-02-08T09:15:41Z").value();
    CHECK(codes_with(dated) == "unknown: key_not_current");
    dated.not_after.reset();
    dated.not_before = parse_rfc3339("2022-02-09T00:00:00Z").value();
    CHECK(codes_with(dated) == "unknown: key_not_current");
}

TEST_CASE("verifier: rotation tries every current key of the type", "[verify][trust]") {
    const auto other =
        crypto::PublicKey::from_base58("CFNB8DgNsmD9D8y52FsTQVKC5ar8dmGoXe9uRQFzQiuF").value();
    CHECK(codes({tests::method_of("did:india", other), method()}, genuine()) == "accepted:");
    CHECK(codes({tests::method_of("did:india", other)}, genuine()) ==
          "rejected: signature_mismatch");
    auto withdrawn = method();
    withdrawn.revoked = true;
    CHECK(codes({tests::method_of("did:india", other), withdrawn}, genuine()) ==
          "unknown: key_revoked");
}

TEST_CASE("verifier: of a stolen key counts what was known before", "[verify][trust]") {
    const auto from = [](const char* instant, std::vector<trust::SignatureMark> kept) {
        auto withdrawn = method();  // the proof was made at 2022-02-08T09:15:42Z
        withdrawn.revoked = true;
        withdrawn.withdrawal = std::make_shared<const trust::Withdrawal>(
            trust::Withdrawal{parse_rfc3339(instant).value(), std::move(kept)});
        return withdrawn;
    };
    const std::string text = genuine();
    const auto document = json::read(text);
    REQUIRE(document);
    proof::ProofFault fault{};
    const auto record = proof::read_proof(document->root(), fault);
    REQUIRE(record);
    const auto mark = trust::mark_of(record->signature);
    const char* before = "2022-02-01T00:00:00Z";
    const char* after = "2022-02-09T00:00:00Z";
    // Known before: whatever it is dated.
    CHECK(codes_with(from(after, {mark})) == "accepted:");
    CHECK(codes_with(from(before, {mark})) == "accepted:");
    // Not known: genuine and lost with the kiosk, or back-dated.
    CHECK(codes_with(from(after, {})) == "unknown: key_revoked");
    // Dated later: nobody's but the thief's.
    CHECK(codes_with(from(before, {})) == "rejected: signed_after_withdrawal");
    CHECK(codes_with(from("2022-02-08T09:15:42Z", {})) == "rejected: signed_after_withdrawal");
    auto other = mark;
    other[15] ^= 1U;
    CHECK(codes_with(from(before, {other})) == "rejected: signed_after_withdrawal");
    // The mark is of the signature: with another content it does not hold.
    const auto altered = replaced(text, "Asha Perera-Okoye", "Asha Perera-Okoya");
    REQUIRE(altered != text);
    CHECK(codes({from(before, {mark})}, altered) == "rejected: signature_mismatch");
    // Another entry that withdraws all of it goes before.
    auto whole = method();
    whole.revoked = true;
    CHECK(codes({from(before, {mark}), whole}, text) == "unknown: key_revoked");
    // A key that is good beside a stolen one of the same id.
    const auto fresh =
        crypto::PublicKey::from_base58("CFNB8DgNsmD9D8y52FsTQVKC5ar8dmGoXe9uRQFzQiuF").value();
    CHECK(codes({from(before, {}), tests::method_of("did:india", fresh)}, text) ==
          "rejected: signed_after_withdrawal");
}

TEST_CASE("verifier: dates of the document", "[verify][time]") {
    CHECK(codes({method()}, genuine(), "2022-02-08T09:15:42.318Z") == "accepted:");
    CHECK(codes({method()}, genuine(), "2022-02-08T09:15:42.317Z") ==
          "not_accepted: not_yet_current");
    CHECK(codes({method()}, genuine(), "2032-01-01T00:00:00Z") ==
          "accepted:");  // effectiveUntil only informs
    const auto expiring = tests::signed_by_test_key(replaced(
        tests::unsigned_certificate(),
        "\"issuanceDate\":", "\"expirationDate\":\"2022-12-31T00:00:00Z\",\"issuanceDate\":"));
    CHECK(codes({method()}, expiring) == "accepted:");
    CHECK(codes({method()}, expiring, "2023-01-01T00:00:00Z") == "not_accepted: past_expiry");
}

TEST_CASE("verifier: trust data has an age", "[verify][trust]") {
    trust::TrustOrigin origin;
    origin.issued_at = parse_rfc3339("2022-02-01T00:00:00Z").value();
    origin.expires_at = parse_rfc3339("2022-04-01T00:00:00Z").value();
    Verifier verifier(tests::settings_with(std::make_shared<trust::TrustSnapshot>(
        std::vector<trust::VerificationMethod>{method()}, origin)));
    const auto at = [&](std::string_view text) {
        return tests::check(verifier, genuine(), policy::built_in_policy(),
                            parse_rfc3339(text).value())
            .codes();
    };
    CHECK(at("2022-03-01T00:00:00Z") == "accepted:");
    CHECK(at("2022-04-02T00:00:00Z") == "unknown: trust_data_expired");
    CHECK(at("2022-01-31T00:00:00Z") == "unknown: not_yet_current clock_behind_trust_data");
}

TEST_CASE("verifier: a source that cannot answer decides nothing", "[verify][revocation]") {
    class DamagedSource final : public revocation::StatusSource {
      public:
        revocation::StatusAnswer look_up(const revocation::CertificateKey& /*key*/) const override {
            return {revocation::Status::NotChecked, {}, std::nullopt};
        }
        std::optional<UtcInstant> issued_at() const override { return UtcInstant{}; }
        std::optional<UtcInstant> next_update() const override { return std::nullopt; }
    };
    auto settings = tests::settings_with(tests::trust_in({method()}));
    settings.revocations.push_back(std::make_shared<DamagedSource>());
    Verifier verifier(settings);
    CHECK(tests::check(verifier, genuine(), policy::built_in_policy(),
                       parse_rfc3339("2022-03-01T00:00:00Z").value())
              .codes() == "unknown: status_not_checked");
}

TEST_CASE("verifier: revocation looks for the evidence id, not for the text of certificateId",
          "[verify][revocation]") {
    const std::string listed =
        R"([{"certificate_id":"417283905","dose":1,"ref_id":"KSK-2022-000417","kind":"revoked","revoked_at":"2022-02-15T00:00:00Z"}])";
    CHECK(revocation_codes("[]", genuine()) == "accepted:");
    CHECK(revocation_codes(listed, genuine()) == "rejected: revoked");
    CHECK(revocation_codes(
              replaced(listed, "\"revoked\",", "\"superseded\",\"replacement_id\":\"417283906\","),
              genuine()) == "rejected: superseded");
    CHECK(revocation_codes(replaced(listed, "KSK-2022-000417", "KSK-2022-000418"), genuine()) ==
          "unknown: revocation_mismatch");
    CHECK(revocation_codes(replaced(listed, "\"dose\":1", "\"dose\":7"), genuine()) ==
          "unknown: revocation_mismatch");
    // The holder moved the number into `batch`: the node's name still gives it away.
    const auto moved = tests::read_text(data() / "tamper" / "batch-certificateid-swap.json");
    CHECK(revocation_codes(listed, moved).find("revoked") != std::string::npos);
    CHECK(revocation_codes("[]", genuine(), "2022-03-21T00:00:00Z") == "accepted: +ageing");
}

TEST_CASE("verifier: integers beyond 2^53 are proven but of no form that can be read",
          "[verify][shape]") {
    const auto large = tests::signed_by_test_key(replaced(tests::unsigned_certificate(),
                                                          "\"postalCode\":\"80100\"",
                                                          "\"postalCode\":9007199254740993"));
    CHECK(codes({method()}, large) == "unknown: unsupported_shape");
}

TEST_CASE("verifier: a digest of the issuer binds every claim, and an exchange is a forgery",
          "[verify][digest]") {
    const auto plain = tests::unsigned_certificate();
    const auto fragment = binding_digest_fragment(json::read(plain).value().root()).value();
    const auto text = tests::signed_by_test_key(
        replaced(plain, "\"id\":\"https://divoc.dev/vaccine/417283905\"",
                 "\"id\":\"https://divoc.dev/vaccine/417283905" + fragment + "\""));
    Verifier verifier(tests::settings_with(tests::trust_in({method()})));
    const auto bound = tests::check(verifier, text);
    CHECK(bound.codes() == "accepted:");
    CHECK(bound.verification.has(FindingCode::BindingDigestHolds));
    CHECK(bound.verification.credential->interchangeable().empty());
    const auto& claims = bound.verification.credential->claims();
    CHECK(std::all_of(claims.begin(), claims.end(), [](const credential::Claim& claim) {
        return claim.grade == credential::Grade::Bound;
    }));
    const auto swapped = tests::check(
        verifier, replaced(text, "\"dose\":1,\"totalDoses\":2", "\"dose\":2,\"totalDoses\":1"));
    CHECK(swapped.verification.proof == ProofState::Proven);
    CHECK(swapped.decision.verdict == policy::Verdict::Rejected);
    CHECK(swapped.verification.has(FindingCode::BindingDigestMismatch));
}

TEST_CASE("verifier: a holder whose id has no scheme is not signed", "[verify][binding]") {
    // Signed by hand over what is left: the issuer's signer drops such a node without a word.
    const auto folder = data() / "tamper";
    CHECK(codes({method()}, tests::read_text(folder / "unmapped-property.json")) ==
          "rejected: unmapped_member");
}

TEST_CASE("verifier: the same statements under other names are not read", "[verify][binding]") {
    // Members and types written as IRIs keep the signature and hide from who looks for the terms:
    // from the revocation list, the dates, the acceptance profile.
    const auto renamed_member =
        replaced(genuine(), "\"totalDoses\"", "\"https://schema.org/doseValue\"");
    CHECK(codes({method()}, renamed_member).starts_with("unknown: unsupported_shape"));
    auto renamed_type = replaced(genuine(), "\"ProofOfVaccinationCredential\"",
                                 "\"https://schema.org/ProofOfVaccinationCredential\"");
    renamed_type = replaced(renamed_type, "\"nonTransferable\"", "\"vac:nonTransferable\"");
    Verifier verifier(tests::settings_with(tests::trust_in({method()})));
    const auto checked = tests::check(verifier, renamed_type);
    CHECK(checked.verification.proof == ProofState::Proven);
    CHECK(checked.verification.format == credential::Format::W3cVc);
    CHECK(checked.decision.verdict == policy::Verdict::Unknown);
    CHECK(checked.verification.has(FindingCode::UnsupportedShape));
}

TEST_CASE("verifier: dates that cannot be read as one instant are not passed over",
          "[verify][time]") {
    const auto expiring = tests::signed_by_test_key(replaced(
        tests::unsigned_certificate(),
        "\"issuanceDate\":", "\"expirationDate\":\"2022-02-28T00:00:00Z\",\"issuanceDate\":"));
    CHECK(codes({method()}, expiring) == "not_accepted: past_expiry");
    CHECK(codes({method()}, replaced(expiring, "\"expirationDate\":\"2022-02-28T00:00:00Z\"",
                                     "\"expirationDate\":[\"2022-02-28T00:00:00Z\"]"))
              .starts_with("unknown: unsupported_shape"));
    // Under its IRI the date loses its type, and so the signature.
    CHECK(codes({method()}, replaced(expiring, "\"expirationDate\"",
                                     "\"https://www.w3.org/2018/credentials#expirationDate\"")) ==
          "rejected: signature_mismatch");
    CHECK(codes({method()}, replaced(genuine(), "\"issuanceDate\":",
                                     "\"expirationDate\":null,\"issuanceDate\":")) == "accepted:");
}

TEST_CASE("verifier: a blank node's label is not signed", "[verify][binding]") {
    const auto text = tests::signed_by_test_key(
        replaced(tests::unsigned_certificate(), "did:org.example.health:KX4471902", "_:b77"));
    CHECK(codes({method()}, text).find("unsigned_member") != std::string::npos);
    CHECK(codes({method()}, replaced(text, "_:b77", "_:someone")).starts_with("unknown:"));
}

TEST_CASE("verifier: a status list that cannot be looked up is said", "[verify][revocation]") {
    const auto text = tests::signed_by_test_key(
        replaced(tests::unsigned_certificate(), "\"issuanceDate\":",
                 "\"credentialStatus\":{\"id\":\"https://moh.example/status/1\",\"type\":"
                 "\"VerifiableCredential\"},\"issuanceDate\":"));
    CHECK(codes({method()}, text).find("status_not_checked") != std::string::npos);
    CHECK(codes({method()}, text).starts_with("unknown:"));
}

TEST_CASE("verifier: nothing personal is in the result of a failed proof", "[verify][privacy]") {
    Verifier verifier(tests::settings_with(tests::trust_in({method()})));
    const auto altered = tests::check(verifier, replaced(genuine(), "Asha", "Ashi"));
    CHECK(altered.decision.verdict == policy::Verdict::Rejected);
    CHECK_FALSE(altered.verification.credential);
    for (const auto& finding : altered.decision.findings)
        CHECK(finding.path.find("Ash") == std::string::npos);
}
