#include "core/exposure/light_measure.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace outpost;
using namespace outpost::exposure;

namespace {

Frame grey_frame(std::int32_t width_px, std::int32_t height_px, std::uint8_t shade) {
    Frame frame;
    frame.width_px = width_px;
    frame.height_px = height_px;
    frame.pixels.assign(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px),
                        shade);
    return frame;
}

}  // namespace

TEST_CASE("light measure: levels of a region", "[exposure]") {
    auto frame = grey_frame(300, 300, 10);
    for (std::size_t y = 100; y < 200; ++y) {
        for (std::size_t x = 100; x < 200; ++x)
            frame.pixels[y * 300 + x] = x < 150 ? std::uint8_t{60} : std::uint8_t{255};
    }
    const auto middle = measure_light(frame.view(), region_of(frame.view(), nullptr));
    CHECK(middle.dark_level == 60.0);
    CHECK(middle.bright_level == 255.0);
    CHECK(middle.clipped_share == Approx(0.5));
    const auto whole = measure_light(frame.view(), {0, 0, 300, 300});
    CHECK(whole.dark_level == 10.0);
    CHECK(whole.clipped_share == Approx(50.0 * 100 / 90'000).margin(0.01));
}

TEST_CASE("light measure: the region follows the symbol and stays within the frame", "[exposure]") {
    const auto frame = grey_frame(640, 480, 128);
    SymbolTrace trace;
    trace.corners = {PixelPoint{100, 50}, {300, 60}, {310, 260}, {90, 250}};
    auto region = region_of(frame.view(), &trace);
    CHECK(region.left_px == 90);
    CHECK(region.top_px == 50);
    CHECK(region.width_px == 220);
    CHECK(region.height_px == 210);
    trace.corners = {PixelPoint{-500, -500}, {900, -20}, {700, 900}, {-3, 460}};
    region = region_of(frame.view(), &trace);
    CHECK(region.left_px == 0);
    CHECK(region.width_px == 640);
    CHECK(region.height_px == 480);
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    constexpr auto least = std::numeric_limits<std::int32_t>::min();
    trace.corners = {PixelPoint{least, least}, {most, least}, {most, most}, {least, most}};
    CHECK(region_of(frame.view(), &trace).width_px == 640);
    // Outside, or a dot: the middle.
    for (const PixelPoint shift : {PixelPoint{5'000, 0}, {0, -5'000}, {100, 100}}) {
        trace.corners = {shift, shift, shift, shift};
        region = region_of(frame.view(), &trace);
        CHECK(region.left_px == 213);
        CHECK(region.width_px == 213);
    }
}

TEST_CASE("light measure: the smallest frames and regions outside", "[exposure]") {
    for (const std::int32_t side_px : {1, 2, 3}) {
        const auto frame = grey_frame(side_px, side_px, 77);
        CHECK(measure_light(frame.view(), region_of(frame.view(), nullptr)).bright_level == 77.0);
    }
    const auto frame = grey_frame(20, 20, 77);
    CHECK(measure_light(frame.view(), {30, 30, 10, 10}).bright_level == 0.0);
    CHECK(measure_light(frame.view(), {-10, -10, -1, 10}).bright_level == 0.0);
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    CHECK(measure_light(frame.view(), {10, 10, most, most}).bright_level == 77.0);
    const auto nothing = measure_light(FrameView{}, {0, 0, 10, 10});
    CHECK(nothing.bright_level == 0.0);
}
