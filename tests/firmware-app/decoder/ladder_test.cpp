#include "core/scanning/grey_picture.h"
#include "drivers/clock/system_clock.h"
#include "firmware-app/decoder/frame_readers.h"
#include "tools/samples/scene.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::scanning;

namespace {

/// Every byte value, so that no character set can hide.
Bytes all_bytes(std::size_t count) {
    Bytes bytes;
    for (std::size_t k = 0; k < count; ++k)
        bytes.push_back(static_cast<std::uint8_t>(k * 7 + k / 256));
    return bytes;
}

Frame draw_small(const Bytes& payload) {
    samples::Scene scene;
    scene.width_px = 640;
    scene.height_px = 480;
    scene.module_px = 4.0;
    auto frame = samples::draw_scene(payload, scene);
    REQUIRE(frame);
    return std::move(*frame);
}

std::vector<SymbolRead> read(FrameReader& reader, const Frame& frame, ReadEffort effort) {
    return reader.read(frame.view(), {effort, std::chrono::seconds(5), 0}).symbols;
}

void check_one(const std::vector<SymbolRead>& symbols, const Bytes& payload) {
    REQUIRE(symbols.size() == 1);
    CHECK(symbols[0].payload == payload);
}

}  // namespace

TEST_CASE("ladder: a still picture is read inverted, mirrored and turned", "[symbol]") {
    const SystemClock clock;
    const auto reader = decoder::make_frame_reader(clock);
    const auto payload = all_bytes(150);
    const auto frame = draw_small(payload);
    Frame changed;
    SECTION("inverted") {
        invert(frame.view(), changed);
        CHECK(read(*reader, changed, ReadEffort::Quick).empty());
        check_one(read(*reader, changed, ReadEffort::Still), payload);
    }
    SECTION("mirrored") {
        mirror(frame.view(), changed);
        check_one(read(*reader, changed, ReadEffort::Still), payload);
    }
    SECTION("turned by 45 degrees") {
        turn_45(frame.view(), changed);
        const auto symbols = read(*reader, changed, ReadEffort::Still);
        check_one(symbols, payload);
        for (const auto corner : symbols[0].corners) {
            CHECK((corner.x_px >= 0 && corner.x_px < changed.width_px));
            CHECK((corner.y_px >= 0 && corner.y_px < changed.height_px));
        }
    }
    SECTION("enlarged far beyond need") {
        Frame twice;
        enlarge_twice(frame.view(), twice);
        enlarge_twice(twice.view(), changed);
        check_one(read(*reader, changed, ReadEffort::Still), payload);
    }
}
