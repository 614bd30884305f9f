#include "drivers/audio/sound_mixer.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <cstring>

using namespace outpost;

namespace {

using Values = std::vector<std::int16_t>;

Values block_of(SoundMixer& mixer, std::size_t samples) {
    std::vector<std::uint8_t> bytes(samples * 2, 0xAA);
    mixer.fill(bytes);
    Values values(samples);
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

}  // namespace

TEST_CASE("mixer: one sound, block by block, then silence", "[audio]") {
    SoundMixer mixer(100);
    CHECK_FALSE(mixer.is_playing());
    CHECK(block_of(mixer, 3) == Values{0, 0, 0});
    mixer.replace({100, -200, 32'767, -32'768, 5});
    CHECK(mixer.is_playing());
    CHECK(block_of(mixer, 3) == Values{100, -200, 32'767});
    CHECK(mixer.is_playing());
    CHECK(block_of(mixer, 4) == Values{-32'768, 5, 0, 0});
    CHECK_FALSE(mixer.is_playing());
    CHECK(block_of(mixer, 2) == Values{0, 0});
}

TEST_CASE("mixer: an odd block is filled to its last byte", "[audio]") {
    SoundMixer mixer(100);
    mixer.replace({0x0101, 0x0101});
    std::vector<std::uint8_t> bytes(3, 0xAA);
    mixer.fill(bytes);
    CHECK(bytes == std::vector<std::uint8_t>{1, 1, 0});
    CHECK(mixer.is_playing());
    std::vector<std::uint8_t> one(1, 0xAA);
    mixer.fill(one);
    CHECK(one[0] == 0);
    mixer.fill({});
    CHECK(mixer.is_playing());
}

TEST_CASE("mixer: volume, also for what is playing", "[audio]") {
    SoundMixer mixer(100);
    mixer.replace(Values(8, 16'000));
    CHECK(block_of(mixer, 1) == Values{16'000});
    mixer.set_volume(80);
    CHECK(block_of(mixer, 1) == Values{8'000});
    mixer.set_volume(0);
    CHECK(block_of(mixer, 1) == Values{0});
    mixer.set_volume(-7);
    CHECK(block_of(mixer, 1) == Values{0});
    mixer.set_volume(1'000'000);
    CHECK(block_of(mixer, 1) == Values{16'000});
    mixer.set_volume(1);
    CHECK(block_of(mixer, 1)[0] > 400);
}

TEST_CASE("mixer: another sound takes its place, faded and without an overflow", "[audio]") {
    SoundMixer mixer(100);
    mixer.replace(Values(1'000, 30'000));
    block_of(mixer, 10);
    mixer.replace(Values(1'000, 30'000));
    const auto both = block_of(mixer, 300);
    CHECK(both[0] == 32'767);  // not wrapped around
    CHECK(both[299] == 30'000);
    mixer.replace({});  // stop
    CHECK_FALSE(mixer.is_playing());
    const auto fading = block_of(mixer, 300);
    CHECK(fading[0] == 30'000);
    for (std::size_t k = 1; k < fading.size(); ++k)
        CHECK(std::abs(fading[k] - fading[k - 1]) <= 30'000 / 240 + 1);
    CHECK(fading[240] == 0);
    CHECK(block_of(mixer, 1) == Values{0});
}

TEST_CASE("mixer: nothing of a device that went away is left", "[audio]") {
    SoundMixer mixer(100);
    mixer.replace(Values(1'000, 30'000));
    block_of(mixer, 10);
    mixer.replace({});  // fading
    mixer.reset();
    CHECK(block_of(mixer, 2) == Values{0, 0});
    mixer.replace({1, 2});
    CHECK(block_of(mixer, 3) == Values{1, 2, 0});
}
