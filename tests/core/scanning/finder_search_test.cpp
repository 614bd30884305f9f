#include "core/scanning/finder_search.h"

#include "tests/core/scanning/drawn_symbol.h"
#include "tools/samples/scene.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace outpost;
using namespace outpost::scanning;
using namespace outpost::scanning::tests;

namespace {

bool is_triple_of(const FinderTriple& triple, const Drawing& drawing, std::int32_t side) {
    const auto is_near = [&](const FinderPattern& pattern, double x, double y) {
        return length_of(pattern.centre - drawing.at(x, y, side)) < 0.7 * drawing.module_px;
    };
    return is_near(triple.top_left, 3.5, 3.5) && is_near(triple.top_right, side - 3.5, 3.5) &&
           is_near(triple.bottom_left, 3.5, side - 3.5);
}

/// The symbol's own corners are among the triples that one of the looks gives.
bool is_found(const Frame& frame, const Drawing& drawing, std::int32_t side) {
    for (const auto& look : looks) {
        for (const auto& triple : find_triples(patterns_seen(frame.view(), look)))
            if (is_triple_of(triple, drawing, side)) return true;
    }
    return false;
}

void check_bounds(FrameView frame) {
    const auto is_inside = [&](const FinderPattern& pattern) {
        return pattern.hits >= 1 && pattern.module_px > 0.0 && pattern.centre.x >= 0.0 &&
               pattern.centre.x < frame.width_px && pattern.centre.y >= 0.0 &&
               pattern.centre.y < frame.height_px;
    };
    for (const auto& look : looks) {
        if (frame.width_px < look.shrink_factor || frame.height_px < look.shrink_factor) continue;
        const auto patterns = patterns_seen(frame, look);
        CHECK(patterns.size() <= finder_patterns_max);
        const auto triples = find_triples(patterns);
        CHECK(triples.size() <= finder_triples_max);
        CHECK(std::all_of(patterns.begin(), patterns.end(), is_inside));
    }
}

template <typename Level>
Frame picture(std::int32_t width_px, std::int32_t height_px, Level level) {
    Frame frame;
    frame.width_px = width_px;
    frame.height_px = height_px;
    for (std::int32_t y = 0; y < height_px; ++y)
        for (std::int32_t x = 0; x < width_px; ++x)
            frame.pixels.push_back(static_cast<std::uint8_t>(level(x, y)));
    return frame;
}

FinderPattern pattern_at(double x, double y, double module_px) {
    return {{x, y}, module_px, static_cast<std::int32_t>(3.0 * module_px)};
}

}  // namespace

TEST_CASE("finder search: symbols at every turn", "[scanning][finder]") {
    const auto grid = grid_of_version(5);
    for (int turn = 0; turn < 360; turn += 15) {
        for (const double module_px : {2.2, 3.5}) {
            Drawing drawing;
            drawing.module_px = module_px;
            drawing.turn_deg = turn;
            drawing.side_px = side_px_for(grid.side_modules, module_px);
            INFO(turn << " degrees, " << module_px << " px a module");
            CHECK(is_found(draw(grid, drawing), drawing, grid.side_modules));
        }
    }
}

TEST_CASE("finder search: symbols of every size", "[scanning][finder]") {
    for (const std::int32_t version : {1, 7, 25}) {
        const auto grid = grid_of_version(version);
        for (const double module_px : {1.7, 2.0, 2.5, 3.0, 4.0, 5.5, 8.0, 12.0}) {
            if (version == 25 && module_px > 6.0) continue;  // a large picture, nothing new
            for (const double turn : {0.0, 5.0}) {
                Drawing drawing;
                drawing.module_px = module_px;
                drawing.turn_deg = turn;
                drawing.side_px = side_px_for(grid.side_modules, module_px);
                INFO("version " << version << ", " << module_px << " px a module, " << turn);
                CHECK(is_found(draw(grid, drawing), drawing, grid.side_modules));
            }
        }
    }
}

TEST_CASE("finder search: sizes are those along the rows and columns", "[scanning][finder]") {
    const auto grid = grid_of_version(7);
    for (const double turn : {0.0, 30.0}) {
        Drawing drawing;
        drawing.turn_deg = turn;
        drawing.side_px = side_px_for(grid.side_modules, drawing.module_px);
        const auto frame = draw(grid, drawing);
        const auto triples = find_triples(patterns_seen(frame.view(), looks[0]));
        REQUIRE_FALSE(triples.empty());
        const auto& best = triples[0];
        REQUIRE(is_triple_of(best, drawing, grid.side_modules));
        const double along = drawing.module_px / std::cos(turn * std::numbers::pi / 180.0);
        for (const auto* pattern : {&best.top_left, &best.top_right, &best.bottom_left})
            CHECK(std::abs(pattern->module_px - along) < 0.2 * along);
    }
}

TEST_CASE("finder search: hardly anything in desks, words and noise", "[scanning][finder]") {
    std::size_t triples = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        for (const double angle : {0.0, 3.5, 45.0}) {
            samples::Scene scene;
            scene.angle_deg = angle;
            scene.noise = 6;
            scene.blur_passes = 1;
            scene.seed = seed;
            const auto frame = samples::draw_scene({}, scene);
            REQUIRE(frame);
            check_bounds(frame->view());
            triples += find_triples(patterns_seen(frame->view(), looks[0])).size();
        }
    }
    CHECK(triples <= 12);  // of 12 frames, each of which could have given 6
    std::mt19937 dice(5);
    const auto noise = picture(640, 480, [&](std::int32_t, std::int32_t) { return dice() % 256; });
    check_bounds(noise.view());
}

TEST_CASE("finder search: hostile pictures", "[scanning][finder]") {
    std::mt19937 dice(6);
    for (const int level : {0, 128, 255}) {
        const auto plain = picture(320, 200, [&](std::int32_t, std::int32_t) { return level; });
        check_bounds(plain.view());
        CHECK(patterns_seen(plain.view(), looks[0]).empty());
    }
    for (const std::int32_t side : {1, 2, 3, 5, 9}) {
        INFO(side);
        check_bounds(picture(301, 203, [&](std::int32_t x, std::int32_t y) {
                         return (x / side + y / side) % 2 * 255;
                     }).view());
        check_bounds(picture(301, 203, [&](std::int32_t x, std::int32_t) {
                         return x / side % 2 * 255;
                     }).view());
        check_bounds(picture(301, 203, [&](std::int32_t, std::int32_t y) {
                         return y / side % 2 * 255;
                     }).view());
        // Rings of 1:1:3:1:1 everywhere: more finder patterns than are kept.
        check_bounds(picture(400, 400, [&](std::int32_t x, std::int32_t y) {
                         const auto ring =
                             std::max(std::abs(x / side % 9 - 4), std::abs(y / side % 9 - 4));
                         return ring == 2 || ring == 4 ? 255 : 0;
                     }).view());
    }
    for (std::int32_t width = 1; width < 50; ++width)
        check_bounds(picture(width, 51 - width, [&](std::int32_t, std::int32_t) {
                         return dice() % 2 * 255;
                     }).view());
}

TEST_CASE("finder search: a pattern at the border of the picture", "[scanning][finder]") {
    // Its outermost pixels are the picture's: no step goes beyond.
    const auto frame = picture(28, 28, [](std::int32_t x, std::int32_t y) {
        const auto ring = std::max(std::abs(x / 4 - 3), std::abs(y / 4 - 3));
        return ring == 2 ? 255 : 0;
    });
    for (const auto& look : looks)
        for (const auto& pattern : patterns_seen(frame.view(), look))
            CHECK(length_of(pattern.centre - Place{13.5, 13.5}) < 2.0);
}

TEST_CASE("finder triples: the corner is the top left one, the others follow clockwise",
          "[scanning][finder]") {
    for (int turn = 0; turn < 360; turn += 15) {
        INFO(turn);
        Drawing drawing;
        drawing.turn_deg = turn;
        drawing.side_px = 600;
        std::vector<FinderPattern> patterns;
        for (const auto& [x, y] : {std::pair{41.5, 3.5}, {3.5, 3.5}, {3.5, 41.5}}) {
            const auto at = drawing.at(x, y, 45);
            patterns.push_back(pattern_at(at.x, at.y, 4.0));
        }
        for (int order = 0; order < 3; ++order) {
            std::rotate(patterns.begin(), patterns.begin() + 1, patterns.end());
            const auto triples = find_triples(patterns);
            REQUIRE(triples.size() == 1);
            CHECK(is_triple_of(triples[0], drawing, 45));
            CHECK(triples[0].quality > 0.95);
            CHECK(triples[0].quality <= 1.0);
        }
    }
}

TEST_CASE("finder triples: the likeliest first, and not too many", "[scanning][finder]") {
    std::vector<FinderPattern> patterns{pattern_at(100, 100, 4), pattern_at(300, 100, 4),
                                        pattern_at(100, 300, 4)};
    std::mt19937 dice(8);
    const auto somewhere = [&] { return 20.0 + static_cast<double>(dice() % 560); };
    while (patterns.size() < finder_patterns_max) {
        auto stray = pattern_at(somewhere(), somewhere(), 3.0);
        stray.hits = 2;  // true patterns are seen by many lines
        patterns.push_back(stray);
    }
    const auto triples = find_triples(patterns);
    REQUIRE_FALSE(triples.empty());
    CHECK(triples.size() <= finder_triples_max);
    CHECK(length_of(triples[0].top_left.centre - Place{100, 100}) < 1e-9);
    CHECK(length_of(triples[0].top_right.centre - Place{300, 100}) < 1e-9);
    CHECK(length_of(triples[0].bottom_left.centre - Place{100, 300}) < 1e-9);
    for (std::size_t k = 1; k < triples.size(); ++k)
        CHECK(triples[k - 1].quality >= triples[k].quality);
}

TEST_CASE("finder triples: what cannot be a symbol", "[scanning][finder]") {
    CHECK(find_triples({}).empty());
    CHECK(find_triples({pattern_at(0, 0, 4), pattern_at(200, 0, 4)}).empty());
    // In a line.
    CHECK(
        find_triples({pattern_at(0, 0, 4), pattern_at(200, 0, 4), pattern_at(400, 0, 4)}).empty());
    // Nearer than those of version 1, farther than those of version 40.
    CHECK(find_triples({pattern_at(0, 0, 4), pattern_at(30, 0, 4), pattern_at(0, 30, 4)}).empty());
    CHECK(
        find_triples({pattern_at(0, 0, 2), pattern_at(900, 0, 2), pattern_at(0, 900, 2)}).empty());
    // Of different sizes.
    CHECK(
        find_triples({pattern_at(0, 0, 2), pattern_at(200, 0, 5), pattern_at(0, 200, 2)}).empty());
    // One and the same place, and sizes of nothing.
    CHECK(find_triples({pattern_at(5, 5, 4), pattern_at(5, 5, 4), pattern_at(5, 5, 4)}).empty());
    CHECK(
        find_triples({pattern_at(0, 0, 0), pattern_at(200, 0, 0), pattern_at(0, 200, 0)}).empty());
}
