#include "drivers/speech/speech_text.h"

#include <catch2/catch.hpp>

using namespace outpost;

namespace {

std::string plain(std::string_view text) {
    const auto result = plain_speech(text);
    REQUIRE(result);
    return *result;
}

Errc code_of(std::string_view text) {
    const auto result = plain_speech(text);
    REQUIRE_FALSE(result);
    return result.error().code;
}

}  // namespace

TEST_CASE("speech text: words stay as they are", "[speech]") {
    CHECK(plain("").empty());
    CHECK(plain("Hold your code in the frame.") == "Hold your code in the frame.");
    CHECK(plain("अपना कोड दिखाएँ") == "अपना कोड दिखाएँ");
    CHECK(plain("اعرض الرمز") == "اعرض الرمز");
    CHECK(plain("<speak>&amp;") == "<speak>&amp;");  // plain characters without SSML
}

TEST_CASE("speech text: nothing that a synthesizer obeys", "[speech]") {
    CHECK(plain("[[h@l'oU]]") == "  h@l'oU  ");
    CHECK(plain("[[[[x") == "    x");
    CHECK(plain("a\x01") == "a ");  // espeak-ng: "\x01" "90S" is a command
    CHECK(plain("\x01"
                "90S fast\r\n\x7F") == " 90S fast   ");
    CHECK(plain(std::string_view("a\0b", 3)) == "a b");
    CHECK(plain("\xC2\x80x\xC2\x9F\xC2\xA0") == " x \xC2\xA0");
}

TEST_CASE("speech text: marks of direction go", "[speech]") {
    CHECK(plain("a\u2068name\u2069b") == "anameb");
    CHECK(plain("\u200E\u200F\u202A\u202E\u2066") == "");
    CHECK(plain("\u200D\u2065\u202F\u2070") == "\u200D\u2065\u202F\u2070");  // neighbours stay
}

TEST_CASE("speech text: limits", "[speech]") {
    CHECK(plain(std::string(speech_text_bytes_max, 'a')).size() == speech_text_bytes_max);
    CHECK(code_of(std::string(speech_text_bytes_max + 1, 'a')) == Errc::TooLong);
    CHECK(code_of("\xFF") == Errc::BadUtf8);
    CHECK(code_of("a\xE0\xA4") == Errc::BadUtf8);
    CHECK(code_of("\xED\xA0\x80") == Errc::BadUtf8);
}

TEST_CASE("speech text: language tags", "[speech]") {
    for (const auto* tag : {"en", "hi", "fil", "pt-BR", "zh-Hant-TW", "es-419"}) {
        CAPTURE(tag);
        CHECK(is_language_tag(tag));
    }
    for (const auto* tag :
         {"", "e", "engl", "EN", "en-", "en-a", "-en", "en--GB", "../x", "en/..", "en.", "e\n",
          "en-../", "--voices", "en-GB-x1-y2", "en-123456789", "pt_BR", "é"}) {
        CAPTURE(tag);
        CHECK_FALSE(is_language_tag(tag));
    }
    CHECK_FALSE(is_language_tag(std::string_view("en\0", 3)));
}
