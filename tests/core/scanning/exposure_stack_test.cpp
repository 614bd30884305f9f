#include "core/scanning/exposure_stack.h"

#include "tests/core/scanning/corpus_frames.h"
#include "tools/scancorpus/dice.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace outpost;
using namespace outpost::scanning;
using namespace outpost::scanning::tests;

namespace {

/// A symbol's modules with noise of about `sigma` times the distance from dark to light.
Exposure exposure_of(const ModuleGrid& grid, double sigma, std::uint64_t seed) {
    corpus::Dice dice(seed);
    Exposure exposure;
    exposure.values.side_modules = grid.side_modules;
    for (const auto dark : grid.dark) {
        const double noise = dice.around(1.0) + dice.around(1.0) + dice.around(1.0);
        exposure.values.grey.push_back(
            static_cast<float>((dark != 0 ? 40.0 : 200.0) + 160.0 * sigma * noise));
    }
    exposure.corners = {{{100, 100}, {500, 100}, {500, 500}, {100, 500}}};
    exposure.agreement = 0.9;
    exposure.taken_at_ms = 1000;
    return exposure;
}

Exposure at(Exposure exposure, std::int64_t taken_at_ms) {
    exposure.taken_at_ms = taken_at_ms;
    return exposure;
}

double wrong_share(const ModuleValues& values, const SymbolLayout& layout,
                   const ModuleGrid& truth) {
    const auto grid = threshold_modules(values, layout);
    double wrong = 0.0;
    for (std::size_t k = 0; k < truth.dark.size(); ++k)
        wrong += grid.dark[k] != truth.dark[k] ? 1.0 : 0.0;
    return wrong / static_cast<double>(truth.dark.size());
}

}  // namespace

TEST_CASE("stack: exposures of one symbol take the noise away", "[scanning][stack]") {
    const auto symbols = all_symbols();
    for (const auto& symbol : symbols) {
        INFO(symbol.name);
        const SymbolLayout layout(symbol.version);
        ExposureStack stack;
        const auto first = exposure_of(symbol.grid, 0.6, 1);
        CHECK_FALSE(stack.add(first, layout));
        std::optional<ModuleValues> together;
        for (std::uint64_t k = 2; k <= 6; ++k)
            together = stack.add(
                at(exposure_of(symbol.grid, 0.6, k), 1000 + static_cast<std::int64_t>(k) * 150),
                layout);
        REQUIRE(together);
        CHECK(stack.count() == 6);
        const double alone = wrong_share(first.values, layout, symbol.grid);
        CHECK(alone > 0.1);
        CHECK(wrong_share(*together, layout, symbol.grid) < 0.4 * alone);
        stack.clear();
        CHECK_FALSE(stack.add(first, layout));
    }
}

TEST_CASE("stack: what may be another symbol begins anew", "[scanning][stack]") {
    const auto symbol = all_symbols()[1];
    const SymbolLayout layout(symbol.version);
    ExposureStack stack;
    REQUIRE_FALSE(stack.add(exposure_of(symbol.grid, 0.4, 1), layout));
    const auto next = at(exposure_of(symbol.grid, 0.4, 2), 1200);
    SECTION("the same symbol is taken") {
        CHECK(stack.add(next, layout));
    }
    SECTION("another payload of the same version") {
        CHECK_FALSE(stack.add(at(exposure_of(symbol.other, 0.4, 2), 1200), layout));
        CHECK(stack.count() == 1);
    }
    SECTION("half another payload") {
        auto mixed = symbol.grid;
        for (std::int32_t row = 0; row < mixed.side_modules; ++row)
            for (std::int32_t column = mixed.side_modules / 2; column < mixed.side_modules;
                 ++column)
                mixed.dark[static_cast<std::size_t>(row * mixed.side_modules + column)] =
                    symbol.other.dark[static_cast<std::size_t>(row * mixed.side_modules + column)];
        CHECK_FALSE(stack.add(at(exposure_of(mixed, 0.4, 2), 1200), layout));
    }
    SECTION("another version") {
        const auto larger = all_symbols()[2];
        CHECK_FALSE(
            stack.add(at(exposure_of(larger.grid, 0.4, 2), 1200), SymbolLayout(larger.version)));
        CHECK(stack.count() == 1);
    }
    SECTION("too late, or before the last") {
        CHECK_FALSE(stack.add(at(next, 2001), layout));
        CHECK_FALSE(stack.add(at(next, 1500), layout));
    }
    SECTION("elsewhere, or of another size") {
        auto moved = next;
        for (auto& corner : moved.corners) corner.x += 200.0;
        CHECK_FALSE(stack.add(moved, layout));
        moved = next;
        for (auto& corner : moved.corners) corner = 0.5 * corner;
        CHECK_FALSE(stack.add(moved, layout));
    }
    SECTION("inverted") {
        auto inverted = next;
        inverted.is_inverted = true;
        CHECK_FALSE(stack.add(inverted, layout));
    }
    SECTION("held for long") {
        std::int64_t now_ms = 1000;
        std::int32_t most = 0;
        for (std::uint64_t k = 3; k < 13; ++k) {
            now_ms += 900;
            [[maybe_unused]] const auto together =
                stack.add(at(exposure_of(symbol.grid, 0.4, k), now_ms), layout);
            most = std::max(most, stack.count());
        }
        CHECK(most == 5);
    }
    SECTION("values that do not fit the version") {
        auto broken = next;
        broken.values.grey.pop_back();
        CHECK_FALSE(stack.add(broken, layout));
        CHECK(stack.count() == 0);
        CHECK_FALSE(stack.add(at(exposure_of(symbol.grid, 0.4, 1), 1200), SymbolLayout(24)));
    }
    SECTION("nothing but one grey") {
        auto blank = next;
        std::fill(blank.values.grey.begin(), blank.values.grey.end(), 90.0F);
        CHECK_FALSE(stack.add(blank, layout));
    }
}
