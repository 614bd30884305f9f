#include "core/scanning/symbol_sampler.h"

#include "drivers/symbol/zxing_symbol_reader.h"
#include "tests/core/scanning/corpus_frames.h"
#include "tests/core/scanning/drawn_symbol.h"

#include <catch2/catch.hpp>

#include <initializer_list>
#include <random>
#include <string>

using namespace outpost;
using namespace outpost::scanning;
using namespace outpost::scanning::tests;

namespace {

bool never() {
    return false;
}

/// Stands in for the error correction: keeps the grids and takes none of them.
class GridCollector final : public GridReader {
  public:
    std::optional<SymbolRead> read_grid(const ModuleGrid& grid) override {
        grids.push_back(grid);
        return std::nullopt;
    }
    std::vector<ModuleGrid> grids;
};

/// Stands in for the error correction where the truth is known: takes a grid with few modules
/// wrong.
class GridJudge final : public GridReader {
  public:
    GridJudge(const ModuleGrid& truth, double share_wrong_most)
        : truth_(truth), share_wrong_most_(share_wrong_most) {}
    std::optional<SymbolRead> read_grid(const ModuleGrid& grid) override {
        if (grid.dark.size() != truth_.dark.size()) return std::nullopt;
        double wrong = 0.0;
        for (std::size_t k = 0; k < truth_.dark.size(); ++k)
            wrong += grid.dark[k] == truth_.dark[k] ? 0.0 : 1.0;
        if (wrong > share_wrong_most_ * static_cast<double>(truth_.dark.size()))
            return std::nullopt;
        return SymbolRead{};
    }

  private:
    const ModuleGrid& truth_;
    double share_wrong_most_;
};

/// The best of what the sampler makes of the frame.
SamplingResult sample(GridReader& reader, FrameView frame) {
    SamplingResult best;
    for (const auto& look : looks) {
        for (const auto& triple : find_triples(patterns_seen(frame, look))) {
            auto result = SymbolSampler(reader, &never).read(frame, triple);
            if (result.symbol) return result;
            if (result.agreement > best.agreement) best = std::move(result);
        }
    }
    return best;
}

constexpr std::size_t free_corner = 2;  // the one without a finder pattern

/// How far the worst of these corners lies off, in modules.
double furthest_corner(const SamplingResult& result, const corpus::ShownSymbol& shown,
                       std::initializer_list<std::size_t> which = {0, 1, 2, 3}) {
    double furthest = 0.0;
    for (const auto k : which) {
        const Place truth{static_cast<double>(shown.corners[k].x_px),
                          static_cast<double>(shown.corners[k].y_px)};
        furthest = std::max(furthest, length_of(result.corners[k] - truth));
    }
    return furthest / shown.module_px;
}

}  // namespace

TEST_CASE("symbol sampler: flat symbols, corners within half a module", "[scanning][sampler]") {
    const auto symbols = all_symbols();
    for (const auto* name : {"clean-4.0", "clean-2.5", "clean-2.0", "rot15", "rot90", "rot45",
                             "persp10", "persp20", "gradient.70", "noise15", "blur1.0"}) {
        for (const std::size_t which : {1U, 3U}) {
            const auto& symbol = symbols[which];
            const auto made = frame_of(symbol, name, 3);
            INFO(name << ' ' << std::string(symbol.name));
            // The error correction of level L takes three times that.
            GridJudge judge(symbol.grid, 0.01);
            const auto result = sample(judge, made.frame.view());
            CHECK(result.is_likely);
            CHECK(result.is_grid_found);
            CHECK(result.symbol.has_value());
            CHECK(result.side_modules == symbol.grid.side_modules);
            CHECK(result.agreement > 0.9);
            // The truth is rounded to whole pixels: up to 0.7 px.
            const auto& shown = made.symbols.at(0);
            CHECK(furthest_corner(result, shown) < 0.5 + 0.7 / shown.module_px);
            CHECK(std::abs(result.module_px - shown.module_px) < 0.25 * shown.module_px);
        }
    }
}

TEST_CASE("symbol sampler: bent symbols", "[scanning][sampler]") {
    const auto symbols = all_symbols();
    for (const auto* name : {"curl2", "curl5", "fold", "barrel", "crumpled", "rolling-shutter"}) {
        for (const std::size_t which : {1U, 2U}) {
            const auto& symbol = symbols[which];
            const auto made = frame_of(symbol, name, 2);
            INFO(name << ' ' << std::string(symbol.name));
            GridJudge judge(symbol.grid, 0.03);
            const auto result = sample(judge, made.frame.view());
            CHECK(result.symbol.has_value());
            CHECK(result.side_modules == symbol.grid.side_modules);
            const auto& shown = made.symbols.at(0);
            CHECK(furthest_corner(result, shown, {0, 1, 3}) < 1.5);
            // Beyond the last modules that say anything the grid goes on as it lies there.
            CHECK(furthest_corner(result, shown, {free_corner}) < 4.5);
        }
    }
}

TEST_CASE("symbol sampler: bend is measured", "[scanning][sampler]") {
    const auto symbol = all_symbols()[2];
    GridCollector grids;
    const auto flat = frame_of(symbol, "clean-3.5", 1);
    const auto bent = frame_of(symbol, "curl5", 1);
    const auto flat_result = sample(grids, flat.frame.view());
    const auto bent_result = sample(grids, bent.frame.view());
    CHECK(flat_result.bend_modules < 0.6);
    // 5 % of 133 modules, some of it taken by the best flat grid.
    CHECK(bent_result.bend_modules > 1.0);
    CHECK(bent_result.bend_modules < 7.0);
}

TEST_CASE("symbol sampler: reads with an error correction behind it", "[scanning][sampler]") {
    const auto symbols = all_symbols();
    ZxingSymbolReader reader;
    for (const auto* name : {"clean-2.0", "mirrored", "curl2", "persp20"}) {
        for (const std::size_t which : {0U, 2U}) {
            const auto made = frame_of(symbols[which], name, 4);
            INFO(name << ' ' << std::string(symbols[which].name));
            const auto result = sample(reader, made.frame.view());
            REQUIRE(result.symbol);
            CHECK(result.symbol->payload == symbols[which].payload);
            for (std::size_t k = 0; k < 4; ++k) {
                CHECK(std::abs(result.symbol->corners[k].x_px - result.corners[k].x) <= 0.5);
                CHECK(std::abs(result.symbol->corners[k].y_px - result.corners[k].y) <= 0.5);
            }
        }
    }
}

TEST_CASE("symbol sampler: what is damaged beyond repair stays unread", "[scanning][sampler]") {
    const auto symbols = all_symbols();
    ZxingSymbolReader reader;
    for (const auto& variant : corpus::must_not_read_variants()) {
        for (const std::size_t which : {0U, 1U, 2U}) {
            for (const std::uint64_t seed : {1U, 2U}) {
                INFO(std::string(variant.name) << ' ' << which << ' ' << seed);
                const auto made = corpus::make_frame(symbols[which], variant, seed);
                REQUIRE(made);
                const auto result = sample(reader, made->frame.view());
                CHECK_FALSE(result.symbol.has_value());
                CHECK(result.is_grid_found);  // it is the data that is wrong
            }
        }
    }
}

TEST_CASE("symbol sampler: no grid where there is no symbol", "[scanning][sampler]") {
    GridCollector grids;
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const auto empty = corpus::make_empty_frame(seed);
        REQUIRE(empty);
        const auto result = sample(grids, empty->frame.view());
        CHECK_FALSE(result.symbol.has_value());
        CHECK_FALSE(result.is_grid_found);
    }
    CHECK(grids.grids.size() < 4);
}

TEST_CASE("symbol sampler: any three places in any picture", "[scanning][sampler]") {
    std::mt19937 dice(9);
    GridCollector grids;
    for (int round = 0; round < 150; ++round) {
        Frame frame;
        frame.width_px = static_cast<std::int32_t>(1 + dice() % 120);
        frame.height_px = static_cast<std::int32_t>(1 + dice() % 120);
        for (std::int32_t k = 0; k < frame.width_px * frame.height_px; ++k)
            frame.pixels.push_back(static_cast<std::uint8_t>(dice() % 2 * 255));
        const auto pattern = [&] {
            FinderPattern made;
            made.centre = {static_cast<double>(dice() % 300) - 90.0,
                           static_cast<double>(dice() % 300) - 90.0};
            made.module_px = 1.0 + static_cast<double>(dice() % 90) / 9.0;
            made.hits = 3;
            return made;
        };
        const FinderTriple triple{pattern(), pattern(), pattern(), 0.5};
        const auto result = SymbolSampler(grids, &never).read(frame.view(), triple);
        CHECK_FALSE(result.symbol.has_value());
        for (const auto& corner : result.corners) {
            CHECK(std::isfinite(corner.x));
            CHECK(std::isfinite(corner.y));
        }
    }
}

TEST_CASE("symbol sampler: begins nothing costly when time is over", "[scanning][sampler]") {
    const auto made = frame_of(all_symbols()[1], "clean-3.5", 1);
    GridCollector grids;
    const auto triples = find_triples(patterns_seen(made.frame.view(), looks[0]));
    REQUIRE_FALSE(triples.empty());
    SymbolSampler sampler(grids, [] { return true; });
    const auto result = sampler.read(made.frame.view(), triples[0]);
    CHECK_FALSE(result.symbol.has_value());
    CHECK(grids.grids.empty());
}
