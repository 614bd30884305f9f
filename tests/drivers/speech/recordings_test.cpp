#include "drivers/speech/recordings.h"

#include "tests/drivers/speech/wav_builder.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

using namespace outpost;

namespace {

const std::string prompt = "Hold your code in the frame";

void write(const std::filesystem::path& file, const Bytes& content) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream stream(file, std::ios::binary);
    stream << as_text(content);
    REQUIRE(stream.good());
}

Errc code_of(const Result<SpokenSound>& sound) {
    REQUIRE_FALSE(sound);
    return sound.error().code;
}

}  // namespace

TEST_CASE("recordings: the published values of FNV-1a", "[speech]") {
    CHECK(recording_number("") == 0xcbf29ce484222325U);
    CHECK(recording_number("a") == 0xaf63dc4c8601ec8cU);
    CHECK(recording_number("foobar") == 0x85944171f73967e8U);
    CHECK(recording_name("foobar", "hi") == "hi/85944171f73967e8.wav");
    CHECK(recording_name("", "fil") == "fil/cbf29ce484222325.wav");
}

TEST_CASE("recordings: found by language and text", "[speech]") {
    const tests::TemporaryFolder folder;
    write(folder.path() / recording_name(prompt, "fil"), tests::wav({1, 2, 3}));
    const Recordings recordings(folder.path().string());
    CHECK(recordings.has_language("fil"));
    CHECK_FALSE(recordings.has_language("hi"));
    CHECK(recordings.has(prompt, "fil"));
    CHECK_FALSE(recordings.has(prompt + ".", "fil"));
    CHECK_FALSE(recordings.has(prompt, "hi"));
    const auto sound = recordings.read(prompt, "fil");
    REQUIRE(sound);
    CHECK(sound->samples == std::vector<std::int16_t>{1, 2, 3});
    CHECK(code_of(recordings.read("other", "fil")) == Errc::NotFound);
    CHECK(code_of(recordings.read(prompt, "hi")) == Errc::NotFound);
    const Recordings none("");
    CHECK_FALSE(none.has_language("fil"));
    CHECK(code_of(none.read(prompt, "fil")) == Errc::NotFound);
}

TEST_CASE("recordings: a language never leads out of the folder", "[speech]") {
    const tests::TemporaryFolder folder;
    std::filesystem::create_directories(folder.path() / "speech");
    write(folder.path() / recording_name(prompt, "en"), tests::wav({1}));
    const Recordings recordings((folder.path() / "speech").string());
    for (const auto* language : {"../en", "..", ".", "", "en/../../en", "/tmp"}) {
        CAPTURE(language);
        CHECK_FALSE(recordings.has_language(language));
        CHECK_FALSE(recordings.has(prompt, language));
        CHECK(code_of(recordings.read(prompt, language)) == Errc::NotFound);
    }
}

TEST_CASE("recordings: only plain files of that size and kind", "[speech]") {
    const tests::TemporaryFolder folder;
    const Recordings recordings(folder.path().string());
    const auto file = [&](std::string_view text) {
        return folder.path() / recording_name(text, "en");
    };
    write(file("real"), tests::wav({1}));
    std::filesystem::create_symlink(file("real"), file("link"));
    CHECK_FALSE(recordings.has("link", "en"));
    CHECK(code_of(recordings.read("link", "en")) == Errc::Unsupported);
    REQUIRE(::mkfifo(file("pipe").c_str(), 0600) == 0);  // nobody ever writes to it
    CHECK_FALSE(recordings.has("pipe", "en"));
    CHECK(code_of(recordings.read("pipe", "en")) == Errc::Unsupported);
    std::filesystem::create_directory(file("folder"));
    CHECK(code_of(recordings.read("folder", "en")) == Errc::Unsupported);
    write(file("empty"), {});
    CHECK(code_of(recordings.read("empty", "en")) == Errc::Truncated);
    write(file("large"), tests::wav({1}));
    std::filesystem::resize_file(file("large"), wav_file_bytes_max + 1);
    CHECK(code_of(recordings.read("large", "en")) == Errc::TooLong);
}
