// Symbols drawn with known geometry, and how the tests look for them.
#pragma once

#include "core/scanning/finder_search.h"
#include "tools/scancorpus/corpus_symbol.h"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace outpost::scanning::tests {

/// A flat symbol in the middle of a square picture.
struct Drawing {
    std::int32_t side_px = 0;
    double module_px = 4.0;
    double turn_deg = 0.0;  // clockwise
    int ink = 30;
    int paper = 220;

    /// Where a module place (0 to side_modules) lies. Pixel (0, 0) has its centre at (0, 0).
    [[nodiscard]] Place at(double x, double y, std::int32_t side_modules) const {
        const double turn = turn_deg * std::numbers::pi / 180.0;
        const double u = (x - side_modules / 2.0) * module_px;
        const double v = (y - side_modules / 2.0) * module_px;
        const double middle = side_px / 2.0 - 0.5;
        return {middle + u * std::cos(turn) - v * std::sin(turn),
                middle + u * std::sin(turn) + v * std::cos(turn)};
    }
};

/// Large enough for the symbol at any turn, with its quiet zone.
inline std::int32_t side_px_for(std::int32_t side_modules, double module_px) {
    return static_cast<std::int32_t>(std::ceil((side_modules + 8) * module_px * 1.42)) + 8;
}

/// Each pixel is the mean of 4 x 4 points.
inline Frame draw(const ModuleGrid& grid, const Drawing& drawing) {
    Frame frame;
    frame.width_px = drawing.side_px;
    frame.height_px = drawing.side_px;
    const double turn = drawing.turn_deg * std::numbers::pi / 180.0;
    const double middle = drawing.side_px / 2.0 - 0.5;
    const auto side = grid.side_modules;
    const auto is_dark = [&](double x, double y) {
        const double u = (x - middle) / drawing.module_px;
        const double v = (y - middle) / drawing.module_px;
        const auto column = static_cast<std::int32_t>(
            std::floor(u * std::cos(turn) + v * std::sin(turn) + side / 2.0));
        const auto row = static_cast<std::int32_t>(
            std::floor(-u * std::sin(turn) + v * std::cos(turn) + side / 2.0));
        if (column < 0 || row < 0 || column >= side || row >= side) return false;
        return grid.dark[static_cast<std::size_t>(row * side + column)] != 0;
    };
    for (std::int32_t y = 0; y < frame.height_px; ++y) {
        for (std::int32_t x = 0; x < frame.width_px; ++x) {
            int dark = 0;
            for (int k = 0; k < 16; ++k)
                dark += is_dark(x + (k % 4 - 1.5) / 4.0, y + (k / 4 - 1.5) / 4.0) ? 1 : 0;
            frame.pixels.push_back(static_cast<std::uint8_t>(
                drawing.paper - (drawing.paper - drawing.ink) * dark / 16));
        }
    }
    return frame;
}

inline ModuleGrid grid_of_version(std::int32_t version) {
    const Bytes payload{1, 2, 3, 5, 8, 13};
    auto grid = corpus::draw_grid(payload, version, EccLevel::L);
    REQUIRE(grid);
    return std::move(*grid);
}

/// A way to look at a picture: the ladder has several, because none suits all sizes.
struct Look {
    bool is_smoothed = false;
    std::int32_t shrink_factor = 1;
    LocalThreshold threshold;
};

inline constexpr std::array<Look, 3> looks{
    {{true, 1, {12, 3}}, {false, 1, {6, 2}}, {false, 2, {14, 3}}}};

/// Places and sizes in pixels of the frame.
inline std::vector<FinderPattern> patterns_seen(FrameView frame, const Look& look) {
    Frame shrunk;
    Frame smoothed;
    auto pixels = frame;
    if (look.shrink_factor > 1) {
        shrink(pixels, look.shrink_factor, shrunk);
        pixels = shrunk.view();
    }
    if (look.is_smoothed) {
        smooth(pixels, 1, smoothed);
        pixels = smoothed.view();
    }
    DarkPlane plane;
    plane.assign(pixels, look.threshold);
    auto patterns = find_finder_patterns(plane);
    const double factor = look.shrink_factor;
    for (auto& pattern : patterns) {
        pattern.centre = factor * pattern.centre + Place{(factor - 1) / 2, (factor - 1) / 2};
        pattern.module_px *= factor;
    }
    return patterns;
}

}  // namespace outpost::scanning::tests
