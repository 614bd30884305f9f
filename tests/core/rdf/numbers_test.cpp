// Lexical forms of numbers, in both readings. Expected texts follow ECMAScript's Number methods.
#include "core/rdf/numbers.h"

#include <catch2/catch.hpp>

#include <array>
#include <limits>

using namespace outpost::rdf;

TEST_CASE("numbers: canonical xsd:double", "[rdf][numbers]") {
    CHECK(canonical_double(1.5) == "1.5E0");
    CHECK(canonical_double(10) == "1.0E1");
    CHECK(canonical_double(-0.001) == "-1.0E-3");
    CHECK(canonical_double(0) == "0.0E0");
    CHECK(canonical_double(1e21) == "1.0E21");
    CHECK(canonical_double(5.3) == "5.3E0");
    CHECK(canonical_double(0.1) == "1.0E-1");
    CHECK(canonical_double(9.9999999999999999) == "1.0E1");
    CHECK(canonical_double(99999999999999985.0) == "9.999999999999998E16");
    CHECK(canonical_double(2251799813685248.5) == "2.251799813685249E15");  // half goes up
    CHECK(canonical_double(std::numeric_limits<double>::max()) == "1.797693134862316E308");
    CHECK(canonical_double(std::numeric_limits<double>::denorm_min()) == "4.940656458412465E-324");
    CHECK(canonical_double(std::numeric_limits<double>::infinity()) == "INF");
    CHECK(canonical_double(-std::numeric_limits<double>::infinity()) == "-INF");
    CHECK(canonical_double(std::numeric_limits<double>::quiet_NaN()) == "NaN");
}

TEST_CASE("numbers: integer or double", "[rdf][numbers]") {
    struct Case {
        double number;
        std::string_view in_11;
        std::string_view in_js2;
    };
    constexpr std::array<Case, 11> cases{
        {{1, "1", "1"},
         {-7, "-7", "-7"},
         {-0.0, "0", "0"},
         {2.5, "2.5E0", "2.5E0"},
         {9007199254740993.0, "9007199254740992", "9007199254740992"},
         {1e20, "100000000000000000000", "100000000000000000000"},
         {1e21, "1.0E21", "1e+21"},
         {1e-7, "1.0E-7", "0"},
         {-1e-7, "-1.0E-7", "-0"},
         {1.5e300, "1.5E300", "1.5E300"},
         {1.25e-7, "1.25E-7", "1.25E-7"}}};
    for (const auto& item : cases) {
        INFO(item.number);
        const auto strict = number_text(item.number, false, RdfForm::JsonLd11);
        CHECK(strict.text == item.in_11);
        CHECK(strict.is_double == (item.in_11.find('E') != std::string_view::npos));
        const auto lenient = number_text(item.number, false, RdfForm::JsonLdJs2);
        CHECK(lenient.text == item.in_js2);
        CHECK(lenient.is_double == (item.in_js2.find('E') != std::string_view::npos));
    }
    CHECK(number_text(1, true, RdfForm::JsonLd11).text == "1.0E0");
    CHECK(js2_double_of_text(" 5.5 kg") == "5.5E0");
    CHECK(js2_double_of_text("none") == "NaN");
}
