// What the standard fixes about a symbol of each version (ISO/IEC 18004 sections 6 and 7).
#pragma once

#include "core/ports/symbol_reader.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace outpost::scanning {

inline constexpr std::int32_t version_max = 40;

constexpr std::int32_t side_of_version(std::int32_t version) {
    return 17 + 4 * version;
}

/// Row and column of the centres of the alignment patterns (Annex E): 0 to 7 numbers.
std::vector<std::int32_t> alignment_centres(std::int32_t version);

/// What is known about a module before anything is read.
enum class Fixed : std::uint8_t { Light, Dark, Open };

/// Finder patterns, separators, timing and alignment patterns, version information and the one
/// dark module are fixed; format information and data are open.
class SymbolLayout {
  public:
    /// @param version  1 to 40
    explicit SymbolLayout(std::int32_t version);
    [[nodiscard]] std::int32_t version() const { return version_; }
    [[nodiscard]] std::int32_t side() const { return side_; }
    /// Column and row of a module, both from 0 to side() - 1.
    [[nodiscard]] Fixed at(std::int32_t column, std::int32_t row) const {
        return fixed_[static_cast<std::size_t>(row * side_ + column)];
    }
    /// Writes the fixed modules over whatever was sampled.
    void repaint(ModuleGrid& grid) const;

  private:
    void set(std::int32_t column, std::int32_t row, bool is_dark);
    void draw_finder(std::int32_t column, std::int32_t row);
    void draw_alignment();
    void draw_version();

    std::int32_t version_;
    std::int32_t side_;
    std::vector<Fixed> fixed_;
};

/// The version whose 18 bits of version information are nearest, when at most `wrong_most` (up to
/// 3, section 7.10) differ. Bit 0 is the least significant.
std::optional<std::int32_t> nearest_version(std::uint32_t bits, std::int32_t wrong_most = 3);

/// Bits in which the 15 bits of format information, as they stand in the symbol, differ from the
/// nearest that the standard knows (section 7.9).
std::int32_t format_distance(std::uint32_t bits);

/// The smaller distance of the two copies of the format information in a grid.
/// @param is_transposed  read rows as columns: a mirrored symbol
std::int32_t format_distance(const ModuleGrid& grid, bool is_transposed);

/// Rows become columns.
void transpose(ModuleGrid& grid);

}  // namespace outpost::scanning
