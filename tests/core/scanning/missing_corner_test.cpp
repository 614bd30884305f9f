// Two clear finder patterns and a spoiled one.
#include "core/scanning/missing_corner.h"

#include "core/scanning/ladder_reader.h"
#include "drivers/symbol/zxing_symbol_reader.h"
#include "tests/core/scanning/corpus_frames.h"
#include "tests/core/scanning/drawn_symbol.h"
#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::scanning;
using namespace outpost::scanning::tests;

namespace {

corpus::CorpusSymbol symbol_named(std::string_view name) {
    for (auto& symbol : all_symbols())
        if (symbol.name == name) return symbol;
    FAIL("no symbol " << name);
    return {};
}

/// Where the finder patterns of a symbol are.
struct Corners {
    Place top_left;
    Place top_right;
    Place bottom_left;
};

Corners corners_of(const Drawing& drawing, std::int32_t side) {
    const double far = side - 3.5;
    return {drawing.at(3.5, 3.5, side), drawing.at(far, 3.5, side), drawing.at(3.5, far, side)};
}

FinderPattern pattern_at(Place at, double module_px) {
    return {at, module_px, static_cast<std::int32_t>(3.0 * module_px)};
}

bool is_near(const FinderPattern& pattern, Place at, double px) {
    return length_of(pattern.centre - at) <= px;
}

}  // namespace

TEST_CASE("missing corner: any two of three give the third", "[scanning]") {
    const auto symbol = symbol_named("v12-M");
    for (const double turn : {0.0, 11.0, 90.0, 200.0, 315.0}) {
        Drawing drawing;
        drawing.turn_deg = turn;
        drawing.side_px = side_px_for(symbol.grid.side_modules, drawing.module_px);
        const auto frame = draw(symbol.grid, drawing);
        const auto corners = corners_of(drawing, symbol.grid.side_modules);
        // As the search measures modules: along the picture's rows.
        const double radians = turn * std::numbers::pi / 180.0;
        const double seen_px =
            drawing.module_px / std::max(std::abs(std::cos(radians)), std::abs(std::sin(radians)));
        const std::array all{pattern_at(corners.top_left, seen_px),
                             pattern_at(corners.top_right, seen_px),
                             pattern_at(corners.bottom_left, seen_px)};
        for (std::size_t missing = 0; missing < all.size(); ++missing) {
            CAPTURE(turn, missing);
            std::vector<FinderPattern> seen;
            for (std::size_t k = 0; k < all.size(); ++k)
                if (k != missing) seen.push_back(all[k]);
            const auto triples = complete_triples(frame.view(), seen);
            REQUIRE_FALSE(triples.empty());
            CHECK(is_near(triples.front().top_left, corners.top_left, 2.0));
            CHECK(is_near(triples.front().top_right, corners.top_right, 2.0));
            CHECK(is_near(triples.front().bottom_left, corners.bottom_left, 2.0));
            CHECK(triples.front().quality > 0.9);
        }
    }
}

TEST_CASE("missing corner: nothing is made of patterns that are weak, alike in nothing, or alone",
          "[scanning]") {
    Frame blank;
    blank.width_px = 400;
    blank.height_px = 400;
    blank.pixels.assign(std::size_t{400} * 400, 200);
    const auto a = pattern_at({100, 100}, 4.0);
    const auto b = pattern_at({300, 100}, 4.0);
    CHECK(complete_triples(blank.view(), {}).empty());
    CHECK(complete_triples(blank.view(), {a}).empty());
    CHECK(complete_triples(blank.view(), {a, b}).empty());  // nothing where it would be
    const auto symbol = symbol_named("v12-M");
    Drawing drawing;
    drawing.side_px = side_px_for(symbol.grid.side_modules, drawing.module_px);
    const auto frame = draw(symbol.grid, drawing);
    const auto corners = corners_of(drawing, symbol.grid.side_modules);
    auto weak = pattern_at(corners.top_right, 4.0);
    weak.hits = 4;
    CHECK(complete_triples(frame.view(), {pattern_at(corners.top_left, 4.0), weak}).empty());
    CHECK(complete_triples(frame.view(),
                           {pattern_at(corners.top_left, 4.0), pattern_at(corners.top_right, 6.0)})
              .empty());
}

TEST_CASE("missing corner: a speck on a finder pattern does not hide the symbol", "[scanning]") {
    const auto symbol = symbol_named("v35-M");
    const auto made = frame_of(symbol, "dirt", 2);  // on the one at the top left
    const outpost::tests::ManualClock clock;
    ZxingSymbolReader zxing;
    CHECK(zxing.read(made.frame.view()).empty());
    LadderReader ladder({zxing, zxing, clock});
    ReadRequest request;
    request.effort = ReadEffort::Thorough;
    const auto reading = ladder.read(made.frame.view(), request);
    REQUIRE(reading.symbols.size() == 1);
    CHECK(reading.symbols.front().payload == made.symbols.front().payload);
}
