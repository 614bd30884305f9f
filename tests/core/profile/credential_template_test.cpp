// The QR content: filled without a way to break out, and the same by DIVOC's own files.
#include "core/json/reader.h"
#include "core/json/writer.h"
#include "tests/core/profile/profile_folder.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

using namespace outpost;
using outpost::tests::outcome_of;
using outpost::tests::ProfileFolder;

namespace {

constexpr const char* computed = R"({"namespace":"https://x.example/ns","preEnrollmentCode":"C-1",
    "recipientName":"N","recipientIdentifier":"did:x:1","recipientAge":"37",
    "recipientDob":"1984-06-17","issuer":"https://x.example/","issuanceDate":"2022-02-08T00:00:00Z",
    "evidenceId":"https://x.example/e#d","InfoUrl":"https://x.example/?1","feedbackUrl":"",
    "certificateId":"100000000009","batch":"B","vaccine":"COVISHIELD","icd11Code":"XM9QW8",
    "prophylaxis":"P","vaccinationDate":"2022-02-08T09:10:00.000Z","dose":1,"totalDoses":2,
    "facilityAddressCountry":"IND"})";

std::string filled(const profile::Profile& profile, const char* kind, std::string_view item,
                   std::string_view values = computed) {
    const auto item_document = json::read(item);
    const auto values_document = json::read(values);
    REQUIRE(item_document);
    REQUIRE(values_document);
    const auto out = profile.credential_json(*profile.kind(kind), item_document->root(),
                                             values_document->root());
    return out ? *out : "error " + outcome_of(out.error());
}

}  // namespace

TEST_CASE("credential: what neither source gives is empty, numbers stay numbers") {
    const auto profile = ProfileFolder().load();
    const auto text = filled(profile, "certify-v3", "{}");
    CHECK(text.rfind(
              R"({"@context":["https://www.w3.org/2018/credentials/v1","https://x.example/ns"],)"
              R"("type":["VerifiableCredential","ProofOfVaccinationCredential"],)"
              R"("credentialSubject":{"type":"Person","id":"did:x:1","refId":"C-1",)"
              R"("name":"N","gender":"","age":"37","nationality":"","address":)",
              0) == 0);
    CHECK(text.find(R"("dose":1,"totalDoses":2,"verifier":{"name":""})") != std::string::npos);
    CHECK(text.find(R"("dob":"1984-06-17")") != std::string::npos);
    CHECK(filled(profile, "certify-v1", "{}").find("\"dob\"") == std::string::npos);
    CHECK(filled(profile, "certify-v1", "{}").find("icd11Code") == std::string::npos);
    // A number in a text's place, objects and lists where a text belongs.
    const auto odd = filled(profile, "certify-v3",
                            R"({"recipient":{"gender":{"a":1},"nationality":["x"],
                                "address":{"pincode":80100,"state":true,"district":null}}})");
    CHECK(odd.find(R"("gender":"",)") != std::string::npos);
    CHECK(odd.find(R"("nationality":"",)") != std::string::npos);
    CHECK(odd.find(R"("postalCode":"80100")") != std::string::npos);
    CHECK(odd.find(R"("addressRegion":"true")") != std::string::npos);
}

TEST_CASE("credential: computed names win over the field map") {
    ProfileFolder folder;
    folder.edit("fields.json", "{\n",
                "{\n  \"recipientIdentifier\": [\"recipient\", \"identity\"],\n");
    const auto text = filled(folder.load(), "certify-v3", R"({"recipient":{"identity":"raw"}})");
    CHECK(text.find(R"("id":"did:x:1")") != std::string::npos);
    CHECK(text.find("raw") == std::string::npos);
}

TEST_CASE("credential: no value breaks out of its place") {
    const auto profile = ProfileFolder().load();
    for (const auto* value :
         {R"(X\",\"dob\":\"1990-01-01)", R"(\\\",\"x\":1,\"y\":\")", R"({{recipientName}})",
          R"({{{issuer}}}{{#dose}}x{{/dose}})", R"(line\nfeed\ttab\r)",
          R"(\u0000\u0001\u2028\u2029)", "😀 नमस्ते ﷺ", R"(}}\"}}})"}) {
        const auto gender = json::read(std::string("\"") + value + "\"");
        REQUIRE(gender);
        const auto text = filled(profile, "certify-v3",
                                 R"({"recipient":{"gender":")" + std::string(value) + "\"}}");
        const auto credential = json::read(text);
        REQUIRE(credential);
        const auto* subject = credential->root().find("credentialSubject");
        REQUIRE(subject != nullptr);
        CHECK(subject->members().size() == 9);
        CHECK(subject->text_of("gender") == gender->root().as_string());
        CHECK(subject->text_of("dob") == "1984-06-17");
    }
    CHECK(filled(profile, "certify-v3", "{}", R"({"dose":"1,\"x\":2","totalDoses":2})") ==
          "error bad_value@0");
    CHECK(filled(profile, "certify-v3", "{}", R"({"totalDoses":2})").rfind("error bad_syntax", 0) ==
          0);
    CHECK(filled(profile, "certify-v3",
                 R"({"recipient":{"gender":")" + std::string(60'000, 'x') + "\"}}")
              .size() > 60'000);
}

TEST_CASE("credential: DIVOC's own configuration files work unchanged and give the same") {
    if (!tests::shared_data_present("DIVOC's configuration files")) return;
    const auto config = tests::shared_dir() / "divoc-samples/config-etcd";
    ProfileFolder divoc;
    divoc.set("credential.template", tests::read_text(config / "DDCC_TEMPLATE.template"));
    divoc.set("credential-v1.template", tests::read_text(config / "W3C_TEMPLATE.template"));
    divoc.set("fields.json", tests::read_text(config / "certificateOptionalFieldsKeyPaths.json"));
    divoc.set("vaccines.json", tests::read_text(config / "VACCINE_ICD.json"));
    divoc.set("icd.json", tests::read_text(config / "ICD.json"));
    INFO(divoc.report());
    CHECK(divoc.faults().empty());
    const auto theirs = divoc.load();
    const auto ours = ProfileFolder().load();
    for (const auto* kind : {"certify-v3", "certify-v1"}) {
        const auto text = filled(ours, kind, ours.sample_request());
        CHECK(text.rfind("error", 0) != 0);
        CHECK(text == filled(theirs, kind, ours.sample_request()));
        CHECK(filled(ours, kind, "{}") == filled(theirs, kind, "{}"));
    }
    REQUIRE(ours.vaccines().size() == theirs.vaccines().size());
    for (std::size_t i = 0; i < ours.vaccines().size(); ++i) {
        const auto& row = theirs.vaccines()[i];
        CHECK(ours.vaccines()[i].name == row.name);
        CHECK(ours.vaccines()[i].icd11_code == row.icd11_code);
        REQUIRE(ours.icd(row.icd11_code) != nullptr);
        CHECK(ours.icd(row.icd11_code)->term == theirs.icd(row.icd11_code)->term);
        CHECK(ours.icd(row.icd11_code)->vaccine_type == theirs.icd(row.icd11_code)->vaccine_type);
        CHECK(ours.icd(row.icd11_code)->disease == theirs.icd(row.icd11_code)->disease);
    }
}

TEST_CASE("credential: the shipped contexts are in the profile, byte for byte") {
    const auto root = tests::source_dir() / "assets";
    for (const auto* version : {"v1", "v2"})
        CHECK(tests::read_text(root / "contexts" /
                               (std::string("divoc-vaccination-") + version + ".json")) ==
              tests::read_text(root / "profiles/vaccination/contexts" /
                               (std::string("vaccination-") + version + ".json")));
}
