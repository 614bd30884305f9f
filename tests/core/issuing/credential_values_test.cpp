// Computed values against DIVOC's sample credentials, and the rules one by one.
#include "core/issuing/credential_values.h"
#include "core/issuing/request_rules.h"
#include "core/json/reader.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace outpost;
using issuing::computed_values;
using issuing::is_absolute_url;

namespace {

const std::vector<profile::VaccineRow> vaccines = {
    {"covaxin", "XM1NL1"}, {"covishield", "XM9QW8"}, {"bbibp-corv", "XM1NL1"}, {"nocode", "XX"}};
const profile::IcdRow viral_vector = {"XM9QW8", "COVID-19 vaccine, non-replicating viral vector",
                                      "", "COVID-19"};

profile::IssuerRules issuer() {
    profile::IssuerRules rules;
    rules.issuer = "https://divoc.dev/";
    rules.did = "did:india";
    rules.evidence_base_url = "https://divoc.dev/vaccine/";
    rules.info_base_url = "https://divoc.dev/?";
    rules.feedback_base_url = "https://divoc.dev/?";
    return rules;
}

Result<std::string> values_of(const json::Value& item, std::string_view certificate_id,
                              std::string_view at, const profile::IssuerRules& rules = issuer()) {
    return computed_values(
        {item, rules, vaccines,
         [](std::string_view code) { return code == viral_vector.code ? &viral_vector : nullptr; },
         "https://divoc.dev/credentials/vaccination/v2", certificate_id, "#f",
         parse_rfc3339(at).value()});
}

/// One value of the request, made in 2022.
std::string value_of(const std::string& request, std::string_view name,
                     const profile::IssuerRules& rules = issuer()) {
    const auto item = json::read(request);
    REQUIRE(item);
    const auto text = values_of(item->root(), "417", "2022-02-08T09:15:42Z", rules);
    REQUIRE(text);
    const auto values = json::read(*text);
    REQUIRE(values);
    REQUIRE(values->root().find(name) != nullptr);
    return std::string(values->root().text_of(name));
}

std::string recipient(const std::string& member, std::string_view name) {
    return value_of("{\"recipient\":{" + member + "}}", name);
}

std::string identifier(const std::string& identity, const std::string& code = "C 1") {
    return issuing::recipient_identifier(identity, code, issuer()).value();
}

}  // namespace

TEST_CASE("credential values: as in DIVOC's sample credentials", "[issuing]") {
    if (!tests::shared_data_present("DIVOC samples")) return;
    const auto folder = tests::shared_dir() / "divoc-samples" / "generated-vectors";
    for (const auto& [request_name, credential_name] :
         {std::pair{"certify-v3-request.json", "v3-dose1.unsigned.json"},
          std::pair{"certify-v3-request-dose2.json", "v3-dose2.unsigned.json"},
          std::pair{"certify-v3-request-minimal.json", "v3-minimal.unsigned.json"}}) {
        CAPTURE(request_name);
        const auto request = json::read(tests::read_text(folder / request_name)).value();
        const auto credential = json::read(tests::read_text(folder / credential_name)).value();
        const auto& subject = *credential.root().find("credentialSubject");
        const auto& evidence = credential.root().find("evidence")->items()[0];
        const auto at = credential.root().text_of("issuanceDate");
        const auto checked = issuing::check_request(request.root().items()[0], {},
                                                    parse_rfc3339("2023-01-01T00:00:00Z").value());
        REQUIRE(checked.errors.empty());
        const auto item = json::read(checked.json).value();
        const auto text = values_of(item.root(), evidence.text_of("certificateId"), at).value();
        const auto document = json::read(text).value();
        const auto& values = document.root();
        CHECK(values.members().size() == 20);
        CHECK(values.text_of("namespace") ==
              credential.root().find("@context")->items()[1].as_string());
        CHECK(values.text_of("recipientIdentifier") == subject.text_of("id"));
        CHECK(values.text_of("preEnrollmentCode") == subject.text_of("refId"));
        CHECK(values.text_of("recipientName") == subject.text_of("name"));
        CHECK(values.text_of("recipientAge") == subject.text_of("age"));
        CHECK(values.text_of("recipientDob") == subject.text_of("dob"));
        CHECK(values.text_of("issuer") == credential.root().text_of("issuer"));
        CHECK(values.text_of("issuanceDate") == at);
        CHECK(values.text_of("evidenceId") == std::string(evidence.text_of("id")) + "#f");
        CHECK(values.text_of("InfoUrl") == evidence.text_of("infoUrl"));
        CHECK(values.text_of("feedbackUrl") == evidence.text_of("feedbackUrl"));
        CHECK(values.text_of("certificateId") == evidence.text_of("certificateId"));
        CHECK(values.text_of("batch") == evidence.text_of("batch"));
        CHECK(values.text_of("vaccine") == evidence.text_of("vaccine"));
        CHECK(values.text_of("icd11Code") == evidence.text_of("icd11Code"));
        CHECK(values.text_of("prophylaxis") == evidence.text_of("prophylaxis"));
        CHECK(values.text_of("vaccinationDate") == evidence.text_of("date"));
        CHECK(values.find("dose")->as_integer() == evidence.find("dose")->as_integer());
        CHECK(values.find("totalDoses")->as_integer() == evidence.find("totalDoses")->as_integer());
        CHECK(values.text_of("facilityAddressCountry") ==
              evidence.find("facility")->find("address")->text_of("addressCountry"));
    }
}

TEST_CASE("credential values: the identifier always has a scheme", "[issuing]") {
    CHECK(identifier("did:Aadhaar Card:****1234") == "did:Aadhaar Card:****1234");
    CHECK(identifier("urn:x") == "urn:x");
    CHECK(identifier("872550100V") == "did:india:872550100V");
    CHECK(identifier("A B") == "did:india:A B");
    CHECK(identifier("tel x:5") == "did:india:tel x:5");
    CHECK(identifier("http:///") == "did:india:http:///");
    for (const auto* unusable : {"", "NA", "na", "x", "आ", "😀"}) {
        CAPTURE(unusable);
        const std::string text(unusable);
        CHECK(identifier(text) == (text == "😀" ? "did:india:😀" : "did:india:C 1"));
    }
    // What would break out of an IRI goes to the next rule, and at last is percent-encoded.
    for (const auto* breaking :
         {"did:x:<y>", "did:x:\"", "did:x:a\\b", "did:x:{", "did:x:}", "did:x:|", "did:x:^",
          "did:x:`", "did:x:a\nb", " did:x:1", "did:x:1 ", "did:x:\x7F", "> <urn:y"}) {
        CAPTURE(breaking);
        CHECK(identifier(breaking) ==
              (std::string_view(breaking) == " did:x:1" ? "did:india: did:x:1" : "did:india:C 1"));
    }
    CHECK(identifier("NA", "a<b>\"\\\x01") == "did:india:a%3Cb%3E%22%5C%01");
    CHECK(identifier(std::string(300, 'i')) == "did:india:C 1");
    CHECK(identifier("did:" + std::string(900, 'i')).size() == 904);
}

TEST_CASE("credential values: an issuer's bad rules are errors", "[issuing]") {
    auto rules = issuer();
    rules.identity_rejection_pattern = "([";
    CHECK(issuing::recipient_identifier("x", "c", rules).error().code == Errc::BadValue);
    rules.identity_rejection_pattern = std::string(201, 'x');
    CHECK(issuing::recipient_identifier("x", "c", rules).error().code == Errc::TooLong);
    rules = issuer();
    rules.identity_rejection_pattern = "^TEST";
    CHECK(issuing::recipient_identifier("test-1", "c", rules).value() == "did:india:c");
    for (const auto* did : {"", "india", "did:<", "1:x"}) {
        rules.did = did;
        CAPTURE(did);
        const auto id = issuing::recipient_identifier("", "c", rules);
        // "india:" is a scheme as well.
        CHECK(id.has_value() == (std::string_view(did) == "india"));
        if (!id) CHECK(id.error().code == Errc::BadValue);
    }
}

TEST_CASE("credential values: absolute URLs", "[issuing]") {
    for (const auto* url :
         {"did:x", "urn:a b", "a+b-c.d:", "x:", "http://host", "HTTPS://h.org:80/p q", "http:host",
          "ftp:\\\\host\\x", "file:", "file:///x", "foo://h/x y", "foo:///x"}) {
        CAPTURE(url);
        CHECK(is_absolute_url(url));
    }
    for (const auto* other :
         {"",           ":",         "x",           "1a:b",      "a b:c",      "-a:b",
          "http:",      "http://",   "http:///",    "http://?x", "http://a b", "http://h:99999",
          "http://h:x", "wss:#",     "foo://a b/c", "foo://[x",  " did:x",     "did:x ",
          "did:\tx",    "\xC3\xA9:x"}) {
        CAPTURE(other);
        CHECK_FALSE(is_absolute_url(other));
    }
}

TEST_CASE("credential values: age and date of birth", "[issuing]") {
    CHECK(recipient(R"("age":"37")", "recipientAge") == "37");
    CHECK(recipient(R"("age":"37")", "recipientDob") == "1985-01-01");
    CHECK(recipient(R"("age":"0")", "recipientAge") == "0");
    CHECK(recipient(R"("age":"0")", "recipientDob") == "");
    CHECK(recipient(R"("age":"x")", "recipientDob") == "");
    CHECK(recipient(R"("dob":"1990-01-02")", "recipientAge") == "32");
    CHECK(recipient(R"("dob":"1990-01-02","age":"5")", "recipientAge") == "5");
    CHECK(recipient(R"("dob":"1990-01-02","age":"5")", "recipientDob") == "1990-01-02");
    CHECK(recipient(R"("dob":"1900-01-02")", "recipientAge") == "");
    CHECK(recipient(R"("dob":"1900-01-02","age":"9")", "recipientDob") == "2013-01-01");
    CHECK(recipient(R"("dob":"2022-02-08")", "recipientAge") == "0");
    CHECK(recipient(R"("dob":"2022-02-09")", "recipientAge") == "0");  // ahead in UTC only
    CHECK(recipient(R"("dob":null)", "recipientDob") == "");
    CHECK(recipient(R"("age":0)", "recipientAge") == "");
    CHECK(recipient("", "recipientAge") == "");
    // 365.25 days a year, as DIVOC's signer counts.
    CHECK(recipient(R"("dob":"2021-02-08")", "recipientAge") == "1");
    CHECK(recipient(R"("dob":"2021-02-09")", "recipientAge") == "0");
}

TEST_CASE("credential values: vaccine codes, country and other texts", "[issuing]") {
    const auto vaccine = [](const std::string& name, std::string_view value) {
        return value_of(R"({"vaccination":{"name":")" + name + "\"}}", value);
    };
    CHECK(vaccine("Covi Shield (TM)", "icd11Code") == "XM9QW8");
    CHECK(vaccine("Covi Shield (TM)", "prophylaxis") == viral_vector.term);
    CHECK(vaccine("covishield covaxin", "icd11Code") == "XM1NL1");  // the first row, not place
    CHECK(vaccine("BBIBP-CorV", "icd11Code") == "XM1NL1");
    CHECK(vaccine("nocode", "icd11Code") == "XX");
    CHECK(vaccine("nocode", "prophylaxis") == "");
    CHECK(vaccine("", "icd11Code") == "");
    auto rules = issuer();
    rules.facility_country = "IND";
    CHECK(value_of("{}", "facilityAddressCountry", rules) == "IND");
    const auto* there = R"({"facility":{"address":{"country":"KEN"}}})";
    CHECK(value_of(there, "facilityAddressCountry", rules) == "KEN");
    CHECK(value_of(R"({"recipient":{"name":"A\"\\\n😀"}})", "recipientName") == "A\"\\\n😀");
    CHECK(value_of("{}", "issuanceDate") == "2022-02-08T09:15:42.000Z");
    CHECK(value_of("{}", "dose") == "");
    CHECK(value_of("{}", "evidenceId") == "https://divoc.dev/vaccine/417#f");
    for (const auto* v : {"[]", "1", "\"x\"", "null", "[{}]", "{}"}) {
        const std::string odd(v);
        CHECK(value_of("{\"recipient\":" + odd + ",\"vaccination\":" + odd +
                           ",\"facility\":" + odd + ",\"preEnrollmentCode\":" + odd + "}",
                       "vaccine") == "");
    }
}
