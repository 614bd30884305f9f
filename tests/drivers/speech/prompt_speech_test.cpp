#include "drivers/speech/prompt_speech.h"

#include "drivers/speech/recordings.h"
#include "tests/drivers/speech/wav_builder.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

using namespace outpost;

namespace {

using Values = std::vector<std::int16_t>;

/// Remembers what it was given; empty: silence.
class Loudspeaker {
  public:
    SpeechSink sink() {
        return [this](Samples samples) -> Result<void> {
            const std::lock_guard lock(mutex_);
            given_.emplace_back(samples.values.begin(), samples.values.end());
            changed_.notify_all();
            if (is_broken_) return Error{Errc::Unavailable, 0, "no sound device"};
            return {};
        };
    }
    /// Waits until that many were given.
    std::vector<Values> given(std::size_t count) {
        std::unique_lock lock(mutex_);
        REQUIRE(changed_.wait_for(lock, std::chrono::minutes(1),
                                  [&] { return given_.size() >= count; }));
        return given_;
    }
    void break_down() {
        const std::lock_guard lock(mutex_);
        is_broken_ = true;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Values> given_;
    bool is_broken_ = false;
};

Values as_samples(std::string_view text) {
    Values values;
    for (std::size_t k = 0; k + 1 < text.size(); k += 2)
        values.push_back(static_cast<std::int16_t>(text[k] | text[k + 1] << 8));
    return values;
}

Error failure_of(const PromptSpeech& speech) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    for (;;) {
        if (const auto failure = speech.last_failure()) return *failure;
        REQUIRE(std::chrono::steady_clock::now() < until);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

void record(const std::filesystem::path& folder, std::string_view text, std::string_view language,
            const Bytes& file) {
    const auto path = folder / recording_name(text, language);
    std::filesystem::create_directories(path.parent_path());
    std::ofstream stream(path, std::ios::binary);
    stream << as_text(file);
    REQUIRE(stream.good());
}

}  // namespace

// The stand-in (bad_speaker.cpp) has the voices "aa", which gives the text back as samples, "bb",
// which hangs, and "cc", which answers nonsense.

TEST_CASE("speech: what is said reaches the loudspeaker once", "[speech]") {
    Loudspeaker loudspeaker;
    PromptSpeech speech({OUTPOST_BAD_SPEAKER, ""}, loudspeaker.sink());
    CHECK(speech.has_voice("aa"));
    CHECK(speech.has_voice("aa-GB"));
    CHECK_FALSE(speech.has_voice("en"));
    CHECK_FALSE(speech.has_voice("../aa"));
    REQUIRE(speech.speak("abcd", "aa"));
    CHECK(loudspeaker.given(1) == std::vector<Values>{as_samples("abcd")});
    REQUIRE(speech.speak("x[y]\u2068z\n", "aa-GB"));
    // The first one is silenced when the second is asked for.
    CHECK(loudspeaker.given(3) ==
          std::vector<Values>{as_samples("abcd"), {}, as_samples("x y z ")});
    CHECK_FALSE(speech.last_failure());
}

TEST_CASE("speech: stop, and a newer text, end what hangs", "[speech]") {
    Loudspeaker loudspeaker;
    {
        PromptSpeech speech({OUTPOST_BAD_SPEAKER, ""}, loudspeaker.sink());
        speech.stop();  // nothing yet
        REQUIRE(speech.speak("never heard", "bb"));
        REQUIRE(speech.speak("nor this", "bb"));
        speech.stop();
        REQUIRE(speech.speak("hear", "aa"));
        CHECK(loudspeaker.given(1) == std::vector<Values>{as_samples("hear")});
        speech.stop();
        CHECK(loudspeaker.given(2).back().empty());
        speech.stop();  // silent already
        CHECK(loudspeaker.given(2).size() == 2);
        REQUIRE(speech.speak("never heard", "bb"));
    }  // and the end of it all does not wait either
    CHECK(loudspeaker.given(2).size() == 2);
}

TEST_CASE("speech: what is stopped at once never sounds later", "[speech]") {
    Loudspeaker loudspeaker;
    PromptSpeech speech({OUTPOST_BAD_SPEAKER, ""}, loudspeaker.sink());
    for (int k = 0; k < 50; ++k) {
        REQUIRE(speech.speak("drop", "aa"));
        speech.stop();
        const auto after = loudspeaker.given(0);
        if (!after.empty()) CHECK(after.back().empty());
    }
    REQUIRE(speech.speak("last", "aa"));
    std::size_t count = loudspeaker.given(0).size();
    while (loudspeaker.given(count).empty() ||
           loudspeaker.given(count).back() != as_samples("last"))
        ++count;
    CHECK(loudspeaker.given(count).back() == as_samples("last"));
}

TEST_CASE("speech: refused at once", "[speech]") {
    Loudspeaker loudspeaker;
    PromptSpeech speech({OUTPOST_BAD_SPEAKER, ""}, loudspeaker.sink());
    const auto code_of = [&](std::string_view text, std::string_view language) {
        const auto refused = speech.speak(text, language);
        REQUIRE_FALSE(refused);
        return refused.error().code;
    };
    CHECK(code_of("text", "en") == Errc::Unsupported);
    CHECK(code_of("text", "") == Errc::Unsupported);
    CHECK(code_of("text", "--voices") == Errc::Unsupported);
    CHECK(code_of(std::string(1'001, 'a'), "aa") == Errc::TooLong);
    CHECK(code_of("\xC3", "aa") == Errc::BadUtf8);
    CHECK(loudspeaker.given(0).empty());
}

TEST_CASE("speech: failures behind the scenes are told", "[speech]") {
    Loudspeaker loudspeaker;
    PromptSpeech speech({OUTPOST_BAD_SPEAKER, ""}, loudspeaker.sink());
    REQUIRE(speech.speak("text", "cc"));
    CHECK(failure_of(speech).code == Errc::BadSyntax);
    CHECK(loudspeaker.given(0).empty());
    loudspeaker.break_down();
    REQUIRE(speech.speak("text", "aa"));
    CHECK(failure_of(speech).code == Errc::Unavailable);
    PromptSpeech voiceless({"/nonexistent", ""}, loudspeaker.sink());
    CHECK_FALSE(voiceless.has_voice("aa"));
    const auto refused = voiceless.speak("text", "aa");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::Unsupported);
}

TEST_CASE("speech: a recording comes before the voice, and does without it", "[speech]") {
    const tests::TemporaryFolder folder;
    record(folder.path(), "Hello", "aa", tests::wav({1, 2, 3}));
    record(folder.path(), "Kumusta", "fil", tests::wav({4, 5}));
    record(folder.path(), "damage", "aa", {1, 2, 3});
    record(folder.path(), "damage", "fil", {1, 2, 3});
    Loudspeaker loudspeaker;
    PromptSpeech speech({OUTPOST_BAD_SPEAKER, folder.path().string()}, loudspeaker.sink());
    CHECK(speech.has_voice("fil"));
    CHECK_FALSE(speech.has_voice("tl"));
    REQUIRE(speech.speak("Hello", "aa"));
    CHECK(loudspeaker.given(1).back() == Values{1, 2, 3});
    REQUIRE(speech.speak("Kumusta", "fil"));
    CHECK(loudspeaker.given(3).back() == Values{4, 5});
    REQUIRE(speech.speak("damage", "aa"));  // the voice says it instead
    CHECK(loudspeaker.given(5).back() == as_samples("damage"));
    REQUIRE(speech.speak("damage", "fil"));
    CHECK(failure_of(speech).code == Errc::Truncated);
    const auto refused = speech.speak("not recorded", "fil");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::Unsupported);
}

TEST_CASE("speech: the real voice", "[speech]") {
    Loudspeaker loudspeaker;
    PromptSpeech speech({OUTPOST_SPEAKER_PROGRAM, ""}, loudspeaker.sink());
    if (!speech.has_voice("en")) {
        WARN("skipped: espeak-ng-data is not installed");
        return;
    }
    for (const auto* language : {"en", "hi", "fr", "es", "pt", "ar", "ta", "si", "sw", "pt-BR"})
        CHECK(speech.has_voice(language));
    CHECK_FALSE(speech.has_voice("fil"));
    REQUIRE(speech.speak("Please take your certificate.", "en"));
    CHECK(loudspeaker.given(1)[0].size() > 22'050);
}
