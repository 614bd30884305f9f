#include "core/scanning/finder_guess.h"

#include "tools/samples/scene.h"

#include <catch2/catch.hpp>

#include <random>

using namespace outpost;
using namespace outpost::scanning;

namespace {

Frame draw(std::size_t bytes, double module_px, double angle_deg, std::int32_t blur_passes) {
    samples::Scene scene;
    scene.module_px = module_px;
    scene.angle_deg = angle_deg;
    scene.blur_passes = blur_passes;
    scene.noise = 4;
    auto frame = samples::draw_scene(Bytes(bytes, 0x5a), scene);
    REQUIRE(frame);
    return std::move(*frame);
}

}  // namespace

TEST_CASE("finder guess: sees symbols of many sizes and turns", "[symbol]") {
    for (const double module_px : {2.5, 4.0, 6.0}) {
        for (const double angle : {0.0, 4.0, 90.0, 20.0})
            CHECK(guess_finder_pattern(draw(400, module_px, angle, 1).view()));
    }
    CHECK(guess_finder_pattern(draw(1300, 4.0, 2.0, 2).view()));
}

TEST_CASE("finder guess: sees none in desks, words, stripes and plain grey", "[symbol]") {
    for (const double angle : {0.0, 3.5, 45.0})
        CHECK_FALSE(guess_finder_pattern(draw(0, 4.0, angle, 1).view()));
    Frame frame;
    frame.width_px = 320;
    frame.height_px = 240;
    frame.pixels.assign(320 * 240, 128);
    CHECK_FALSE(guess_finder_pattern(frame.view()));
    for (std::size_t k = 0; k < frame.pixels.size(); ++k)
        frame.pixels[k] = (k % 320) / 8 % 2 == 0 ? 0 : 255;
    CHECK_FALSE(guess_finder_pattern(frame.view()));
}

TEST_CASE("finder guess: any pixels do no harm", "[symbol]") {
    std::mt19937 dice(3);
    for (std::int32_t width = 1; width < 60; ++width) {
        Frame frame;
        frame.width_px = width;
        frame.height_px = 61 - width;
        for (std::int32_t k = 0; k < frame.width_px * frame.height_px; ++k)
            frame.pixels.push_back(static_cast<std::uint8_t>(dice() % 2 * 255));
        const bool first = guess_finder_pattern(frame.view());
        CHECK(first == guess_finder_pattern(frame.view()));
    }
}
