#include "drivers/speech/speaker_process.h"

#include "drivers/speech/descriptor.h"
#include "drivers/speech/speaker_protocol.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <thread>

#include <sys/eventfd.h>
#include <sys/wait.h>

using namespace outpost;
using std::chrono::milliseconds;

namespace {

using Sound = std::optional<SpokenSound>;
using Values = std::vector<std::int16_t>;

SpeakerRun bad(milliseconds time_max = milliseconds(60'000)) {
    return {OUTPOST_BAD_SPEAKER, -1, time_max};
}

Errc code_of(const Result<Sound>& sound) {
    REQUIRE_FALSE(sound);
    return sound.error().code;
}

Errc code_for(std::string_view how, milliseconds time_max = milliseconds(60'000)) {
    const auto code = code_of(speak_in_process(bad(time_max), "text", how));
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // no child is left, ended or not
    CHECK(errno == ECHILD);
    return code;
}

}  // namespace

TEST_CASE("speaker process: the text goes there, samples come back", "[speech]") {
    const auto sound = speak_in_process(bad(), "\x01\x02\x03\x04", "aa");
    REQUIRE(sound);
    REQUIRE(sound->has_value());
    CHECK((*sound)->rate_hz == 22'050);
    CHECK((*sound)->samples == Values{0x0201, 0x0403});
    const auto longest = speak_in_process(bad(), std::string(speaker_text_bytes_max, 'a'), "aa");
    REQUIRE(longest);
    REQUIRE(longest->has_value());
    CHECK((*longest)->samples.size() == speaker_text_bytes_max / 2);
    const auto nothing = speak_in_process(bad(), "", "aa");
    REQUIRE(nothing);
    REQUIRE(nothing->has_value());
    CHECK((*nothing)->samples.empty());
}

TEST_CASE("speaker process: it has nothing of ours", "[speech]") {
    REQUIRE(::setenv("OUTPOST_TEST_SECRET", "yes", 1) == 0);
    const auto sound = speak_in_process(bad(), "text", "ll");
    ::unsetenv("OUTPOST_TEST_SECRET");
    REQUIRE(sound);
    REQUIRE(sound->has_value());
    CHECK((*sound)->samples == Values{0, 1});  // no descriptor, one variable: LC_ALL
}

TEST_CASE("speaker process: every kind of bad answer", "[speech]") {
    CHECK(code_for("bb", milliseconds(50)) == Errc::Timeout);
    CHECK(code_for("cc") == Errc::BadSyntax);
    CHECK(code_for("dd") == Errc::Truncated);
    CHECK(code_for("ee") == Errc::BadValue);
    CHECK(code_for("ff") == Errc::TooLong);
    CHECK(code_for("gg") == Errc::BadValue);
    CHECK(code_for("ii") == Errc::BadSyntax);
    CHECK(code_for("jj", milliseconds(200)) == Errc::BadValue);
    CHECK(code_for("kk") == Errc::BadSyntax);
    CHECK(code_for("zz") == Errc::Truncated);  // says nothing at all
}

TEST_CASE("speaker process: one that does not read is no harm", "[speech]") {
    const auto sound = speak_in_process(bad(), std::string(1'000, 'a'), "hh");
    REQUIRE(sound);
    REQUIRE(sound->has_value());
    CHECK((*sound)->samples == Values{0x6161, 0x6262});
}

TEST_CASE("speaker process: what is not started at all", "[speech]") {
    for (const auto* program : {"", "bad_speaker", "/nonexistent/outpost-speaker", "/dev/null"}) {
        CAPTURE(program);
        CHECK(code_of(speak_in_process({program, -1, milliseconds(60'000)}, "a", "en")) ==
              Errc::Unavailable);
    }
    CHECK(code_of(speak_in_process(bad(), std::string(1'001, 'a'), "aa")) == Errc::TooLong);
    for (const auto* language : {"", "--voices", "-h", "../en"})
        CHECK(code_of(speak_in_process(bad(), "a", language)) == Errc::BadValue);
}

TEST_CASE("speaker process: cancelled before and while it works", "[speech]") {
    const Descriptor cancel(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    REQUIRE(cancel.is_open());
    const SpeakerRun hours{OUTPOST_BAD_SPEAKER, cancel.number(), std::chrono::hours(10)};
    std::thread other([&] { ::eventfd_write(cancel.number(), 1); });
    const auto hanging = speak_in_process(hours, "text", "bb");  // returns at all: it was cancelled
    other.join();
    REQUIRE(hanging);
    CHECK_FALSE(hanging->has_value());
    const auto again = speak_in_process(hours, "text", "bb");  // still readable
    REQUIRE(again);
    CHECK_FALSE(again->has_value());
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("speaker process: the list of voices", "[speech]") {
    const auto voices = voices_of_process(bad());
    REQUIRE(voices);
    CHECK(*voices == std::vector<std::string>{"aa", "bb", "cc"});
    const auto none = voices_of_process({"/nonexistent", -1, milliseconds(60'000)});
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Errc::Unavailable);
    const auto other = voices_of_process({"/bin/echo", -1, milliseconds(60'000)});
    REQUIRE_FALSE(other);  // it prints "--voices"
    CHECK(other.error().code == Errc::BadSyntax);
}

TEST_CASE("speaker process: the real one, closed in, in each language", "[speech]") {
    const SpeakerRun real{OUTPOST_SPEAKER_PROGRAM, -1, milliseconds(120'000)};
    const auto voices = voices_of_process(real);
    REQUIRE(voices);
    if (voices->empty()) {
        WARN("skipped: espeak-ng-data is not installed");
        return;
    }
    CHECK(std::find(voices->begin(), voices->end(), "fil") == voices->end());
    const std::vector<std::pair<const char*, const char*>> prompts{
        {"en", "Hold your code in the frame."},
        {"hi", "अपना कोड दिखाएँ। QR code 12"},
        {"fr", "Placez votre code dans le cadre."},
        {"es", "Ponga su código en el marco."},
        {"pt", "Segure seu código."},
        {"ar", "اعرض الرمز هنا QR"},
        {"ta", "உங்கள் குறியீடு QR 7"},
        {"si", "ඔබේ කේතය QR"},
        {"sw", "Shikilia msimbo wako."}};
    for (const auto& [language, prompt] : prompts) {
        CAPTURE(language);
        CHECK(std::find(voices->begin(), voices->end(), language) != voices->end());
        const auto sound = speak_in_process(real, prompt, language);
        REQUIRE(sound);
        REQUIRE(sound->has_value());
        const auto& samples = (*sound)->samples;
        CHECK(samples.size() > static_cast<std::size_t>((*sound)->rate_hz) / 2);
        CHECK(std::any_of(samples.begin(), samples.end(), [](auto v) { return v > 5'000; }));
    }
    CHECK(code_of(speak_in_process(real, "Kumusta", "fil")) == Errc::BadValue);
    CHECK(code_of(speak_in_process(real, "\xFF", "en")) == Errc::BadValue);
    CHECK(code_of(speak_in_process(real,
                                   "\x01"
                                   "90S",
                                   "en")) == Errc::BadValue);
}
