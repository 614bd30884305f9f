// What the standard fixes about a symbol of each version.
#include "core/scanning/symbol_layout.h"

#include "core/base/check.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

namespace outpost::scanning {

namespace {

constexpr std::uint32_t version_generator = 0x1f25;
constexpr std::uint32_t format_generator = 0x537;
constexpr std::uint32_t format_mask = 0x5412;
constexpr std::int32_t version_info_from = 7;

std::uint32_t version_bits(std::int32_t version) {
    const auto data = static_cast<std::uint32_t>(version);
    std::uint32_t remainder = data;
    for (int k = 0; k < 12; ++k)
        remainder = (remainder << 1) ^ ((remainder >> 11) * version_generator);
    return data << 12 | remainder;
}

std::uint32_t format_bits(std::uint32_t data) {
    std::uint32_t remainder = data;
    for (int k = 0; k < 10; ++k)
        remainder = (remainder << 1) ^ ((remainder >> 9) * format_generator);
    return (data << 10 | remainder) ^ format_mask;
}

struct Cell {
    std::int32_t column;
    std::int32_t row;
};

/// Bit k of the format information in the copy around the top left finder pattern (figure 25).
Cell first_copy(std::int32_t k) {
    if (k <= 5) return {8, k};
    if (k == 6) return {8, 7};
    if (k == 7) return {8, 8};
    if (k == 8) return {7, 8};
    return {14 - k, 8};
}

/// The same bit in the copy that is shared by the two other finder patterns.
Cell second_copy(std::int32_t k, std::int32_t side) {
    if (k <= 7) return {side - 1 - k, 8};
    return {8, side - 15 + k};
}

}  // namespace

std::vector<std::int32_t> alignment_centres(std::int32_t version) {
    if (version == 1) return {};
    const std::int32_t count = version / 7 + 2;
    const std::int32_t last = side_of_version(version) - 7;
    // Annex E: equal even steps from the last one back, as small as reaches the first, which
    // stands apart; its table has one exception.
    const std::int32_t gaps = count - 1;
    const std::int32_t least = (last - 6 + gaps - 1) / gaps;
    const std::int32_t step = version == 32 ? 26 : least + least % 2;
    std::vector<std::int32_t> centres(static_cast<std::size_t>(count));
    centres[0] = 6;
    for (std::int32_t k = 1; k < count; ++k)
        centres[static_cast<std::size_t>(k)] = last - step * (count - 1 - k);
    return centres;
}

SymbolLayout::SymbolLayout(std::int32_t version)
    : version_(version),
      side_(side_of_version(version)),
      fixed_(static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_), Fixed::Open) {
    OUTPOST_CHECK(version >= 1 && version <= version_max);
    for (std::int32_t k = 8; k < side_ - 8; ++k) {
        set(k, 6, k % 2 == 0);
        set(6, k, k % 2 == 0);
    }
    draw_finder(3, 3);
    draw_finder(side_ - 4, 3);
    draw_finder(3, side_ - 4);
    draw_alignment();
    draw_version();
    set(8, side_ - 8, true);  // section 7.9.1: always dark
}

void SymbolLayout::set(std::int32_t column, std::int32_t row, bool is_dark) {
    if (column < 0 || row < 0 || column >= side_ || row >= side_) return;
    fixed_[static_cast<std::size_t>(row * side_ + column)] = is_dark ? Fixed::Dark : Fixed::Light;
}

/// With its separator, which is the ring of distance 4.
void SymbolLayout::draw_finder(std::int32_t column, std::int32_t row) {
    for (std::int32_t dy = -4; dy <= 4; ++dy) {
        for (std::int32_t dx = -4; dx <= 4; ++dx) {
            const auto ring = std::max(std::abs(dx), std::abs(dy));
            set(column + dx, row + dy, ring != 2 && ring != 4);
        }
    }
}

void SymbolLayout::draw_alignment() {
    const auto centres = alignment_centres(version_);
    for (const auto row : centres) {
        for (const auto column : centres) {
            const bool is_at_finder = (row == 6 && (column == 6 || column == side_ - 7)) ||
                                      (column == 6 && row == side_ - 7);
            if (is_at_finder) continue;
            for (std::int32_t dy = -2; dy <= 2; ++dy)
                for (std::int32_t dx = -2; dx <= 2; ++dx)
                    set(column + dx, row + dy, std::max(std::abs(dx), std::abs(dy)) != 1);
        }
    }
}

void SymbolLayout::draw_version() {
    if (version_ < version_info_from) return;
    const auto bits = version_bits(version_);
    for (std::int32_t k = 0; k < 18; ++k) {
        const bool is_dark = (bits >> k & 1U) != 0;
        set(side_ - 11 + k % 3, k / 3, is_dark);
        set(k / 3, side_ - 11 + k % 3, is_dark);
    }
}

void SymbolLayout::repaint(ModuleGrid& grid) const {
    OUTPOST_CHECK(grid.side_modules == side_ && grid.dark.size() == fixed_.size());
    for (std::size_t k = 0; k < fixed_.size(); ++k)
        if (fixed_[k] != Fixed::Open) grid.dark[k] = fixed_[k] == Fixed::Dark ? 1 : 0;
}

std::optional<std::int32_t> nearest_version(std::uint32_t bits, std::int32_t wrong_most) {
    std::int32_t nearest = 0;
    int least = wrong_most + 1;
    for (std::int32_t version = version_info_from; version <= version_max; ++version) {
        const int distance = std::popcount(version_bits(version) ^ (bits & 0x3ffff));
        if (distance >= least) continue;
        least = distance;
        nearest = version;
    }
    if (nearest == 0) return std::nullopt;
    return nearest;
}

std::int32_t format_distance(std::uint32_t bits) {
    std::int32_t least = 15;
    for (std::uint32_t data = 0; data < 32; ++data)
        least = std::min(least, static_cast<std::int32_t>(std::popcount(format_bits(data) ^ bits)));
    return least;
}

std::int32_t format_distance(const ModuleGrid& grid, bool is_transposed) {
    const auto side = grid.side_modules;
    const auto bit_at = [&](Cell cell) {
        if (is_transposed) std::swap(cell.column, cell.row);
        return std::uint32_t{grid.dark[static_cast<std::size_t>(cell.row * side + cell.column)]};
    };
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    for (std::int32_t k = 0; k < 15; ++k) {
        first |= bit_at(first_copy(k)) << k;
        second |= bit_at(second_copy(k, side)) << k;
    }
    return std::min(format_distance(first), format_distance(second));
}

void transpose(ModuleGrid& grid) {
    const auto side = static_cast<std::size_t>(grid.side_modules);
    for (std::size_t row = 0; row < side; ++row)
        for (std::size_t column = row + 1; column < side; ++column)
            std::swap(grid.dark[row * side + column], grid.dark[column * side + row]);
}

}  // namespace outpost::scanning
