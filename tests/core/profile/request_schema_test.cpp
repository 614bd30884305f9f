#include "core/profile/request_schema.h"

#include "core/json/reader.h"
#include "core/json/writer.h"
#include "tests/core/profile/profile_folder.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace outpost;
using outpost::tests::ProfileFolder;
using Lines = std::vector<std::string>;

namespace {

/// "pointer code" of each error of a request.
Lines errors_of(const profile::Profile& profile, const char* kind, std::string_view item) {
    REQUIRE(profile.kind(kind) != nullptr);
    Lines out;
    for (const auto& error : profile.check_request(*profile.kind(kind), item)) {
        CHECK_FALSE(error.text.empty());
        out.push_back(error.path + " " + std::string(intake::item_code_name(error.code)));
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// Faults of a schema, "line code".
Lines faults_of(std::string_view schema) {
    std::vector<profile::ProfileFault> faults;
    const auto parsed = profile::RequestSchema::parse(schema, "s", faults);
    CHECK((parsed != nullptr) == faults.empty());
    Lines out;
    for (const auto& fault : faults) out.push_back(std::to_string(fault.line) + " " + fault.code);
    return out;
}

Lines check(std::string_view schema, std::string_view item) {
    std::vector<profile::ProfileFault> faults;
    const auto parsed = profile::RequestSchema::parse(schema, "s", faults);
    REQUIRE(parsed != nullptr);
    const auto document = json::read(item);
    REQUIRE(document);
    Lines out;
    for (const auto& error : parsed->check(document->root()))
        out.push_back(error.path + " " + std::string(intake::item_code_name(error.code)));
    std::sort(out.begin(), out.end());
    return out;
}

constexpr const char* minimal_v3 = R"({"preEnrollmentCode":"","recipient":{"name":"N",
    "nationality":"Kenyan","identity":"did:x:1","contact":["tel:1"]},
    "vaccination":{"name":"","manufacturer":"","date":"2022-02-08T09:10:00Z",
    "effectiveStart":"2022-02-08","effectiveUntil":"2022-05-03","dose":1,"totalDoses":2.5},
    "facility":{"name":"F"}})";

}  // namespace

TEST_CASE("request schema: what DIVOC takes is taken") {
    const auto profile = ProfileFolder().load();
    CHECK(errors_of(profile, "certify-v3", minimal_v3).empty());
    CHECK(errors_of(profile, "certify-v3", profile.sample_request()).empty());
    CHECK(errors_of(profile, "update-v3", profile.sample_request()).empty());
    CHECK(errors_of(profile, "certify-v1", profile.sample_request()).empty());
    // Unknown members, a null birth date, a free `meta`.
    CHECK(errors_of(profile, "certify-v3",
                    replaced(minimal_v3, "\"name\":\"N\"",
                             R"("name":"N","uhid":"1","dob":null,"x":{"y":[1]})"))
              .empty());
    CHECK(
        errors_of(profile, "certify-v3",
                  replaced(minimal_v3, "\"facility\"", R"("meta":{"a":[1,{"b":null}]},"facility")"))
            .empty());
    // Each spelling of a date-time that DIVOC's server takes; the program's own rules check it.
    for (const auto* date : {"2021-10-17T13:10", "2021-10-17 13:10:11", "2021-10-17T13:10Z",
                             "2021-10-17T13:10:11.123456+0530"})
        CHECK(errors_of(profile, "certify-v3", replaced(minimal_v3, "2022-02-08T09:10:00Z", date))
                  .empty());
}

TEST_CASE("request schema: every violation at once, with its own pointer") {
    const auto profile = ProfileFolder().load();
    CHECK(errors_of(profile, "certify-v3", "{}") ==
          Lines{"/facility required", "/preEnrollmentCode required", "/recipient required",
                "/vaccination required"});
    CHECK(errors_of(profile, "certify-v1", minimal_v3) ==
          Lines{"/facility/address required", "/recipient/address required",
                "/recipient/gender required", "/vaccinator required"});
    CHECK(
        errors_of(profile, "certify-v3",
                  R"({"preEnrollmentCode":7,"enrollmentType":"","programId":"","comorbidities":[1],
        "recipient":{"name":"","dob":"1984-13-01","age":"","gender":"","nationality":"",
          "identity":"","contact":["",5],
          "address":{"addressLine1":"","addressLine2":null,"district":"","state":"","country":"K"}},
        "vaccination":{"name":1,"batch":2,"manufacturer":3,"date":4,"effectiveStart":"08-02-2022",
          "effectiveUntil":"2022-02-30","dose":0,"totalDoses":"2"},
        "vaccinator":{"name":""},
        "facility":{"name":"","address":{"addressLine1":"a","district":"d","state":"s","pincode":""}},
        "meta":"text"})") == Lines{"/comorbidities/0 wrong_type",
                                   "/enrollmentType too_short",
                                   "/facility/address/pincode too_short",
                                   "/facility/name too_short",
                                   "/meta wrong_type",
                                   "/preEnrollmentCode wrong_type",
                                   "/programId too_short",
                                   "/recipient/address/addressLine2 wrong_type",
                                   "/recipient/address/country too_short",
                                   "/recipient/address/district too_short",
                                   "/recipient/address/pincode required",
                                   "/recipient/address/state too_short",
                                   "/recipient/age too_short",
                                   "/recipient/contact/0 too_short",
                                   "/recipient/contact/1 wrong_type",
                                   "/recipient/dob bad_date",
                                   "/recipient/gender too_short",
                                   "/recipient/identity too_short",
                                   "/recipient/name too_short",
                                   "/recipient/nationality too_short",
                                   "/vaccination/batch wrong_type",
                                   "/vaccination/date wrong_type",
                                   "/vaccination/dose below_minimum",
                                   "/vaccination/effectiveStart bad_date",
                                   "/vaccination/effectiveUntil bad_date",
                                   "/vaccination/manufacturer wrong_type",
                                   "/vaccination/name wrong_type",
                                   "/vaccination/totalDoses wrong_type",
                                   "/vaccinator/name too_short"});
}

TEST_CASE("request schema: items that are no request") {
    const auto profile = ProfileFolder().load();
    CHECK(errors_of(profile, "certify-v3", "") == Lines{" bad_syntax"});
    CHECK(errors_of(profile, "certify-v3", "[]") == Lines{" bad_syntax"});
    CHECK(errors_of(profile, "certify-v3", R"({"a":1,"a":2})") == Lines{" duplicate_member"});
    CHECK(errors_of(profile, "certify-v3", "{\"a\":\"\xFF\"}") == Lines{" bad_utf8"});
    CHECK(errors_of(profile, "certify-v3", std::string(70'000, ' ')) == Lines{" too_long"});
    std::string deep;
    for (int i = 0; i < 40; ++i) deep += "{\"a\":";
    CHECK(errors_of(profile, "certify-v3", deep + "1" + std::string(40, '}')) ==
          Lines{" too_deep"});
}

TEST_CASE("request schema: texts beyond 1,000 characters") {
    const auto profile = ProfileFolder().load();
    std::string name;
    for (int i = 0; i < 1000; ++i) name += "न";
    CHECK(errors_of(profile, "certify-v3",
                    replaced(minimal_v3, "\"name\":\"N\"", "\"name\":\"" + name + "\""))
              .empty());
    CHECK(errors_of(profile, "certify-v3",
                    replaced(minimal_v3, "\"name\":\"N\"", "\"name\":\"" + name + "n\"")) ==
          Lines{"/recipient/name too_long"});
}

TEST_CASE("request schema: no personal data in the words") {
    const auto profile = ProfileFolder().load();
    const auto errors = profile.check_request(
        *profile.kind("certify-v3"), replaced(minimal_v3, "\"effectiveStart\":\"2022-02-08\"",
                                              "\"effectiveStart\":\"Secret Name\""));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].text == "vaccination.effectiveStart must be a date such as 2022-02-28");
    CHECK(profile.check_request(*profile.kind("certify-v3"), "{}")[0].text.find("is missing") !=
          std::string::npos);
}

TEST_CASE("request schema: rules of an own profile") {
    CHECK(check(R"({"properties":{"a":{"enum":["x","y"]},"b":{"type":"string","pattern":"^[A-Z]+$"},
        "c":{"type":"integer","maximum":5},"d":{"type":"array","minItems":2,"maxItems":2},
        "e":{"type":"string","maxLength":2},"f":{"type":"string","format":"date-time"},
        "g":{"const":1}},"additionalProperties":false})",
                R"({"a":"z","b":"abc","c":6,"d":[1],"e":"xxx","f":"2022-02-08","g":2,"h":1})") ==
          Lines{" schema_rule", "/a not_allowed", "/b bad_format", "/c above_maximum",
                "/d too_short", "/e too_long", "/f bad_date", "/g not_allowed"});
    CHECK(check(R"({"properties":{"a":{"anyOf":[{"type":"string"},{"type":"number"}]}}})",
                R"({"a":true})")
              .size() >= 1);
    CHECK(check(R"({"properties":{"a/b":{"type":"string"},"a~]":{"type":"string"}}})",
                R"({"a/b":1,"a~]":2})") == Lines{"/a~0] wrong_type", "/a~1b wrong_type"});
    CHECK(check(R"({"properties":{"a":false}})", R"({"a":1})") == Lines{" schema_rule"});
    CHECK(check(R"({"properties":{"a":{"type":["string","null"],"format":"date"}}})",
                R"({"a":5})") == Lines{"/a wrong_type"});
    // A property may be called like a keyword.
    CHECK(check(R"({"properties":{"format":{"type":"string"}}})", R"({"format":1})") ==
          Lines{"/format wrong_type"});
}

TEST_CASE("request schema: schemas that are refused, with their lines") {
    CHECK(faults_of("{\n\"type\": \"object\",\n\"requierd\": []}") ==
          Lines{"3 schema_keyword_unknown"});
    CHECK(faults_of("{\n\"properties\": {\n\"a\": {\"$ref\": \"https://x.example/s\"}}}") ==
          Lines{"3 schema_reference"});
    CHECK(faults_of("{\"properties\": {\n\"a\": {\"$ref\": \"#/definitions/b\"}}}") ==
          Lines{"2 schema_reference"});
    CHECK(
        faults_of(R"({"definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}},
        "properties":{"x":{"$ref":"#/definitions/a"}}})")
            .size() == 1);
    CHECK(faults_of("{\"properties\": {\n\"a\": {\"format\": \"email\"}}}") ==
          Lines{"2 schema_format"});
    CHECK(faults_of("{\"anyOf\": [\n{\"format\": \"date\"}]}") == Lines{"2 schema_format"});
    CHECK(faults_of("{\"required\": [\n\"a\"]}") == Lines{"2 required_not_declared"});
    CHECK(faults_of("{\n\"a\": }") == Lines{"2 schema_syntax"});
    CHECK(faults_of(R"({"type":"strin"})").size() == 1);
    for (const auto* pattern : {"(a+)+$", "(a|b)*", "((a?)b)*", "(x*)\\\\1", "^a*b*c*$", "a*b*",
                                "^a*b*$|x", "a?a?a?a?a?a?a?a?a?aaaaaaaaa", "([a-z]+)*"})
        CHECK(faults_of(std::string(R"({"properties":{"a":{"pattern":")") + pattern + "\"}}}") ==
              Lines{"1 schema_pattern"});
    CHECK(faults_of(R"({"properties":{"a":{"pattern":"["}}})") == Lines{"0 schema_pattern"});
    for (const auto* pattern :
         {"^[A-Z]{2,5}[0-9]{3,8}$", "x+", "^(tel|mailto):[0-9]+$", "^[^*+]+$", "(ab)*"})
        CHECK(faults_of(std::string(R"({"properties":{"a":{"pattern":")") + pattern + "\"}}}")
                  .empty());
}

TEST_CASE("request schema: a pattern and the longest text") {
    const std::string schema =
        R"({"properties":{"a":{"type":"string","pattern":"^[a-z ]*[a-z]*x$"}}})";
    CHECK(check(schema, R"({"a":")" + std::string(60'000, 'a') + "\"}") ==
          Lines{"/a bad_format", "/a too_long"});
}

TEST_CASE("request schema: DIVOC's own sample requests") {
    if (!tests::shared_data_present("DIVOC's sample requests")) return;
    const auto profile = ProfileFolder().load();
    const auto folder = tests::shared_dir() / "divoc-samples";
    std::size_t items = 0;
    for (const auto* name :
         {"requests/docs-v3-certify-sample.json", "generated-vectors/certify-v3-request.json",
          "generated-vectors/certify-v3-request-dose2.json",
          "generated-vectors/certify-v3-request-minimal.json"}) {
        const auto text = tests::read_text(folder / name);
        const auto document = json::read(text);
        REQUIRE(document);
        for (const auto& item : document->root().items()) {
            INFO(name);
            CHECK(errors_of(profile, "certify-v3", json::write(item)).empty());
            ++items;
        }
    }
    CHECK(items >= 4);
}
