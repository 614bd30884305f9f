#include "core/scanning/symbol_layout.h"

#include "tools/scancorpus/corpus_symbol.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

using namespace outpost;
using namespace outpost::scanning;

namespace {

// ISO/IEC 18004 Annex E, table E.1.
const std::array<std::vector<std::int32_t>, 41> annex_e{{
    {},
    {},
    {6, 18},
    {6, 22},
    {6, 26},
    {6, 30},
    {6, 34},
    {6, 22, 38},
    {6, 24, 42},
    {6, 26, 46},
    {6, 28, 50},
    {6, 30, 54},
    {6, 32, 58},
    {6, 34, 62},
    {6, 26, 46, 66},
    {6, 26, 48, 70},
    {6, 26, 50, 74},
    {6, 30, 54, 78},
    {6, 30, 56, 82},
    {6, 30, 58, 86},
    {6, 34, 62, 90},
    {6, 28, 50, 72, 94},
    {6, 26, 50, 74, 98},
    {6, 30, 54, 78, 102},
    {6, 28, 54, 80, 106},
    {6, 32, 58, 84, 110},
    {6, 30, 58, 86, 114},
    {6, 34, 62, 90, 118},
    {6, 26, 50, 74, 98, 122},
    {6, 30, 54, 78, 102, 126},
    {6, 26, 52, 78, 104, 130},
    {6, 30, 56, 82, 108, 134},
    {6, 34, 60, 86, 112, 138},
    {6, 30, 58, 86, 114, 142},
    {6, 34, 62, 90, 118, 146},
    {6, 30, 54, 78, 102, 126, 150},
    {6, 24, 50, 76, 102, 128, 154},
    {6, 28, 54, 80, 106, 132, 158},
    {6, 32, 58, 84, 110, 136, 162},
    {6, 26, 54, 82, 110, 138, 166},
    {6, 30, 58, 86, 114, 142, 170},
}};

// Annex D, table D.1: version information of versions 7 to 40.
constexpr std::array<std::uint32_t, 34> annex_d{
    0x07c94, 0x085bc, 0x09a99, 0x0a4d3, 0x0bbf6, 0x0c762, 0x0d847, 0x0e60d, 0x0f928,
    0x10b78, 0x1145d, 0x12a17, 0x13532, 0x149a6, 0x15683, 0x168c9, 0x177ec, 0x18ec4,
    0x191e1, 0x1afab, 0x1b08e, 0x1cc1a, 0x1d33f, 0x1ed75, 0x1f250, 0x209d5, 0x216f0,
    0x228ba, 0x2379f, 0x24b0b, 0x2542e, 0x26a64, 0x27541, 0x28c69};

// Annex C, table C.1: format information after masking, by its five data bits.
constexpr std::array<std::uint32_t, 32> annex_c{
    0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0, 0x77c4, 0x72f3, 0x7daa,
    0x789d, 0x662f, 0x6318, 0x6c41, 0x6976, 0x1689, 0x13be, 0x1ce7, 0x19d0, 0x0762, 0x0255,
    0x0d0c, 0x083b, 0x355f, 0x3068, 0x3f31, 0x3a06, 0x24b4, 0x2183, 0x2eda, 0x2bed};

ModuleGrid drawn(std::int32_t version, EccLevel level) {
    Bytes payload;
    for (std::int32_t k = 0; k < 6; ++k)
        payload.push_back(static_cast<std::uint8_t>(version * 37 + k * 11));
    auto grid = corpus::draw_grid(payload, version, level);
    REQUIRE(grid);
    REQUIRE(grid->side_modules == side_of_version(version));
    return std::move(*grid);
}

std::int32_t fixed_wrong(const SymbolLayout& layout, const ModuleGrid& grid) {
    std::int32_t wrong = 0;
    std::size_t k = 0;
    for (std::int32_t row = 0; row < layout.side(); ++row) {
        for (std::int32_t column = 0; column < layout.side(); ++column, ++k) {
            const auto fixed = layout.at(column, row);
            if (fixed == Fixed::Open) continue;
            wrong += (fixed == Fixed::Dark) == (grid.dark[k] != 0) ? 0 : 1;
        }
    }
    return wrong;
}

/// Calls `visit` with every set of exactly `count` of the lowest `bits` bits.
template <typename Visit>
void for_each_error(int bits, int count, Visit visit, std::uint32_t error = 0) {
    if (count == 0) {
        visit(error);
        return;
    }
    for (int k = count - 1; k < bits; ++k) for_each_error(k, count - 1, visit, error | 1U << k);
}

}  // namespace

TEST_CASE("symbol layout: alignment centres of all versions", "[scanning][layout]") {
    for (std::int32_t version = 1; version <= version_max; ++version) {
        INFO(version);
        CHECK(alignment_centres(version) == annex_e[static_cast<std::size_t>(version)]);
    }
}

TEST_CASE("symbol layout: three wrong bits of version information are mended, four refused",
          "[scanning][layout]") {
    for (std::int32_t version = 7; version <= version_max; ++version) {
        INFO(version);
        const auto bits = annex_d[static_cast<std::size_t>(version - 7)];
        REQUIRE(nearest_version(bits) == version);
        CHECK(nearest_version(bits | 0xfffc0000U) == version);  // only 18 bits count
        for (const int count : {1, 2, 3}) {
            int wrong = 0;
            for_each_error(18, count, [&](std::uint32_t error) {
                wrong += nearest_version(bits ^ error) == version ? 0 : 1;
            });
            CHECK(wrong == 0);
        }
        // Two codewords differ in at least 8 bits: with 4 wrong nothing is near enough.
        int taken = 0;
        for_each_error(18, 4, [&](std::uint32_t error) {
            taken += nearest_version(bits ^ error).has_value() ? 1 : 0;
        });
        CHECK(taken == 0);
    }
    CHECK_FALSE(nearest_version(0).has_value());
}

TEST_CASE("symbol layout: format information of the standard, and its distance",
          "[scanning][layout]") {
    // The example of section 7.9.1: level M, mask 101.
    CHECK(annex_c[0b00101] == 0b100000011001110);
    int exact = 0;
    for (std::uint32_t bits = 0; bits < 0x8000; ++bits) exact += format_distance(bits) == 0 ? 1 : 0;
    CHECK(exact == 32);
    for (const auto bits : annex_c) {
        INFO(bits);
        CHECK(format_distance(bits) == 0);
        for (const int count : {1, 2, 3}) {  // the least distance of two codewords is 7
            int wrong = 0;
            for_each_error(15, count, [&](std::uint32_t error) {
                wrong += format_distance(bits ^ error) == count ? 0 : 1;
            });
            CHECK(wrong == 0);
        }
    }
}

TEST_CASE("symbol layout: fixed modules are as another writer draws them", "[scanning][layout]") {
    for (std::int32_t version = 1; version <= version_max; ++version) {
        INFO(version);
        const SymbolLayout layout(version);
        REQUIRE(layout.side() == side_of_version(version));
        CHECK(layout.version() == version);
        for (const auto level : {EccLevel::L, EccLevel::H}) {
            CHECK(fixed_wrong(layout, drawn(version, level)) == 0);
        }
    }
}

TEST_CASE("symbol layout: data and format information stay open", "[scanning][layout]") {
    struct Capacity {
        std::int32_t version;
        std::int32_t codewords;  // table 1
        std::int32_t remainder_bits;
    };
    for (const auto& [version, codewords, remainder_bits] :
         {Capacity{1, 26, 0}, Capacity{2, 44, 7}, Capacity{6, 172, 7}, Capacity{7, 196, 0},
          Capacity{14, 581, 3}, Capacity{21, 1156, 4}, Capacity{25, 1588, 4}, Capacity{28, 1921, 3},
          Capacity{29, 2051, 3}, Capacity{35, 2876, 0}, Capacity{40, 3706, 0}}) {
        INFO(version);
        const SymbolLayout layout(version);
        std::int32_t open = 0;
        for (std::int32_t row = 0; row < layout.side(); ++row)
            for (std::int32_t column = 0; column < layout.side(); ++column)
                open += layout.at(column, row) == Fixed::Open ? 1 : 0;
        constexpr std::int32_t format_modules = 30;
        CHECK(open == 8 * codewords + remainder_bits + format_modules);
    }
}

TEST_CASE("symbol layout: repainting mends the fixed modules and leaves the others",
          "[scanning][layout]") {
    for (const std::int32_t version : {1, 2, 7, 25, 40}) {
        INFO(version);
        const SymbolLayout layout(version);
        const auto grid = drawn(version, EccLevel::L);
        auto spoilt = grid;
        for (auto& module : spoilt.dark) module ^= 1U;
        layout.repaint(spoilt);
        std::int32_t wrong = 0;
        std::size_t k = 0;
        for (std::int32_t row = 0; row < layout.side(); ++row) {
            for (std::int32_t column = 0; column < layout.side(); ++column, ++k) {
                const bool is_same = spoilt.dark[k] == grid.dark[k];
                wrong += is_same == (layout.at(column, row) != Fixed::Open) ? 0 : 1;
            }
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("symbol layout: a mirrored grid is told by its format information",
          "[scanning][layout]") {
    for (std::int32_t version = 1; version <= version_max; ++version) {
        // Level H of version 1 holds 7 bytes: enough for each level.
        for (const auto level : {EccLevel::L, EccLevel::M, EccLevel::Q, EccLevel::H}) {
            INFO(version << ' ' << static_cast<int>(level));
            const auto grid = drawn(version, level);
            auto mirrored = grid;
            transpose(mirrored);
            CHECK(mirrored.dark != grid.dark);
            CHECK(format_distance(grid, false) == 0);
            CHECK(format_distance(grid, true) > 0);
            CHECK(format_distance(mirrored, true) == 0);
            CHECK(format_distance(mirrored, false) == format_distance(grid, true));
            transpose(mirrored);
            CHECK(mirrored.dark == grid.dark);
        }
    }
}

TEST_CASE("symbol layout: one whole copy of the format information is enough",
          "[scanning][layout]") {
    auto grid = drawn(7, EccLevel::M);
    const auto side = grid.side_modules;
    // The copy beside the top left finder pattern is covered by something light.
    for (std::int32_t k = 0; k <= 8; ++k) {
        if (k == 6) continue;
        grid.dark[static_cast<std::size_t>(8 * side + k)] = 0;
        grid.dark[static_cast<std::size_t>(k * side + 8)] = 0;
    }
    CHECK(format_distance(grid, false) == 0);
    // Then the other one, too: nothing is left of either.
    for (std::int32_t k = 1; k <= 8; ++k) {
        grid.dark[static_cast<std::size_t>(8 * side + side - k)] = 0;
        grid.dark[static_cast<std::size_t>((side - k) * side + 8)] = 0;
    }
    CHECK(format_distance(grid, false) > 0);
}
