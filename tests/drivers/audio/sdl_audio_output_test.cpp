#include "drivers/audio/sdl_audio_output.h"

#include "tests/support/comes_true.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <SDL2/SDL.h>

using namespace outpost;

namespace {

using Values = std::vector<std::int16_t>;

/// SDL's way out for one test.
class WayOut {
  public:
    explicit WayOut(const std::string& name) { set("SDL_AUDIODRIVER", name); }
    ~WayOut() {
        for (const auto* name : {"SDL_AUDIODRIVER", "SDL_DISKAUDIOFILE", "SDL_DISKAUDIODELAY"})
            ::unsetenv(name);
    }
    WayOut(const WayOut&) = delete;
    WayOut& operator=(const WayOut&) = delete;
    static void set(const char* name, const std::string& value) {
        REQUIRE(::setenv(name, value.c_str(), 1) == 0);
    }
    /// The disk driver: raw samples into a file, a block each millisecond.
    static void write_to(const std::string& file) {
        set("SDL_AUDIODRIVER", "disk");
        set("SDL_DISKAUDIOFILE", file);
        set("SDL_DISKAUDIODELAY", "1");
    }
};

Values ramp(std::size_t count) {
    Values values(count);
    for (std::size_t k = 0; k < count; ++k) values[k] = static_cast<std::int16_t>(k % 20'000 + 1);
    return values;
}

Values samples_in(const std::filesystem::path& file) {
    const auto bytes = tests::read_bytes(file);
    Values values(bytes.size() / 2);
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * 2);
    return values;
}

bool holds(const Values& recorded, const Values& part) {
    return std::search(recorded.begin(), recorded.end(), part.begin(), part.end()) !=
           recorded.end();
}

}  // namespace

TEST_CASE("audio: what is played comes out, sample by sample", "[audio]") {
    WayOut way_out("disk");
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "out.raw";
    WayOut::write_to(file.string());
    const auto sound = ramp(5'000);
    {
        SdlAudioOutput output({"", 100});
        CHECK_FALSE(output.is_playing());
        CHECK(SDL_WasInit(SDL_INIT_AUDIO) == 0);  // nothing is opened before the first sound
        REQUIRE(output.play({sound, 48'000}));
        REQUIRE(tests::comes_true([&] { return !output.is_playing(); }));
    }
    CHECK(SDL_WasInit(SDL_INIT_AUDIO) == 0);
    const auto recorded = samples_in(file);
    CHECK(holds(recorded, sound));
    CHECK(std::count_if(recorded.begin(), recorded.end(), [](auto v) { return v != 0; }) == 5'000);
}

TEST_CASE("audio: other rates are converted to the device's, to their end", "[audio]") {
    WayOut way_out("disk");
    for (const auto rate : {8'000, 22'050, 44'100, 96'000}) {
        CAPTURE(rate);
        const tests::TemporaryFolder folder;
        const auto file = folder.path() / "out.raw";
        WayOut::write_to(file.string());
        {
            SdlAudioOutput output({"", 100});
            const Values second(static_cast<std::size_t>(rate), 10'000);
            REQUIRE(output.play({second, rate}));
            REQUIRE(tests::comes_true([&] { return !output.is_playing(); }));
        }
        const auto recorded = samples_in(file);
        const auto loud =
            std::count_if(recorded.begin(), recorded.end(), [](auto v) { return v > 9'000; });
        CHECK(loud > 47'950);
        CHECK(loud < 48'050);
    }
}

TEST_CASE("audio: a sound replaces another, and stop ends it", "[audio]") {
    WayOut way_out("disk");
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "out.raw";
    WayOut::write_to(file.string());
    const Values long_sound(48'000 * 60, 7);
    const Values cue{9'001, 9'002, 9'003, 9'004};
    {
        SdlAudioOutput output({"", 100});
        REQUIRE(output.play({long_sound, 48'000}));
        CHECK(output.is_playing());
        REQUIRE(output.play({Values(300, 11), 48'000}));  // longer than the fade of the first
        REQUIRE(tests::comes_true([&] { return !output.is_playing(); }));
        REQUIRE(output.play({long_sound, 48'000}));
        output.stop();
        CHECK_FALSE(output.is_playing());
        REQUIRE(output.play({long_sound, 48'000}));
        REQUIRE(output.play({{}, 48'000}));  // no samples: silence
        CHECK_FALSE(output.is_playing());
        SdlAudioOutput second({"", 100});  // counts in SDL beside the first one
        WayOut::set("SDL_DISKAUDIOFILE", (folder.path() / "second.raw").string());
        REQUIRE(second.play({cue, 48'000}));
        REQUIRE(tests::comes_true([&] { return !second.is_playing(); }));
    }
    const auto recorded = samples_in(file);
    CHECK(std::count(recorded.begin(), recorded.end(), 7) < 48'000 * 60);
    CHECK(holds(recorded, Values(50, 11)));
    CHECK(holds(samples_in(folder.path() / "second.raw"), cue));
}

TEST_CASE("audio: a device that is not there, then is", "[audio]") {
    WayOut way_out("no-such-driver");
    SdlAudioOutput output({"", 100});
    for (int k = 0; k < 3; ++k) {
        const auto refused = output.play({ramp(100), 48'000});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::Unavailable);
        CHECK_FALSE(output.is_playing());
        CHECK(SDL_WasInit(SDL_INIT_AUDIO) == 0);
    }
    output.stop();
    output.set_volume(10);
    WayOut::set("SDL_AUDIODRIVER", "dummy");
    REQUIRE(output.play({ramp(48'000), 48'000}));
    CHECK(output.is_playing());
}

TEST_CASE("audio: a device that goes away while it plays is opened again", "[audio]") {
    WayOut way_out("disk");
    WayOut::write_to("/dev/full");  // the first block cannot be written: SDL counts it as unplugged
    SdlAudioOutput output({"", 100});
    REQUIRE(output.play({ramp(48'000 * 100), 48'000}));
    REQUIRE(tests::comes_true([&] { return !output.is_playing(); }));
    WayOut::set("SDL_AUDIODRIVER", "no-such-driver");
    const auto refused = output.play({ramp(100), 48'000});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::Unavailable);
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "out.raw";
    WayOut::write_to(file.string());
    const Values cue{9'001, 9'002, 9'003, 9'004};
    REQUIRE(output.play({cue, 48'000}));
    REQUIRE(tests::comes_true([&] { return !output.is_playing(); }));
    REQUIRE(tests::comes_true([&] { return holds(samples_in(file), cue); }));
}

TEST_CASE("audio: sounds that are refused", "[audio]") {
    WayOut way_out("dummy");
    SdlAudioOutput output({"", 100});
    const Values one(100, 1);
    for (const auto rate : {0, -1, 7'999, 96'001, 2'000'000'000}) {
        const auto refused = output.play({one, rate});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::BadValue);
    }
    const Values endless(8'000 * 120, 1);
    const auto refused = output.play({endless, 8'000});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::TooLong);
    CHECK(SDL_WasInit(SDL_INIT_AUDIO) == 0);
    // The video part of SDL, if the program has it, is not ours to end.
    REQUIRE(SDL_InitSubSystem(SDL_INIT_EVENTS) == 0);
    {
        SdlAudioOutput other({"", 100});
        REQUIRE(other.play({one, 48'000}));
    }
    CHECK(SDL_WasInit(SDL_INIT_EVENTS) != 0);
    SDL_QuitSubSystem(SDL_INIT_EVENTS);
}
