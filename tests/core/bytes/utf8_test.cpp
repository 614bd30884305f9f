// UTF-8 validation and the Latin-1 reduction.
#include "core/bytes/utf8.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::bytes;

namespace {

// What a producer does that takes bytes for Latin-1 characters.
Bytes utf8_of_latin1(ByteView source) {
    Bytes out;
    for (const auto byte : source) {
        if (byte >= 0x80) out.push_back(static_cast<std::uint8_t>(0xC0U | byte >> 6U));
        out.push_back(byte < 0x80 ? byte : static_cast<std::uint8_t>(0x80U | (byte & 0x3FU)));
    }
    return out;
}

}  // namespace

TEST_CASE("utf8: limits of every sequence length", "[bytes][vectors]") {
    const auto vectors = tests::load_vectors("bytes/utf8.vec");
    REQUIRE(vectors.size() == 16);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            CHECK(tests::outcome_of(validate_utf8(v.text("Text"))) == v.text("Outcome"));
        }
    }
}

TEST_CASE("utf8: exactly the scalar values have an encoding", "[bytes]") {
    std::size_t well_formed = 0;
    // All sequences of three bytes with a first byte of three-byte length.
    for (unsigned first = 0xE0; first <= 0xEF; ++first) {
        for (unsigned second = 0; second <= 0xFF; ++second) {
            for (unsigned third = 0; third <= 0xFF; ++third) {
                const char text[] = {static_cast<char>(first), static_cast<char>(second),
                                     static_cast<char>(third)};
                well_formed += utf8_sequence_bytes({text, 3}, 0) == 3 ? 1U : 0U;
            }
        }
    }
    CHECK(well_formed == 0x10000 - 0x800 - 0x800);  // without U+0000..07FF and the surrogates
    CHECK(utf8_sequence_bytes("a", 1) == 0);
    CHECK(utf8_sequence_bytes("", 0) == 0);
}

TEST_CASE("latin1: every byte comes back", "[bytes]") {
    Bytes all;
    for (unsigned byte = 0; byte <= 0xFF; ++byte) all.push_back(static_cast<std::uint8_t>(byte));
    CHECK(*latin1_of_utf8(utf8_of_latin1(all)) == all);
    CHECK(latin1_of_utf8({})->empty());
}

TEST_CASE("latin1: refuses what is no reduced text", "[bytes]") {
    const auto outcome = [](std::string_view text) {
        return tests::outcome_of(latin1_of_utf8(as_bytes(text)));
    };
    CHECK(outcome("ab\xC4\x80") == "bad_value@2");    // U+0100
    CHECK(outcome("\xE2\x82\xAC") == "bad_value@0");  // the euro sign
    CHECK(outcome("ab\xC3") == "bad_utf8@2");
    CHECK(outcome("\xC3(") == "bad_utf8@0");
    CHECK(outcome("\xFF") == "bad_utf8@0");
    CHECK(outcome("\xC0\x80") == "bad_utf8@0");  // overlong NUL
    CHECK(outcome("\x80") == "bad_utf8@0");
    CHECK(latin1_of_utf8(Bytes(latin1_source_bytes_max, 'a')));
    CHECK(latin1_of_utf8(Bytes(latin1_source_bytes_max + 1, 'a')).error().code == Errc::TooLong);
}
