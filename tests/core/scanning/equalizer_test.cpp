#include "core/scanning/equalizer.h"

#include "tests/core/scanning/drawn_symbol.h"

#include <catch2/catch.hpp>

#include <random>

using namespace outpost;
using namespace outpost::scanning;
using namespace outpost::scanning::tests;

namespace {

/// How far the light of a module reaches: 5 x 5 weights, row by row.
using Spread = std::array<double, 25>;

Spread gaussian(double sigma_modules) {
    Spread spread{};
    double sum = 0.0;
    for (std::size_t k = 0; k < spread.size(); ++k) {
        const double dx = static_cast<double>(k % 5) - 2.0;
        const double dy = static_cast<double>(k / 5) - 2.0;
        spread[k] = std::exp(-(dx * dx + dy * dy) / (2.0 * sigma_modules * sigma_modules));
        sum += spread[k];
    }
    for (auto& weight : spread) weight /= sum;
    return spread;
}

/// Motion of two modules: a box that covers one module wholly and its neighbours half.
Spread motion(bool is_down) {
    Spread spread{};
    const std::size_t step = is_down ? 5 : 1;
    spread[12 - step] = 0.25;
    spread[12] = 0.5;
    spread[12 + step] = 0.25;
    return spread;
}

struct Condition {
    Spread spread{};
    double noise = 2.0;     // deviation, grey levels
    double gradient = 0.0;  // share of the light that is lost from left to right
    double contrast = 180.0;
};

ModuleValues seen(const ModuleGrid& grid, const Condition& condition, unsigned seed) {
    ModuleValues values;
    values.side_modules = grid.side_modules;
    std::mt19937 dice(seed);
    const auto chance = [&] {  // about normal, the same with every library
        double sum = -6.0;
        for (int k = 0; k < 12; ++k) sum += static_cast<double>(dice()) / 4294967296.0;
        return sum;
    };
    const auto side = grid.side_modules;
    const auto light = [&](std::int32_t column, std::int32_t row) {
        if (column < 0 || row < 0 || column >= side || row >= side) return 1.0;
        return grid.dark[static_cast<std::size_t>(row * side + column)] != 0 ? 0.0 : 1.0;
    };
    for (std::int32_t row = 0; row < side; ++row) {
        for (std::int32_t column = 0; column < side; ++column) {
            double sum = 0.0;
            for (std::int32_t k = 0; k < 25; ++k)
                sum += condition.spread[static_cast<std::size_t>(k)] *
                       light(column + k % 5 - 2, row + k / 5 - 2);
            const double lamp = 1.0 - condition.gradient * column / side;
            values.grey.push_back(static_cast<float>(lamp * (30.0 + condition.contrast * sum) +
                                                     condition.noise * chance()));
        }
    }
    return values;
}

std::int32_t wrong_modules(const ModuleGrid& grid, const ModuleGrid& truth) {
    REQUIRE(grid.dark.size() == truth.dark.size());
    std::int32_t wrong = 0;
    for (std::size_t k = 0; k < grid.dark.size(); ++k)
        wrong += grid.dark[k] == truth.dark[k] ? 0 : 1;
    return wrong;
}

struct Restored {
    std::int32_t wrong_before = 0;
    std::int32_t wrong_after = 0;
    std::int32_t rounds = 0;
    double unexplained = 0.0;
};

constexpr std::int32_t rounds_max = 14;  // what the sampler allows

Restored restore(const ModuleGrid& truth, std::int32_t version, const Condition& condition,
                 unsigned seed) {
    const SymbolLayout layout(version);
    const auto values = seen(truth, condition, seed);
    const auto start = threshold_modules(values, layout);
    Restored restored;
    restored.wrong_before = wrong_modules(start, truth);
    Equalizer equalizer(values, layout, start);
    while (restored.rounds < rounds_max && equalizer.improve()) ++restored.rounds;
    restored.wrong_after = wrong_modules(equalizer.grid(), truth);
    restored.unexplained = equalizer.unexplained();
    // What the standard fixes is never flipped.
    auto repainted = equalizer.grid();
    layout.repaint(repainted);
    CHECK(repainted.dark == equalizer.grid().dark);
    return restored;
}

/// A symbol full of data: short payloads leave padding, which is regular.
ModuleGrid full_grid(std::int32_t version, std::size_t bytes) {
    Bytes payload;
    std::mt19937 dice(static_cast<unsigned>(version));
    while (payload.size() < bytes) payload.push_back(static_cast<std::uint8_t>(dice()));
    auto grid = corpus::draw_grid(payload, version, EccLevel::L);
    REQUIRE(grid);
    return std::move(*grid);
}

}  // namespace

TEST_CASE("equalizer: a sharp grid stays as it is", "[scanning][equalizer]") {
    Condition condition;
    condition.spread[12] = 1.0;
    for (const std::int32_t version : {1, 7, 25}) {
        INFO(version);
        const auto truth = full_grid(version, 15);
        const auto restored = restore(truth, version, condition, 1);
        CHECK(restored.wrong_after == 0);
        CHECK(restored.unexplained < 0.05);
    }
}

TEST_CASE("equalizer: undoes a Gaussian blur of 0.7 modules", "[scanning][equalizer]") {
    for (const auto& [version, bytes] : {std::pair{10, 250}, {25, 1200}}) {
        const auto truth = full_grid(version, static_cast<std::size_t>(bytes));
        for (const double gradient : {0.0, 0.5}) {
            INFO("version " << version << ", gradient " << gradient);
            Condition condition;
            condition.spread = gaussian(0.7);
            condition.gradient = gradient;
            const auto restored = restore(truth, version, condition, 2);
            CHECK(restored.wrong_before > 40);  // else there is nothing to show
            // Half a percent: level L mends about six times that.
            CHECK(restored.wrong_after * 200 <= truth.side_modules * truth.side_modules);
            CHECK(restored.wrong_after * 4 < restored.wrong_before);
        }
    }
}

TEST_CASE("equalizer: undoes motion over two modules", "[scanning][equalizer]") {
    const auto truth = full_grid(25, 1200);
    for (const bool is_down : {false, true}) {
        for (const double gradient : {0.0, 0.5}) {
            INFO((is_down ? "down" : "across") << ", gradient " << gradient);
            Condition condition;
            condition.spread = motion(is_down);
            condition.gradient = gradient;
            const auto restored = restore(truth, 25, condition, 3);
            CHECK(restored.wrong_before > 100);
            CHECK(restored.wrong_after * 200 <= truth.side_modules * truth.side_modules);
            CHECK(restored.wrong_after * 4 < restored.wrong_before);
        }
    }
}

TEST_CASE("equalizer: values that say nothing end", "[scanning][equalizer]") {
    const SymbolLayout layout(7);
    const auto side = layout.side();
    ModuleValues values;
    values.side_modules = side;
    std::mt19937 dice(4);
    SECTION("flat") {
        values.grey.assign(static_cast<std::size_t>(side * side), 128.0F);
    }
    SECTION("black") {
        values.grey.assign(static_cast<std::size_t>(side * side), 0.0F);
    }
    SECTION("noise") {
        for (std::int32_t k = 0; k < side * side; ++k)
            values.grey.push_back(static_cast<float>(dice() % 256));
    }
    Equalizer equalizer(values, layout, threshold_modules(values, layout));
    for (std::int32_t round = 0; round < rounds_max && equalizer.improve(); ++round) {
        for (const auto module : equalizer.grid().dark) REQUIRE(module <= 1);
        CHECK(std::isfinite(equalizer.unexplained()));
    }
    auto repainted = equalizer.grid();
    layout.repaint(repainted);
    CHECK(repainted.dark == equalizer.grid().dark);
}

TEST_CASE("module values: the fixed modules say whether a grid lies right",
          "[scanning][equalizer]") {
    Condition condition;
    condition.spread[12] = 1.0;
    const auto truth = full_grid(10, 250);
    const SymbolLayout layout(10);
    auto values = seen(truth, condition, 5);
    CHECK(fixed_agreement(values, layout) > 0.97);
    CHECK(threshold_modules(values, layout).dark == truth.dark);
    for (auto& grey : values.grey) grey = 255.0F - grey;
    CHECK(fixed_agreement(values, layout) < 0.1);
    // Shifted by one row.
    values = seen(truth, condition, 5);
    std::rotate(values.grey.begin(), values.grey.begin() + layout.side(), values.grey.end());
    CHECK(fixed_agreement(values, layout) < 0.75);
}
