#include "drivers/camera/black_guess.h"

#include <catch2/catch.hpp>

using namespace outpost;

TEST_CASE("black guess: covered lenses and dark rooms", "[camera]") {
    Frame frame;
    frame.width_px = 640;
    frame.height_px = 480;
    const auto fill = [&frame](std::uint8_t value) { frame.pixels.assign(640 * 480, value); };
    fill(0);
    CHECK(is_black(frame.view()));
    fill(16);  // video black
    CHECK(is_black(frame.view()));
    frame.pixels[0] = 255;  // a hot pixel
    CHECK(is_black(frame.view()));
    fill(40);
    CHECK_FALSE(is_black(frame.view()));
    fill(5);
    for (std::size_t k = 0; k < 640 * 20; ++k) frame.pixels[k] = 90;  // a lit strip
    CHECK_FALSE(is_black(frame.view()));
}
