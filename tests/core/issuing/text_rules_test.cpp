// Texts of a request: what is refused in them, and the names of all sorts that must pass.
#include "core/issuing/text_rules.h"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <string_view>

using namespace outpost::issuing;

namespace {

// Written as bytes: in a source nobody would see them.
constexpr std::string_view lre = "\xE2\x80\xAA", rle = "\xE2\x80\xAB", pdf = "\xE2\x80\xAC";
constexpr std::string_view lro = "\xE2\x80\xAD", rlo = "\xE2\x80\xAE";
constexpr std::string_view lri = "\xE2\x81\xA6", fsi = "\xE2\x81\xA8", pdi = "\xE2\x81\xA9";
constexpr std::string_view zwj = "\xE2\x80\x8D", zwsp = "\xE2\x80\x8B", rlm = "\xE2\x80\x8F";

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out;
    for (const auto part : parts) out += part;
    return out;
}

}  // namespace

TEST_CASE("text rules: names of many scripts and signs pass", "[issuing]") {
    static constexpr std::array<std::string_view, 16> names = {
        "Dwayne \"The Rock\" O'Neil \\ Sons",
        "O\u2019Brien\u2013\u0141ukasiewicz",
        "\u0410\u043D\u043D\u0430",                           // Cyrillic
        "\u0906\u0936\u093E \u0915\u094D\u200D\u0937",        // Devanagari with a joiner
        "\u0BA4\u0BAE\u0BBF\u0BB4\u0BCD",                     // Tamil
        "\u0645\u062D\u0645\u062F\u200C\u0631\u0636\u0627",   // Arabic with a non-joiner
        "\u05E0\u05D5\u05E2\u05DD \u200F(\u05D0)",            // Hebrew with a mark
        "\u738B\u5C0F\u660E",                                 // Han
        "\u1794\u17CA\u17BB\u1793",                           // Khmer
        "\U0001F469\u200D\u2695\uFE0F \U0001F44D\U0001F3FD",  // emoji: joiner, skin colour
        "\U0001F3F4\U000E0067\U000E0062\U000E007F",           // a flag of tags
        "\U0001F1F1\U0001F1F0",                               // a flag of letters
        "two\nlines\tand a tab",
        "</script>{{{x}}}",
        "\u00A0x\u3000",
        "e\u0301",
    };
    for (const auto name : names) {
        INFO(name);
        CHECK_FALSE(has_control(name, true));
        CHECK_FALSE(has_loose_direction(name));
        CHECK(has_visible(name));
    }
    CHECK(code_points(names[10]) == 4);
}

TEST_CASE("text rules: control characters", "[issuing]") {
    CHECK(has_control("a\nb", false));
    CHECK(has_control("a\tb", false));
    static constexpr std::array<std::string_view, 13> refused = {
        "a\rb",   "a\r\nb", "\x01",   "\x1B[2J", "\x7F",       "\xC2\x80",   "\xC2\x9F",
        "\u2028", "\u2029", "\uFFFE", "\uFDD0",  "\U0001FFFF", "\U0010FFFE",
    };
    for (const auto text : refused) CHECK(has_control(text, true));
    CHECK(has_control(std::string_view("a\0b", 3), true));
    for (const auto* text : {"", " ", "~", "\u00A0", "\uFFFD", "\uFDCF", "\uFDF0", "\U0001F600"})
        CHECK_FALSE(has_control(text, false));
}

TEST_CASE("text rules: writing direction", "[issuing]") {
    CHECK_FALSE(has_loose_direction(joined({"a", lri, "b", pdi, "c", fsi, "d", pdi})));
    CHECK_FALSE(has_loose_direction(joined({lre, "a", rle, "b", pdf, pdf})));
    CHECK_FALSE(has_loose_direction(joined({lri, lre, "a", pdf, pdi, "\n", rle, pdf})));
    CHECK(has_loose_direction(joined({lri, "a"})));
    CHECK(has_loose_direction(joined({"a", rle})));
    CHECK(has_loose_direction(joined({"a", pdi})));
    CHECK(has_loose_direction(joined({"a", pdf})));
    CHECK(has_loose_direction(joined({pdi, "a", lri})));       // as many, in the wrong order
    CHECK(has_loose_direction(joined({lri, "a", pdf})));       // closed by the other sort
    CHECK(has_loose_direction(joined({lri, rle, pdi, pdf})));  // crossed
    CHECK(has_loose_direction(joined({lri, "a\nb", pdi})));    // over the line's end
    CHECK(has_loose_direction(joined({lro, "abc", pdf})));     // overrides at all
    CHECK(has_loose_direction(joined({rlo, "cba", pdf})));
    std::string many;
    for (int i = 0; i < 1000; ++i) many += lri;
    CHECK(has_loose_direction(many));
}

TEST_CASE("text rules: what can be seen", "[issuing]") {
    for (const auto* text : {"", " ", "\t\n", "\u00A0\u3000", "\u200B", "\uFEFF", "\u00AD",
                             "\u3164", "\u2800", "\u115F", "\uFE0F", "\U000E0041", "\u034F"})
        CHECK_FALSE(has_visible(text));
    CHECK_FALSE(has_visible(joined({lri, zwj, " ", rlm, pdi})));
    CHECK(has_visible(joined({zwsp, "x"})));
    CHECK(has_invisible(joined({"K", zwsp, "1"})));
    CHECK(has_invisible("\u00ADx"));
    CHECK(has_invisible("x\u180E"));
    CHECK_FALSE(has_invisible("K-1 \u00E4 \u738B \U0001F600"));
}

TEST_CASE("text rules: bytes that are no UTF-8 end", "[issuing]") {
    static constexpr std::array<std::string_view, 4> bad = {"\xE2\x80", "\xFF\xFE", "\xC2",
                                                            "a\x80"};
    for (const auto text : bad) {
        CHECK_FALSE(has_loose_direction(text));
        CHECK_NOTHROW(has_control(text, true));
        CHECK(has_visible(text));
    }
}
