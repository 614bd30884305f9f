// Grades of claims from a trace, and the binding digest.
#include "core/verify/claim_binding.h"

#include "core/json/reader.h"
#include "core/verify/binding_digest.h"
#include "tests/support/files.h"
#include "tests/support/verifying.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace outpost;
using namespace outpost::verify;
using credential::Grade;

namespace {

std::filesystem::path data() {
    return tests::data_dir() / "verify";
}

tests::Checked checked(const std::string& text) {
    Verifier verifier(tests::settings_with(tests::trust_in({tests::method_of(
        "did:india", tests::key_from_file(data() / "test-ed25519-public.base58"))})));
    return tests::check(verifier, text);
}

Grade grade_at(const tests::Checked& result, std::string_view pointer) {
    REQUIRE(result.verification.credential);
    const auto* claim = result.verification.credential->find(pointer);
    INFO(pointer);
    REQUIRE(claim != nullptr);
    return claim->grade;
}

}  // namespace

TEST_CASE("binding: claims of a DIVOC certificate are graded one by one", "[verify][binding]") {
    const auto result = checked(tests::read_text(data() / "v3-dose1.ed25519.signed.json"));
    for (const auto* pointer :
         {"/credentialSubject/name", "/credentialSubject/dob", "/credentialSubject/id",
          "/credentialSubject/address/district", "/evidence/0/id", "/evidence/0/facility/name",
          "/evidence/0/verifier/name", "/issuer", "/issuanceDate"})
        CHECK(grade_at(result, pointer) == Grade::Bound);
    for (const auto* pointer :
         {"/evidence/0/dose", "/evidence/0/totalDoses", "/evidence/0/date",
          "/evidence/0/effectiveStart", "/evidence/0/effectiveUntil", "/evidence/0/certificateId",
          "/evidence/0/batch", "/evidence/0/vaccine", "/evidence/0/manufacturer",
          "/evidence/0/icd11Code", "/evidence/0/feedbackUrl", "/evidence/0/infoUrl",
          "/credentialSubject/refId"})
        CHECK(grade_at(result, pointer) == Grade::Interchangeable);
    const auto& groups = result.verification.credential->interchangeable();
    const std::vector<std::string> doses{"/evidence/0/dose", "/evidence/0/totalDoses"};
    CHECK(std::find(groups.begin(), groups.end(), doses) != groups.end());
    CHECK(groups.size() == 5);  // refId; ids; urls; dates; doses
}

TEST_CASE("binding: a swapped dose is read as what is proven", "[verify][binding]") {
    const auto result = checked(tests::read_text(data() / "tamper" / "dose-total-swap.json"));
    CHECK(result.verification.proof == ProofState::Proven);
    CHECK(result.codes() == "not_accepted: claims_not_bound");
    const auto* dose = result.verification.credential->find("/evidence/0/dose");
    CHECK(dose->as_written->as_integer() == 2);
    CHECK(dose->reading == 1);
    CHECK(result.verification.credential->find("/evidence/0/totalDoses")->reading == 2);
}

TEST_CASE("binding: each tampered certificate has its reason", "[verify][tamper]") {
    struct Case {
        const char* file;
        const char* codes;
    };
    const Case cases[] = {
        {"dose-total-swap", "not_accepted: claims_not_bound"},
        {"effective-dates-swap", "not_accepted: claims_not_bound"},
        {"batch-certificateid-swap", "not_accepted: claims_not_bound"},
        {"vaccine-manufacturer-swap", "not_accepted: claims_not_bound"},
        {"evidence-split-2of2", "unknown: unsupported_shape unsupported_shape"},
        {"dose-array", "unknown: unsupported_shape"},
        {"uhid-added", "not_accepted: claims_not_bound"},
        {"refid-renamed-uhid", "unknown: unsupported_shape"},
        {"context-order", "unknown: unsupported_shape"},
        {"inline-context", "unknown: inline_context"},
        {"proof-array", "unknown: unsupported_shape unsupported_shape"},
        {"subject-array", "unknown: unsupported_shape"},
        {"name-changed", "rejected: signature_mismatch"},
        {"address-changed", "rejected: signature_mismatch"},
        {"created-changed", "rejected: signature_mismatch"},
        {"vm-changed", "unknown: unknown_key"},
        {"issuer-changed", "rejected: signature_mismatch"},
        {"unmapped-property", "rejected: unmapped_member"},
        {"dose-as-string", "rejected: signature_mismatch"},
        {"dose2-totaldoses-removed", "unknown: unsupported_shape"},
        {"dose2-dose-removed", "unknown: unsupported_shape"},
        {"infourl-removed", "unknown: unsupported_shape"},
    };
    for (const auto& c : cases) {
        DYNAMIC_SECTION(c.file) {
            CHECK(checked(tests::read_text(data() / "tamper" / (std::string(c.file) + ".json")))
                      .codes() == c.codes);
        }
    }
}

TEST_CASE("binding: the digest binds what the context leaves open", "[verify][digest]") {
    auto text = tests::read_text(data() / "v3-dose1.ed25519.signed.json");
    const auto plain = json::read(text).value();
    CHECK(check_binding_digest(plain.root()) == BindingDigest::Absent);
    const auto fragment = binding_digest_fragment(plain.root());
    REQUIRE(fragment);
    CHECK(fragment->size() == binding_digest_prefix.size() + 22);
    const std::string id = "\"id\":\"https://divoc.dev/vaccine/417283905";
    text.insert(text.find(id) + id.size(), *fragment);
    CHECK(check_binding_digest(json::read(text).value().root()) == BindingDigest::Holds);
    auto swapped = text;
    swapped.replace(swapped.find("\"dose\":1,\"totalDoses\":2"), 23, "\"dose\":2,\"totalDoses\":1");
    CHECK(check_binding_digest(json::read(swapped).value().root()) == BindingDigest::Differs);
    auto cut = text;
    cut.erase(cut.find(*fragment) + 10, 1);
    CHECK(check_binding_digest(json::read(cut).value().root()) == BindingDigest::Differs);
    auto foreign = text;
    foreign.replace(foreign.find("#cb1."), 5, "#zz1.");
    CHECK(check_binding_digest(json::read(foreign).value().root()) == BindingDigest::Absent);
}
