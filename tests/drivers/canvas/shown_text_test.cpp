#include "drivers/canvas/shown_text.h"

#include <catch2/catch.hpp>

using namespace outpost::canvas;

TEST_CASE("text is shown as it is, ill-formed bytes as their sign") {
    CHECK(shown_text("Jos\u00e9 \u0930\u093e\u091c") == "Jos\u00e9 \u0930\u093e\u091c");
    CHECK(shown_text("a\xFF\xC0z") == "a\uFFFD\uFFFDz");
    CHECK(shown_text("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");  // a surrogate
    CHECK(shown_text("end\xE0\xA4") == "end\uFFFD\uFFFD");
}

TEST_CASE("a text stays one paragraph") {
    CHECK(shown_text("a\nb\tc\x01 d\u0085e\u2028f\u2029g") == "a b c  d e f g");
    CHECK(shown_text(std::string("a\0b", 3)) == "a b");
}

TEST_CASE("overrides of direction are dropped, isolates stay") {
    CHECK(shown_text("\u202Egpj.exe\u202C") == "gpj.exe");
    CHECK(shown_text("\u2068name\u2069") == "\u2068name\u2069");
}

TEST_CASE("length and marks in a row are bounded") {
    CHECK(shown_text(std::string(10'000, 'W')).size() == text_characters_max);
    std::string many;
    for (int k = 0; k < 10'000; ++k) many += "\u0930";
    CHECK(shown_text(many).size() == text_characters_max * 3);
    CHECK(shown_text(std::string(10'000, '\xFF')).size() == text_characters_max * 3);
    std::string bomb = "a";
    for (int k = 0; k < 500; ++k) bomb += "\u0301";
    CHECK(shown_text(bomb + "b").size() == 1 + 2 * marks_in_a_row_max + 1);
}

TEST_CASE("tall scripts are told by their letters") {
    CHECK(has_tall_letters("R. \u0930\u093e\u091c"));
    CHECK(has_tall_letters("\u0645"));
    CHECK(has_tall_letters("\u0db4"));
    CHECK_FALSE(has_tall_letters("Jos\u00e9 \u4e2d"));
    CHECK_FALSE(has_tall_letters(""));
}

TEST_CASE("a wiped text has none of its letters") {
    std::string text = "Fernando";
    wipe(text);
    CHECK(text == std::string(8, '\0'));
}
