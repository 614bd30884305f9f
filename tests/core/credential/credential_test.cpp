// Names that the JSON contract uses, and the promise that only the verifier makes verified ones.
#include "core/credential/credential.h"

#include <catch2/catch.hpp>

#include <type_traits>

using namespace outpost::credential;

TEST_CASE("credential: a verified credential can not be made from outside", "[credential]") {
    STATIC_REQUIRE_FALSE(
        std::is_constructible_v<VerifiedCredential, Format, outpost::json::Document>);
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<VerifiedCredential>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<VerifiedCredential>);
}

TEST_CASE("credential: names of formats and grades are those of the contract", "[credential]") {
    CHECK(format_name(Format::None) == "none");
    CHECK(format_name(Format::Divoc) == "divoc");
    CHECK(format_name(Format::W3cVc) == "w3c-vc");
    CHECK(format_name(Format::EuDcc) == "eu-dcc");
    CHECK(format_name(Format::Shc) == "shc");
    CHECK(format_name(Format::VdsNc) == "vds-nc");
    CHECK(grade_name(Grade::Bound) == "bound");
    CHECK(grade_name(Grade::Interchangeable) == "interchangeable");
    CHECK(grade_name(Grade::Unsigned) == "unsigned");
}
