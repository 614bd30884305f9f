// The scan corpus: repeatable, its corners and payloads true, its damage beyond repair.
#include "tools/scancorpus/corpus.h"

#include "drivers/symbol/zxing_symbol_reader.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

using namespace outpost;
using namespace outpost::corpus;

namespace {

std::vector<CorpusSymbol> all_symbols() {
    auto symbols = corpus_symbols();
    REQUIRE(symbols);
    return std::move(*symbols);
}

std::vector<Variant> all_variants() {
    std::vector<Variant> variants;
    for (const auto set : {standard_variants(), extra_variants(), must_not_read_variants()})
        variants.insert(variants.end(), set.begin(), set.end());
    return variants;
}

Variant variant_named(std::string_view name) {
    const auto variants = all_variants();
    const auto found = std::find_if(variants.begin(), variants.end(),
                                    [&](const Variant& variant) { return variant.name == name; });
    REQUIRE(found != variants.end());
    return *found;
}

int level_at(const Frame& frame, double x, double y) {
    const auto column = static_cast<std::int64_t>(x);
    const auto row = static_cast<std::int64_t>(y);
    REQUIRE(column >= 0);
    REQUIRE(row >= 0);
    REQUIRE(column < frame.width_px);
    REQUIRE(row < frame.height_px);
    return frame.pixels[static_cast<std::size_t>(row * frame.width_px + column)];
}

/// Middle of a module of a flat symbol without perspective, from the corners.
struct Place {
    double x = 0.0;
    double y = 0.0;
};
Place place_of(const ShownSymbol& shown, double u, double v) {
    const auto& corners = shown.corners;
    const auto mix = [&](auto member) {
        const double base = corners[0].*member;
        return base + u * (corners[1].*member - base) + v * (corners[3].*member - base);
    };
    return {mix(&PixelPoint::x_px), mix(&PixelPoint::y_px)};
}

}  // namespace

TEST_CASE("scan corpus: the same frame each time, another with another seed or symbol",
          "[scancorpus]") {
    const auto symbols = all_symbols();
    const auto variant = variant_named("old-printout");
    const auto once = make_frame(symbols[1], variant, 7);
    const auto again = make_frame(symbols[1], variant, 7);
    const auto other_seed = make_frame(symbols[1], variant, 8);
    const auto other_symbol = make_frame(symbols[2], variant, 7);
    REQUIRE(once);
    REQUIRE(again);
    REQUIRE(other_seed);
    REQUIRE(other_symbol);
    CHECK(once->frame.width_px == frame_width_px);
    CHECK(once->frame.height_px == frame_height_px);
    CHECK(once->frame.pixels == again->frame.pixels);
    CHECK(once->frame.pixels != other_seed->frame.pixels);
    CHECK(once->frame.pixels != other_symbol->frame.pixels);
    const auto empty = make_empty_frame(7);
    const auto empty_again = make_empty_frame(7);
    REQUIRE(empty);
    REQUIRE(empty_again);
    CHECK(empty->frame.pixels == empty_again->frame.pixels);
    CHECK(empty->symbols.empty());
}

TEST_CASE("scan corpus: versions and payloads of the symbols", "[scancorpus]") {
    const auto symbols = all_symbols();
    REQUIRE(symbols.size() == 4);
    CHECK(symbols[0].grid.side_modules == 65);
    CHECK(symbols[1].grid.side_modules == 117);
    CHECK(symbols[2].grid.side_modules == 133);
    CHECK(symbols[3].grid.side_modules == 157);
    CHECK(symbols[1].payload == symbols[2].payload);
    CHECK(symbols[3].payload.size() > symbols[2].payload.size());
    CHECK(std::equal(symbols[0].payload.begin(), symbols[0].payload.end(),
                     symbols[1].payload.begin()));
    ZxingSymbolReader reader;
    for (const auto& symbol : symbols) {
        INFO(symbol.name);
        const auto made = make_frame(symbol, variant_named("clean-3.5"), 1);
        REQUIRE(made);
        const auto read = reader.read(made->frame.view());
        REQUIRE(read.size() == 1);
        CHECK(read[0].payload == symbol.payload);
        CHECK(judge(*made, {read[0].payload}) == Outcome::Right);
    }
}

TEST_CASE("scan corpus: the modules lie where the corners say", "[scancorpus]") {
    for (const auto& symbol : all_symbols()) {
        INFO(symbol.name);
        const auto made = make_frame(symbol, variant_named("clean-4.0"), 3);
        REQUIRE(made);
        REQUIRE(made->symbols.size() == 1);
        const auto side = symbol.grid.side_modules;
        std::int32_t same = 0;
        for (std::int32_t k = 0; k < side * side; ++k) {
            const auto at =
                place_of(made->symbols[0], (k % side + 0.5) / side, (k / side + 0.5) / side);
            const bool is_dark = level_at(made->frame, at.x, at.y) < 128;
            same += is_dark == (symbol.grid.dark[static_cast<std::size_t>(k)] != 0) ? 1 : 0;
        }
        CHECK(same * 1000 >= side * side * 995);
    }
}

TEST_CASE("scan corpus: the corners move with what bends the sheet", "[scancorpus]") {
    const auto symbols = all_symbols();
    for (const auto* name : {"persp20", "rot90", "rot180", "curl5", "curl-strong", "fold", "barrel",
                             "crumpled", "rolling-shutter", "mirrored", "vga2.0"}) {
        INFO(name);
        const auto made = make_frame(symbols[2], variant_named(name), 5);
        REQUIRE(made);
        const auto& corners = made->symbols.at(0).corners;
        // Along the diagonal: ring and middle of the finder pattern are dark, outside is paper.
        for (const std::size_t corner : {0U, 1U, 3U}) {
            INFO(corner);
            const auto& from = corners[corner];
            const auto& to = corners[(corner + 2) % 4];
            const auto modules = static_cast<double>(symbols[2].grid.side_modules);
            const auto level_inside = [&](double inwards) {
                return level_at(made->frame, from.x_px + (to.x_px - from.x_px) * inwards / modules,
                                from.y_px + (to.y_px - from.y_px) * inwards / modules);
            };
            CHECK(level_inside(0.5) + 50 < level_inside(-1.5));
            CHECK(level_inside(3.5) + 50 < level_inside(-1.5));
        }
    }
}

TEST_CASE("scan corpus: every variant can be drawn with the largest symbol", "[scancorpus]") {
    const auto symbols = all_symbols();
    std::set<std::string_view> names;
    for (const auto& variant : all_variants()) {
        INFO(variant.name);
        CHECK(names.insert(variant.name).second);
        const auto made = make_frame(symbols[3], variant, 1);
        REQUIRE(made);
        const auto expected =
            variant.damage != Damage::None ? 0U : (variant.pose.second_symbol ? 2U : 1U);
        CHECK(made->symbols.size() == expected);
    }
    CHECK(standard_variants().size() == 37);
    CHECK(extra_variants().size() >= 27);
    auto large = variant_named("clean-4.0");
    large.pose.module_px = 5.0;
    const auto refused = make_frame(symbols[3], large, 1);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::BadValue);
}

TEST_CASE("scan corpus: damage spares the function patterns and nothing else", "[scancorpus]") {
    const auto symbol = all_symbols()[2];
    const auto side = symbol.grid.side_modules;
    const auto changed = [&](Damage damage) {
        const auto grid = damaged_grid(symbol, damage, 11);
        REQUIRE(grid.dark.size() == symbol.grid.dark.size());
        std::int32_t count = 0;
        for (std::int32_t k = 0; k < side * side; ++k) {
            const auto at = static_cast<std::size_t>(k);
            if (grid.dark[at] == symbol.grid.dark[at]) continue;
            ++count;
            const auto x = k % side;
            const auto y = k / side;
            CHECK((x != 6 && y != 6));      // timing
            CHECK_FALSE((x < 9 && y < 9));  // finder and format
            CHECK_FALSE((x >= side - 9 && y >= side - 9 && x < side - 4 && y < side - 4));
        }
        return 1000 * count / (side * side);
    };
    CHECK(changed(Damage::None) == 0);
    CHECK(std::abs(changed(Damage::Random12) - 57) < 12);
    CHECK(std::abs(changed(Damage::Random35) - 165) < 20);
    CHECK(std::abs(changed(Damage::HalfOther) - 235) < 30);
}

TEST_CASE("scan corpus: what counts as right", "[scancorpus]") {
    const auto symbols = all_symbols();
    const auto both = make_frame(symbols[1], variant_named("two-symbols"), 2);
    REQUIRE(both);
    REQUIRE(both->symbols.size() == 2);
    const auto first = both->symbols[0].payload;
    const auto second = both->symbols[1].payload;
    CHECK(judge(*both, {second, first}) == Outcome::Right);
    CHECK(judge(*both, {first, first}) == Outcome::Absent);
    CHECK(judge(*both, {}) == Outcome::Absent);
    CHECK(judge(*both, {first, second, Bytes{1}}) == Outcome::Misread);
    auto altered = first;
    altered.back() ^= 1U;
    CHECK(judge(*both, {altered, second}) == Outcome::Misread);
    const auto damaged = make_frame(symbols[1], variant_named("damaged35"), 2);
    REQUIRE(damaged);
    CHECK(judge(*damaged, {}) == Outcome::Right);
    CHECK(judge(*damaged, {first}) == Outcome::Misread);
}
