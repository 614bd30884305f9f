#include "drivers/voice/espeak_voice.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>

using namespace outpost;

namespace {

bool is_installed() {
    if (!EspeakVoice::languages().empty()) return true;
    WARN("skipped: espeak-ng-data is not installed");
    return false;
}

std::vector<std::int16_t> spoken(EspeakVoice& voice, std::string_view text) {
    auto samples = voice.synthesize(text);
    REQUIRE(samples);
    return std::move(*samples);
}

/// Seconds of the longest silence.
double longest_pause_s(const std::vector<std::int16_t>& samples, std::int32_t rate_hz) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const auto sample : samples) {
        run = std::abs(std::int32_t{sample}) < 50 ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return static_cast<double>(longest) / rate_hz;
}

}  // namespace

TEST_CASE("voice: the kiosk's languages that Debian 12 has a voice for", "[voice]") {
    if (!is_installed()) return;
    CHECK(EspeakVoice::languages() ==
          std::vector<std::string_view>{"en", "hi", "fr", "es", "pt", "ar", "ta", "si", "sw"});
}

TEST_CASE("voice: other languages are refused, not spoken by another voice", "[voice]") {
    if (!is_installed()) return;
    for (const auto* language : {"fil", "tl", "xx", "", "../en", "en/../fr", "!v/croak", "en-us"}) {
        CAPTURE(language);
        const auto voice = EspeakVoice::open(language);
        REQUIRE_FALSE(voice);
        CHECK(voice.error().code == Errc::Unsupported);
    }
}

TEST_CASE("voice: text to samples, longer text to more", "[voice]") {
    if (!is_installed()) return;
    auto voice = EspeakVoice::open("en");
    REQUIRE(voice);
    CHECK(voice->rate_hz() == 22'050);
    const auto once = spoken(*voice, "Hold your code in the frame.");
    const auto rate = static_cast<std::size_t>(voice->rate_hz());
    CHECK(once.size() > rate);
    CHECK(once.size() < 4 * rate);
    CHECK(std::any_of(once.begin(), once.end(), [](auto v) { return v > 5'000; }));
    const auto twice = spoken(*voice, "Hold your code in the frame. Hold your code in the frame.");
    CHECK(twice.size() > once.size() * 3 / 2);
}

TEST_CASE("voice: brackets are no commands", "[voice]") {
    if (!is_installed()) return;
    auto voice = EspeakVoice::open("en");
    REQUIRE(voice);
    const auto marked = spoken(*voice, "one <break time='9s'/> two");
    CHECK(longest_pause_s(marked, voice->rate_hz()) < 3);
    // As phonemes this would be two words; as text each bracket's content is read as letters.
    const auto phonemes = spoken(*voice, "[[_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:_:]] two");
    CHECK(longest_pause_s(phonemes, voice->rate_hz()) < 3);
    const auto command = voice->synthesize(
        "\x01"
        "450S quick");
    REQUIRE_FALSE(command);
    CHECK(command.error().code == Errc::BadCharacter);
    CHECK(command.error().offset == 0);
}

TEST_CASE("voice: limits", "[voice]") {
    if (!is_installed()) return;
    auto voice = EspeakVoice::open("hi");
    REQUIRE(voice);
    const auto code_of = [&](std::string_view text) {
        const auto refused = voice->synthesize(text);
        REQUIRE_FALSE(refused);
        return refused.error().code;
    };
    CHECK(code_of(std::string(voice_text_bytes_max + 1, 'a')) == Errc::TooLong);
    CHECK(code_of("\xF5") == Errc::BadUtf8);
    std::string digits;  // each a word: more than two minutes of sound
    while (digits.size() < voice_text_bytes_max) digits += "7 ";
    CHECK(code_of(digits) == Errc::TooLong);
    CHECK_FALSE(spoken(*voice, "नमस्ते").empty());  // still at work
}
