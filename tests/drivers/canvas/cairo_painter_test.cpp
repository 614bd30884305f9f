#include "drivers/canvas/cairo_painter.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;

namespace {

constexpr std::string_view square =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">)"
    R"(<rect width="50" height="100" fill="currentColor"/>)"
    R"(<rect class="cut" x="10" y="10" width="20" height="20" fill="currentColor"/></svg>)";

CairoPainter make_painter() {
    return CairoPainter(
        [](std::string_view name) { return name == "square" ? square : std::string_view(); });
}

constexpr Rgba black{0, 0, 0, 255};
constexpr Rgba white{255, 255, 255, 255};
constexpr Rgba green{45, 180, 127, 255};

TextItem text_item(std::string text) {
    TextItem item;
    item.box = {10, 10, 180, 60};
    item.text = std::move(text);
    item.cap_height_px = 20;
    item.ink = black;
    return item;
}

CanvasPicture paint(const DrawList& list) {
    auto painter = make_painter();
    CanvasPicture canvas;
    painter.paint(list, canvas);
    return canvas;
}

DrawList list_of(DrawItem item) {
    DrawList list{200, 80, white, {}};
    list.items.push_back(std::move(item));
    return list;
}

std::uint32_t at(const CanvasPicture& canvas, std::int32_t x, std::int32_t y) {
    return canvas.pixels[static_cast<std::size_t>(y * canvas.width_px + x)];
}

/// Columns from which and up to which something dark stands.
std::pair<std::int32_t, std::int32_t> ink_columns(const CanvasPicture& canvas) {
    std::pair<std::int32_t, std::int32_t> columns{canvas.width_px, -1};
    for (std::int32_t x = 0; x < canvas.width_px; ++x)
        for (std::int32_t y = 0; y < canvas.height_px; ++y)
            if ((at(canvas, x, y) & 0xFFU) < 128) {
                columns.first = std::min(columns.first, x);
                columns.second = std::max(columns.second, x);
            }
    return columns;
}

std::pair<std::int32_t, std::int32_t> ink_rows(const CanvasPicture& canvas) {
    std::pair<std::int32_t, std::int32_t> rows{canvas.height_px, -1};
    for (std::int32_t y = 0; y < canvas.height_px; ++y)
        for (std::int32_t x = 0; x < canvas.width_px; ++x)
            if ((at(canvas, x, y) & 0xFFU) < 128) {
                rows.first = std::min(rows.first, y);
                rows.second = std::max(rows.second, y);
            }
    return rows;
}

}  // namespace

TEST_CASE("boxes have exactly their colours, and outlines stay within them") {
    BoxItem box{{20, 20, 40, 30}, green, black, 4, 0};
    const auto canvas = paint(list_of(box));
    CHECK(at(canvas, 40, 35) == 0xFF2DB47FU);
    CHECK(at(canvas, 21, 35) == 0xFF000000U);
    CHECK(at(canvas, 19, 35) == 0xFFFFFFFFU);
    CHECK(at(canvas, 60, 35) == 0xFFFFFFFFU);
}

TEST_CASE("the preview's box is clear") {
    const auto canvas = paint(list_of(PreviewItem{{10, 10, 50, 50}, false}));
    CHECK(at(canvas, 30, 30) == 0U);
    CHECK(at(canvas, 5, 5) == 0xFFFFFFFFU);
}

TEST_CASE("bands differ by their pattern alone") {
    const auto dark_share = [](BandPattern pattern) {
        const auto canvas = paint(list_of(BandItem{{0, 0, 200, 40}, pattern, 16, black}));
        int dark = 0;
        for (std::int32_t x = 0; x < 200; ++x)
            for (std::int32_t y = 0; y < 40; ++y) dark += (at(canvas, x, y) & 0xFFU) < 128 ? 1 : 0;
        CHECK(at(canvas, 100, 50) == 0xFFFFFFFFU);
        return dark / 8000.0;
    };
    CHECK(dark_share(BandPattern::Solid) == Approx(1.0));
    CHECK(dark_share(BandPattern::Hatch45) == Approx(0.5).margin(0.15));
    CHECK(dark_share(BandPattern::Dots) < 0.25);
    CHECK(dark_share(BandPattern::Dots) > 0.02);
}

TEST_CASE("icons take their ink and their cut, and can be mirrored") {
    auto canvas = paint(list_of(IconItem{{0, 0, 80, 80}, "square", green, white, false}));
    CHECK(at(canvas, 35, 60) == 0xFF2DB47FU);
    CHECK(at(canvas, 16, 16) == 0xFFFFFFFFU);
    CHECK(at(canvas, 60, 60) == 0xFFFFFFFFU);
    canvas = paint(list_of(IconItem{{0, 0, 80, 80}, "square", green, white, true}));
    CHECK(at(canvas, 60, 60) == 0xFF2DB47FU);
    CHECK(at(canvas, 20, 60) == 0xFFFFFFFFU);
    canvas = paint(list_of(IconItem{{0, 0, 80, 80}, "no such icon", green, white, false}));
    CHECK(at(canvas, 20, 20) == 0xFFFFFFFFU);
}

TEST_CASE("a capital is as high as was asked for") {
    auto item = text_item("H");
    item.cap_height_px = 40;
    const auto rows = ink_rows(paint(list_of(item)));
    CHECK(rows.second - rows.first + 1 == Approx(40).margin(1.5));
}

TEST_CASE("text starts where its language is read from") {
    auto item = text_item("Start");
    auto columns = ink_columns(paint(list_of(item)));
    CHECK(columns.first < 16);
    item.right_to_left = true;
    item.language = "ar";
    item.text = "\u0627\u0628\u062f\u0623";
    columns = ink_columns(paint(list_of(item)));
    CHECK(columns.second > 180);
    CHECK(columns.first > 60);
    item.align = TextAlign::End;
    columns = ink_columns(paint(list_of(item)));
    CHECK(columns.first < 20);
}

TEST_CASE("long text shrinks, then ends with an ellipsis") {
    const auto painter = make_painter();
    auto item = text_item("A sentence that has no room in this box at this size");
    CHECK(painter.fit(item).is_cut);
    item.smallest_cap_height_px = 4;
    const auto fit = painter.fit(item);
    CHECK_FALSE(fit.is_cut);
    CHECK(fit.cap_height_px < 20);
    CHECK(fit.cap_height_px >= 4);
    CHECK(fit.width_px <= 180.6);
    item.lines_max = 3;
    CHECK(painter.fit(item).cap_height_px > fit.cap_height_px);
    CHECK(painter.fit(item).lines <= 3);
}

TEST_CASE("every script of the kiosk has its letters") {
    const auto painter = make_painter();
    for (const auto* text :
         {"Accepted", "\u0938\u094d\u0935\u0940\u0915\u0943\u0924",
          "\u0645\u0642\u0628\u0648\u0644",
          "\u0b8f\u0bb1\u0bcd\u0b95\u0baa\u0bcd\u0baa\u0b9f\u0bcd\u0b9f\u0ba4\u0bc1",
          "\u0db4\u0dd2\u0dc5\u0dd2\u0d9c\u0dad\u0dca", "Aceptado \u00f1", "Imekubaliwa"}) {
        INFO(text);
        CHECK(painter.fit(text_item(text)).has_all_glyphs);
    }
}

TEST_CASE("hostile text stays in its box and takes a bounded time") {
    std::string marks = "a";
    for (int k = 0; k < 3000; ++k) marks += "\u0301";
    for (const auto& text :
         {std::string("\xFF\xFE\x80"), std::string("\u202e\u202etxt.exe"), marks,
          std::string(100'000, 'W'), std::string("a\nb\x01\x7f"), std::string()}) {
        const auto canvas = paint(list_of(text_item(text)));
        for (std::int32_t x = 0; x < 200; ++x)
            for (const std::int32_t y : {0, 5, 75, 79})
                if (at(canvas, x, y) != 0xFFFFFFFFU) FAIL("ink outside the box");
    }
}

TEST_CASE("a picture is a PNG") {
    const auto canvas = paint(list_of(BoxItem{{0, 0, 10, 10}, green, {}, 0, 0}));
    const auto png = write_png(canvas);
    REQUIRE(png);
    REQUIRE(png->size() > 8);
    CHECK((*png)[1] == 'P');
}
