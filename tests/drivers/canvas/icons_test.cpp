// Every shipped icon is drawn; OUTPOST_SHOTS=DIR writes them all as one picture, to look at.
#include "assets/shipped_icons.h"
#include "drivers/canvas/cairo_painter.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>

using namespace outpost;

namespace {

constexpr Rgba ink{17, 24, 28, 255};
constexpr Rgba page{247, 249, 250, 255};

CanvasPicture painted(std::string_view name, double side_px) {
    CairoPainter painter(shipped_icon);
    DrawList list{static_cast<std::int32_t>(side_px), static_cast<std::int32_t>(side_px), page, {}};
    list.items.emplace_back(
        IconItem{{0, 0, side_px, side_px}, std::string(name), ink, page, false});
    CanvasPicture canvas;
    painter.paint(list, canvas);
    return canvas;
}

double dark_share(const CanvasPicture& canvas) {
    const auto dark = std::count_if(canvas.pixels.begin(), canvas.pixels.end(),
                                    [](std::uint32_t pixel) { return (pixel & 0xFFU) < 128; });
    return static_cast<double>(dark) / static_cast<double>(canvas.pixels.size());
}

}  // namespace

TEST_CASE("every icon shows something, small and large") {
    REQUIRE(shipped_icons().size() > 60);
    for (const auto& icon : shipped_icons()) {
        INFO(icon.name);
        CHECK(shipped_icon(icon.name) == icon.svg);
        CHECK(dark_share(painted(icon.name, 24)) > 0.01);
        const auto share = dark_share(painted(icon.name, 200));
        CHECK(share > 0.02);
        CHECK(share < 0.8);
    }
    CHECK(shipped_icon("no such icon").empty());
}

TEST_CASE("the four verdicts have the areas of their shapes") {
    // Disc of radius .48 without the tick; triangle; two bars; hollow frame.
    CHECK(dark_share(painted("verdict-accepted", 400)) == Approx(0.64).margin(0.03));
    CHECK(dark_share(painted("verdict-not-accepted", 400)) == Approx(0.40).margin(0.05));
    CHECK(dark_share(painted("verdict-rejected", 400)) == Approx(0.45).margin(0.06));
    CHECK(dark_share(painted("verdict-unknown", 400)) == Approx(0.41).margin(0.05));
}

TEST_CASE("the verdicts have their points where the design has them") {
    const auto is_ink = [](const CanvasPicture& canvas, double x, double y) {
        const auto column = static_cast<std::size_t>(x * canvas.width_px);
        const auto row = static_cast<std::size_t>(y * canvas.height_px);
        const auto width = static_cast<std::size_t>(canvas.width_px);
        return (canvas.pixels[row * width + column] & 0xFFU) < 128;
    };
    struct Point {
        const char* icon;
        double x;
        double y;
        bool has_ink;
    };
    const Point points[] = {
        {"verdict-accepted", .5, .03, true},      {"verdict-accepted", .5, .01, false},
        {"verdict-accepted", .44, .69, false},    {"verdict-accepted", .72, .36, false},
        {"verdict-accepted", .44, .85, true},     {"verdict-not-accepted", .5, .08, true},
        {"verdict-not-accepted", .5, .03, false}, {"verdict-not-accepted", .95, .93, true},
        {"verdict-not-accepted", .5, .95, false}, {"verdict-not-accepted", .45, .37, false},
        {"verdict-not-accepted", .43, .37, true}, {"verdict-not-accepted", .5, .79, false},
        {"verdict-not-accepted", .5, .69, true},  {"verdict-rejected", .5, .5, true},
        {"verdict-rejected", .5, .30, false},     {"verdict-rejected", .08, .08, true},
        {"verdict-rejected", .92, .08, true},     {"verdict-rejected", .5, .36, true},
        {"verdict-unknown", .04, .5, true},       {"verdict-unknown", .13, .5, true},
        {"verdict-unknown", .15, .5, false},      {"verdict-unknown", .01, .5, false},
        {"verdict-unknown", .36, .37, true},      {"verdict-unknown", .5, .76, true},
        {"verdict-unknown", .5, .68, false},      {"verdict-unknown", .37, .46, false},
        {"verdict-unknown-ar", .37, .46, true},   {"verdict-unknown-ar", .63, .46, false},
    };
    for (const auto& point : points) {
        INFO(point.icon << " at " << point.x << ", " << point.y);
        CHECK(is_ink(painted(point.icon, 400), point.x, point.y) == point.has_ink);
    }
}

TEST_CASE("icons need nothing from outside and have one colour") {
    for (const auto& icon : shipped_icons()) {
        INFO(icon.name);
        for (const auto* word :
             {"href", "url(", "<text", "<image", "<style", "<script", "#", "rgb"})
            CHECK(icon.svg.find(word) == std::string_view::npos);
        CHECK(icon.svg.find("viewBox=\"0 0 100 100\"") != std::string_view::npos);
    }
}

TEST_CASE("the icons as one picture") {
    const char* folder = std::getenv("OUTPOST_SHOTS");
    if (folder == nullptr) return;
    constexpr std::int32_t columns = 12;
    constexpr double cell_px = 110;
    CairoPainter painter(shipped_icon);
    const auto rows = (static_cast<std::int32_t>(shipped_icons().size()) + columns - 1) / columns;
    DrawList list{static_cast<std::int32_t>(columns * cell_px),
                  static_cast<std::int32_t>(rows * cell_px),
                  page,
                  {}};
    std::int32_t place = 0;
    for (const auto& icon : shipped_icons()) {
        const double x = place % columns * cell_px;
        const double y = place / columns * cell_px;
        ++place;
        list.items.emplace_back(
            IconItem{{x + 15, y + 5, 80, 80}, std::string(icon.name), ink, page, false});
        TextItem name;
        name.box = {x, y + 88, cell_px, 18};
        name.text = icon.name;
        name.cap_height_px = 8;
        name.smallest_cap_height_px = 5;
        name.align = TextAlign::Middle;
        name.ink = ink;
        list.items.emplace_back(name);
    }
    CanvasPicture canvas;
    painter.paint(list, canvas);
    const auto png = write_png(canvas);
    REQUIRE(png);
    std::ofstream(std::string(folder) + "/icons.png", std::ios::binary)
        .write(as_text(*png).data(), static_cast<std::streamsize>(png->size()));
}
