#include "drivers/display/memory_display.h"
#include "drivers/display/composer.h"

#include <catch2/catch.hpp>

using namespace outpost;

namespace {

CanvasPicture canvas_of(std::int32_t width, std::int32_t height, std::uint32_t pixel) {
    return {width, height,
            std::vector<std::uint32_t>(static_cast<std::size_t>(width * height), pixel)};
}

/// Left half black, right half white.
Frame halves() {
    Frame frame;
    frame.width_px = 8;
    frame.height_px = 4;
    frame.pixels.assign(32, 0);
    for (std::size_t k = 0; k < 32; ++k)
        if (k % 8 >= 4) frame.pixels[k] = 255;
    return frame;
}

}  // namespace

TEST_CASE("the live picture shows through the canvas's hole, mirrored when it is asked for") {
    MemoryDisplay display(16, 8);
    auto canvas = canvas_of(16, 8, 0xFF112233U);
    for (std::size_t y = 2; y < 6; ++y)
        for (std::size_t x = 4; x < 12; ++x) canvas.pixels[y * 16 + x] = 0;
    const auto frame = halves();
    REQUIRE(display.show(&canvas, PreviewPicture{frame.view(), {4, 2, 8, 4}, false}));
    CHECK(display.picture().pixels[0] == 0xFF112233U);
    CHECK(display.picture().pixels[3 * 16 + 4] == 0xFF000000U);
    CHECK(display.picture().pixels[3 * 16 + 11] == 0xFFFFFFFFU);
    REQUIRE(display.show(nullptr, PreviewPicture{frame.view(), {4, 2, 8, 4}, true}));
    CHECK(display.picture().pixels[3 * 16 + 4] == 0xFFFFFFFFU);
    CHECK(display.picture().pixels[3 * 16 + 11] == 0xFF000000U);
    CHECK(display.pictures_shown() == 2);
}

TEST_CASE("half clear pixels mix with what is under them") {
    MemoryDisplay display(4, 4);
    const auto canvas = canvas_of(4, 4, 0x80400000U);  // premultiplied
    Frame frame;
    frame.width_px = frame.height_px = 2;
    frame.pixels.assign(4, 200);
    REQUIRE(display.show(&canvas, PreviewPicture{frame.view(), {0, 0, 4, 4}, false}));
    CHECK((display.picture().pixels[5] & 0xFFU) == 100);
    CHECK((display.picture().pixels[5] >> 16U & 0xFFU) == 164);
}

TEST_CASE("a preview beyond the canvas, or of nothing, is cut off") {
    MemoryDisplay display(8, 8);
    const auto canvas = canvas_of(8, 8, 0);
    const auto frame = halves();
    REQUIRE(display.show(&canvas, PreviewPicture{frame.view(), {-50, -50, 500, 500}, false}));
    REQUIRE(display.show(&canvas, PreviewPicture{{}, {0, 0, 8, 8}, false}));
    CHECK(display.picture().pixels[0] == 0xFF000000U);
    const auto other = canvas_of(4, 4, 0);
    CHECK(display.show(&other, std::nullopt).error().code == Errc::BadLength);
}

TEST_CASE("a frame of another shape is cut off evenly") {
    Frame frame;
    frame.width_px = 100;
    frame.height_px = 50;
    const auto part = visible_part(frame.view(), {0, 0, 50, 50});
    CHECK(part.width == Approx(50));
    CHECK(part.x == Approx(25));
    CHECK(part.height == Approx(50));
}

TEST_CASE("inputs are given once, in order") {
    MemoryDisplay display(8, 8);
    display.feed(PointerInput{PointerStep::Down, 1, 2});
    display.feed(ButtonInput{Button::Ok});
    REQUIRE(display.inputs(0).size() == 2);
    CHECK(display.inputs(0).empty());
}
