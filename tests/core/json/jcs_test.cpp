// RFC 8785: the examples of the document, and what has no canonical form.
#include "core/json/jcs.h"
#include "core/json/reader.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <bit>
#include <charconv>
#include <random>

using namespace outpost;
using namespace outpost::json;

namespace {

std::string canonical(std::string_view text) {
    return *canonicalize_jcs(read(text)->root());
}

}  // namespace

TEST_CASE("jcs: numbers of RFC 8785 appendix B", "[json][vectors]") {
    const auto vectors = tests::load_vectors("json/numbers.vec");
    REQUIRE(vectors.size() == 26);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            std::uint64_t bits = 0;
            for (const auto byte : v.bytes("Bits")) bits = bits << 8U | byte;
            CHECK(ecmascript_number(std::bit_cast<double>(bits)) == v.text("Text"));
        }
    }
}

TEST_CASE("jcs: where ECMAScript changes between the notations", "[json]") {
    CHECK(ecmascript_number(1e20) == "100000000000000000000");
    CHECK(ecmascript_number(1e21) == "1e+21");
    CHECK(ecmascript_number(1.5e21) == "1.5e+21");
    CHECK(ecmascript_number(1e-6) == "0.000001");
    CHECK(ecmascript_number(1.5e-7) == "1.5e-7");
    CHECK(ecmascript_number(-1) == "-1");
    CHECK(ecmascript_number(100) == "100");
    CHECK(ecmascript_number(123.456) == "123.456");
    CHECK(ecmascript_number(0.1 + 0.2) == "0.30000000000000004");
}

TEST_CASE("jcs: printed doubles read back as the same double", "[json]") {
    std::mt19937_64 engine(8785);
    for (int i = 0; i < 20000; ++i) {
        const auto number = std::bit_cast<double>(engine());
        if (!(number - number == 0)) continue;
        const auto text = ecmascript_number(number);
        double again = 0;
        const auto result = std::from_chars(text.data(), text.data() + text.size(), again);
        CAPTURE(text);
        REQUIRE(result.ptr == text.data() + text.size());
        REQUIRE(std::bit_cast<std::uint64_t>(again) == std::bit_cast<std::uint64_t>(number));
    }
}

TEST_CASE("jcs: the example of RFC 8785 section 3.2.2", "[json]") {
    CHECK(canonical(R"({
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    })") ==
          "{\"literals\":[null,true,false],"
          "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
          "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST_CASE("jcs: the order of RFC 8785 section 3.2.3", "[json]") {
    CHECK(canonical(R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew","1":"One",
        "\ud83d\ude00":"Emoji","\u0080":"Control","\u00f6":"Latin"})") ==
          "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
          "\"\xC3\xB6\":\"Latin\",\"\xE2\x82\xAC\":\"Euro Sign\","
          "\"\xF0\x9F\x98\x80\":\"Emoji\",\"\xEF\xAC\xB3\":\"Hebrew\"}");
}

TEST_CASE("jcs: texts in the order of their UTF-16 code units", "[json]") {
    const std::string_view ordered[] = {
        "",
        "a",
        "aa",
        "a\xF0\x90\x80\x80",
        "b",
        "\xED\x9F\xBF",      // U+D7FF
        "\xF0\x90\x80\x80",  // U+10000, in UTF-16 a pair of surrogates
        "\xF4\x8F\xBF\xBF",  // U+10FFFF
        "\xEE\x80\x80",      // U+E000
        "\xEF\xBF\xBF",      // U+FFFF
    };
    for (std::size_t i = 0; i < std::size(ordered); ++i) {
        for (std::size_t j = 0; j < std::size(ordered); ++j) {
            CAPTURE(i, j);
            CHECK(utf16_less(ordered[i], ordered[j]) == (i < j));
        }
    }
    CHECK(utf16_less("a\xF0\x90\x80\x80", "a\xEE\x80\x80"));
    CHECK_FALSE(utf16_less("a\xEE\x80\x80", "a\xF0\x90\x80\x80"));
}

TEST_CASE("jcs: integers that a double can not hold are refused", "[json]") {
    const auto outcome = [](std::string_view text) {
        return tests::outcome_of(canonicalize_jcs(read(text)->root()));
    };
    CHECK(canonical("[9007199254740992,-9007199254740992]") ==
          "[9007199254740992,-9007199254740992]");
    CHECK(outcome("9007199254740993") == "bad_value@0");
    CHECK(outcome("-9007199254740993") == "bad_value@0");
    CHECK(outcome(R"({"a":[18446744073709551616]})") == "bad_value@0");
    CHECK(canonical("[1.0,-0,-0.0,1e2,10e-1]") == "[1,0,0,100,1]");
}

TEST_CASE("jcs: a canonical text is its own canonical text", "[json]") {
    const auto once =
        canonical(R"( { "b" : [ 1.50 , { "z" : 1 , "y" : "\u00e9" } ] , "a" : {} } )");
    CHECK(once == "{\"a\":{},\"b\":[1.5,{\"y\":\"\xC3\xA9\",\"z\":1}]}");
    CHECK(canonical(once) == once);
}
