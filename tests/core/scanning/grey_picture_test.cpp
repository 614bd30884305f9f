#include "core/scanning/grey_picture.h"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace outpost;
using namespace outpost::scanning;

namespace {

/// White, with one dark square of 3 x 3 pixels.
Frame with_square(std::int32_t x, std::int32_t y) {
    Frame frame;
    frame.width_px = 40;
    frame.height_px = 30;
    frame.pixels.assign(40 * 30, 255);
    for (std::int32_t row = y - 1; row <= y + 1; ++row) {
        for (std::int32_t column = x - 1; column <= x + 1; ++column)
            frame.pixels[static_cast<std::size_t>(row * 40 + column)] = 0;
    }
    return frame;
}

/// The middle of what is dark.
PixelPoint dark_middle(const Frame& frame) {
    std::int64_t count = 0;
    std::int64_t xs = 0;
    std::int64_t ys = 0;
    for (std::int32_t y = 0; y < frame.height_px; ++y) {
        for (std::int32_t x = 0; x < frame.width_px; ++x) {
            if (frame.pixels[static_cast<std::size_t>(y * frame.width_px + x)] >= 128) continue;
            ++count;
            xs += x;
            ys += y;
        }
    }
    REQUIRE(count > 0);
    return {static_cast<std::int32_t>((xs + count / 2) / count),
            static_cast<std::int32_t>((ys + count / 2) / count)};
}

}  // namespace

TEST_CASE("grey picture: every change can be mapped back", "[symbol]") {
    using Change = PictureMapping (*)(FrameView, Frame&);
    for (const Change change : {&enlarge_twice, &halve, &mirror, &turn_45}) {
        for (const PixelPoint place : {PixelPoint{10, 8}, PixelPoint{30, 20}, PixelPoint{20, 15}}) {
            const auto frame = with_square(place.x_px, place.y_px);
            Frame changed;
            const auto back = change(frame.view(), changed);
            const auto found = back.apply(dark_middle(changed));
            CHECK(std::abs(found.x_px - place.x_px) <= 1);
            CHECK(std::abs(found.y_px - place.y_px) <= 1);
        }
    }
}

TEST_CASE("grey picture: mappings follow each other", "[symbol]") {
    const auto frame = with_square(12, 9);
    Frame turned;
    Frame enlarged;
    const auto first = turn_45(frame.view(), turned);
    const auto second = enlarge_twice(turned.view(), enlarged);
    const auto found = first.after(second).apply(dark_middle(enlarged));
    CHECK(std::abs(found.x_px - 12) <= 1);
    CHECK(std::abs(found.y_px - 9) <= 1);
}

TEST_CASE("grey picture: exact values of small pictures", "[symbol]") {
    const std::vector<std::uint8_t> pixels{0, 100, 200, 40};
    const FrameView view{pixels.data(), 2, 2, 2};
    Frame out;
    invert(view, out);
    CHECK(out.pixels == std::vector<std::uint8_t>{255, 155, 55, 215});
    mirror(view, out);
    CHECK(out.pixels == std::vector<std::uint8_t>{100, 0, 40, 200});
    halve(view, out);
    CHECK(out.pixels == std::vector<std::uint8_t>{85});
    enlarge_twice(view, out);
    CHECK(out.width_px == 4);
    CHECK(out.pixels == std::vector<std::uint8_t>{0, 25, 75, 100, 50, 59, 76, 85, 150, 126, 79, 55,
                                                  200, 160, 80, 40});
}

TEST_CASE("grey picture: unreadable views are told", "[symbol]") {
    const std::uint8_t pixel = 0;
    CHECK(is_readable({&pixel, 1, 1, 1}));
    CHECK_FALSE(is_readable({nullptr, 1, 1, 1}));
    CHECK_FALSE(is_readable({&pixel, 0, 1, 1}));
    CHECK_FALSE(is_readable({&pixel, 1, -1, 1}));
    CHECK_FALSE(is_readable({&pixel, 2, 1, 1}));
}
