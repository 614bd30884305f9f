// The policy file: strict, so that a misspelt rule can not fall away.
#include "core/policy/policy_file.h"

#include <catch2/catch.hpp>

using namespace outpost;
using policy::parse_policy;

TEST_CASE("policy file: a complete one", "[policy]") {
    const auto parsed = parse_policy(R"({"outpost_policy":1,"name":"Border",
        "unsigned_holder_allowed":true,"revocation_data_required":true,"claims_not_bound":"unknown",
        "products":[{"name":"covaxin","primary_series_doses":2},
                    {"name":"sinovac","primary_series_doses":2,"also_manufacturer":true}],
        "rules":[{"purpose":"entry","formats":["divoc"],"doses":"series_complete",
                  "days_since_dose_min":14,"days_since_dose_max":270,"vaccines":["covaxin"],
                  "test_results":["Negative"],"effective_until_counts":true},
                 {"purpose":"event"}]})");
    REQUIRE(parsed);
    CHECK(parsed->name == "Border");
    CHECK(parsed->unsigned_holder_allowed);
    CHECK(parsed->claims_not_bound == policy::Verdict::Unknown);
    REQUIRE(parsed->rules.size() == 2);
    CHECK(parsed->rules[0].doses == policy::DoseRule::SeriesComplete);
    CHECK(parsed->rules[0].days_since_dose_max == 270);
    CHECK(parsed->rules[1].purpose == "event");
    CHECK(parsed->products->products[1].also_manufacturer);
}

TEST_CASE("policy file: anything else is refused with its code", "[policy]") {
    const auto code = [](const char* text) { return parse_policy(text).error().code; };
    CHECK(code("") == Errc::Truncated);
    CHECK(code("{}") == Errc::Unsupported);
    CHECK(code(R"({"outpost_policy":2,"rules":[{"purpose":"p"}]})") == Errc::Unsupported);
    CHECK(code(R"({"outpost_policy":1})") == Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"rules":[]})") == Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"rules":[{}]})") == Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"rules":[{"purpose":"p","dozes":"any"}]})") ==
          Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"rules":[{"purpose":"p","doses":"all"}]})") ==
          Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"rules":[{"purpose":"p","formats":["pdf"]}]})") ==
          Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"rules":[{"purpose":"p","days_since_dose_min":-1}]})") ==
          Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"rules":[{"purpose":"p"}],"claims_not_bound":"accepted"})") ==
          Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"rules":[{"purpose":"p"}],"products":[{"name":"x"}]})") ==
          Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"rules":[{"purpose":"p","vaccines":["COVAXIN"]}]})") ==
          Errc::BadValue);
    CHECK(
        code(
            R"({"outpost_policy":1,"rules":[{"purpose":"p"}],"products":[{"name":"Covaxin","primary_series_doses":2}]})") ==
        Errc::BadValue);
    CHECK(code(R"({"outpost_policy":1,"outpost_policy":1,"rules":[]})") == Errc::Duplicate);
}
