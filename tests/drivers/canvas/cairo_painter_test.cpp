#include "drivers/canvas/cairo_painter.h"

#include <catch2/catch.hpp>

#include <cmath>
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

TEST_CASE("the preview's hole has whole pixels, as the panel rounds them") {
    const auto canvas = paint(list_of(PreviewItem{{10.4, 10.6, 50.2, 50.2}, false}));
    for (std::int32_t y = 0; y < 80; ++y)
        for (std::int32_t x = 0; x < 200; ++x) {
            const bool is_hole = x >= 10 && x < 61 && y >= 11 && y < 61;
            if (at(canvas, x, y) != (is_hole ? 0U : 0xFFFFFFFFU)) FAIL("at " << x << ", " << y);
        }
}

TEST_CASE("lines keep their edge in a second colour, dotted ones have gaps") {
    LineItem line{{{20, 40}, {180, 40}}, false, false, 6, white, 3, black};
    auto canvas = paint(list_of(line));
    CHECK(at(canvas, 100, 40) == 0xFFFFFFFFU);
    CHECK(at(canvas, 100, 35) == 0xFF000000U);
    CHECK(at(canvas, 100, 44) == 0xFF000000U);
    CHECK(at(canvas, 100, 50) == 0xFFFFFFFFU);
    line = {{{20, 40}, {180, 40}}, false, true, 6, black, 0, {}};
    canvas = paint(list_of(line));
    int dark = 0;
    for (std::int32_t x = 20; x < 180; ++x) dark += at(canvas, x, 40) == 0xFF000000U ? 1 : 0;
    CHECK(dark > 40);
    CHECK(dark < 100);
}

TEST_CASE("half clear ink mixes with what is under it") {
    const auto canvas = paint(list_of(BoxItem{{0, 0, 50, 50}, {0, 0, 0, 128}, {}, 0, 0}));
    CHECK((at(canvas, 20, 20) & 0xFFU) == Approx(127).margin(1));
    CHECK(at(canvas, 20, 20) >> 24U == 255U);
}

TEST_CASE("the hatch rises at 45 degrees and fills its band to the corners") {
    const auto canvas =
        paint(list_of(BandItem{{20, 10, 160, 40}, BandPattern::Hatch45, 16, black}));
    int agree = 0;
    int all = 0;
    for (std::int32_t y = 12; y < 47; ++y)
        for (std::int32_t x = 24; x < 170; ++x) {
            const bool is_dark = (at(canvas, x, y) & 0xFFU) < 128;
            agree += is_dark == ((at(canvas, x + 1, y - 1) & 0xFFU) < 128) ? 1 : 0;
            ++all;
        }
    CHECK(agree > all * 0.98);
    // Each window of one stripe and one gap has both, in the corners too.
    for (const std::int32_t x : {20, 156})
        for (const std::int32_t y : {10, 38}) {
            int dark = 0;
            for (std::int32_t k = 0; k < 24; ++k)
                dark += (at(canvas, x + k, y + k / 2) & 0xFFU) < 128 ? 1 : 0;
            CHECK(dark > 4);
            CHECK(dark < 20);
        }
    CHECK(at(canvas, 19, 30) == 0xFFFFFFFFU);
    CHECK(at(canvas, 100, 51) == 0xFFFFFFFFU);
}

TEST_CASE("dots stand in one row, as far from one end as from the other") {
    const auto canvas = paint(list_of(BandItem{{0, 0, 200, 30}, BandPattern::Dots, 30, black}));
    const auto columns = ink_columns(canvas);
    CHECK(columns.first == 199 - columns.second);
    int dots = 0;
    for (std::int32_t x = 1; x < 200; ++x)
        dots += (at(canvas, x - 1, 15) & 0xFFU) >= 128 && (at(canvas, x, 15) & 0xFFU) < 128 ? 1 : 0;
    CHECK(dots == 6);
}

TEST_CASE("what has no place or size that can be drawn is left out, the rest is drawn") {
    const double nan = std::nan("");
    DrawList list{200, 80, white, {}};
    list.items.emplace_back(BoxItem{{nan, 0, 10, 10}, black, {}, 0, 0});
    list.items.emplace_back(BoxItem{{0, 0, 1e300, 10}, black, {}, 0, 0});
    list.items.emplace_back(BoxItem{{0, 0, -5, 10}, black, {}, 0, 0});
    list.items.emplace_back(LineItem{{{0, 0}, {2'000'000'000, 5}}, true, false, 3, black, 0, {}});
    list.items.emplace_back(BandItem{{0, 0, 10, nan}, BandPattern::Dots, 5, black});
    auto text = text_item("text");
    text.box.width = nan;
    list.items.emplace_back(text);
    text = text_item("text");
    text.cap_height_px = nan;
    text.smallest_cap_height_px = nan;
    list.items.emplace_back(text);
    list.items.emplace_back(IconItem{{10, 10, 1e5, 1e5}, "square", black, white, false});
    list.items.emplace_back(BoxItem{{150, 60, 20, 20}, green, {}, 0, 0});
    const auto canvas = paint(list);
    CHECK(at(canvas, 5, 5) == 0xFFFFFFFFU);
    CHECK(at(canvas, 160, 70) == 0xFF2DB47FU);
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

TEST_CASE("an icon without a colour for its cuts has holes") {
    const auto canvas =
        paint(list_of(IconItem{{0, 0, 80, 80}, "square", green, {0, 0, 0, 0}, false}));
    CHECK(at(canvas, 35, 60) == 0xFF2DB47FU);
    CHECK(at(canvas, 16, 16) == 0xFFFFFFFFU);
}

TEST_CASE("a capital is as high as was asked for, and stands in the middle") {
    auto item = text_item("H");
    for (const double cap_px : {12.0, 20.0, 33.0}) {
        item.cap_height_px = cap_px;
        const auto rows = ink_rows(paint(list_of(item)));
        CHECK(rows.second - rows.first + 1 == Approx(cap_px).margin(1.5));
        CHECK((rows.first + rows.second + 1) / 2.0 == Approx(40).margin(1.6));
    }
}

TEST_CASE("what fits is what is painted") {
    auto painter = make_painter();
    for (const auto* text : {"Please speak to our staff.", "Hold your QR code here",
                             "\u0938\u094d\u0935\u0940\u0915\u0943\u0924 \u0939\u0948"}) {
        auto item = text_item(text);
        item.lines_max = 2;
        item.smallest_cap_height_px = 5;
        const auto fit = painter.fit(item);
        REQUIRE_FALSE(fit.is_cut);
        CanvasPicture canvas;
        painter.paint(list_of(item), canvas);
        const auto columns = ink_columns(canvas);
        CHECK(columns.second - columns.first + 1 == Approx(fit.width_px).margin(4));
        const auto rows = ink_rows(canvas);
        CHECK(rows.second - rows.first + 1 <= fit.height_px + 1);
        CHECK(rows.first >= 10);
        CHECK(rows.second < 70);
    }
}

TEST_CASE("lines stand at one distance: 1.2 em, 1.45 em for scripts with tall letters") {
    const auto painter = make_painter();
    auto item = text_item("one two");
    item.box = {0, 0, 1000, 200};
    CHECK(painter.fit(item).height_px == Approx(20 / 0.714 * 1.2).epsilon(0.001));
    item.language = "ta";
    CHECK(painter.fit(item).height_px == Approx(20 / 0.714 * 1.45).epsilon(0.001));
    item.language = "en";  // a name in another script
    item.text = "\u0930\u093e\u091c";
    CHECK(painter.fit(item).height_px == Approx(20 / 0.714 * 1.45).epsilon(0.001));
}

TEST_CASE("a text is laid out the same whatever was set before it") {
    auto painter = make_painter();
    const auto english = text_item("R. Fernando, 12 (a)");
    auto arabic = text_item("\u0628\u0642\u064a\u062a 12 (R. Fernando)");
    arabic.language = "ar";
    arabic.right_to_left = true;
    CanvasPicture before;
    CanvasPicture after;
    for (const auto& item : {english, arabic}) {
        painter.paint(list_of(item), before);
        static_cast<void>(painter.fit(english));
        static_cast<void>(painter.fit(arabic));
        painter.paint(list_of(item), after);
        CHECK(before.pixels == after.pixels);
        CHECK(paint(list_of(item)).pixels == before.pixels);  // a painter that knows nothing yet
        painter.forget();
        painter.paint(list_of(item), after);
        CHECK(before.pixels == after.pixels);
    }
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

TEST_CASE("a headline shrinks as little as it has to") {
    const auto painter = make_painter();
    auto item = text_item("Not accepted");
    item.cap_height_px = 60;
    item.smallest_cap_height_px = 5;
    const auto fit = painter.fit(item);
    REQUIRE_FALSE(fit.is_cut);
    item.smallest_cap_height_px = 0;
    item.cap_height_px = fit.cap_height_px;
    CHECK_FALSE(painter.fit(item).is_cut);
    item.cap_height_px = fit.cap_height_px + 0.5;
    CHECK(painter.fit(item).is_cut);
}

TEST_CASE("text that is cut keeps to its lines and its box") {
    const auto painter = make_painter();
    auto item = text_item("many words that go on and on, line after line, with no end in sight");
    item.lines_max = 9;
    const auto fit = painter.fit(item);
    CHECK(fit.is_cut);
    CHECK(fit.lines == 1);  // the box has the height of one line
    CHECK(fit.width_px <= 180.6);
    item = text_item("Donaudampfschifffahrtsgesellschaft");
    item.lines_max = 9;
    item.box.height = 200;
    CHECK(painter.fit(item).width_px <= 180.6);
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
    // Not assigned in any version of Unicode.
    CHECK_FALSE(painter.fit(text_item("a\u0378")).has_all_glyphs);
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
    CHECK(write_png({}).error().code == Errc::BadLength);
    CHECK(write_png({3, 3, std::vector<std::uint32_t>(8)}).error().code == Errc::BadLength);
}
