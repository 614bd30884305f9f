// Undoes blur between the modules of a symbol.
#pragma once

#include "core/scanning/module_values.h"
#include "core/scanning/symbol_layout.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace outpost::scanning {

/// Each round learns from the present decisions how far a module's light spreads over its
/// neighbours (5 x 5 weights) and how bright dark and light are in each place, then flips modules,
/// one or a few neighbours together, where that explains the values better.
class Equalizer {
  public:
    /// All three belong to one symbol; the layout and the values outlive the object.
    Equalizer(const ModuleValues& values, const SymbolLayout& layout, ModuleGrid start);
    /// One round. False when nothing was flipped: further rounds change nothing.
    bool improve();
    [[nodiscard]] const ModuleGrid& grid() const { return grid_; }
    /// Correlation of the finder patterns with what they should be after the spread, -1 to 1.
    [[nodiscard]] double clearness() const { return clearness_; }
    /// Share of a module's light that stays in its place, as the finder patterns show it.
    [[nodiscard]] double own_share() const { return along_[2] * down_[2]; }
    /// What the decisions look like after the spread, 0 dark to 1 light, one value a module.
    [[nodiscard]] std::span<const float> explained() const { return explained_; }
    /// Root mean square of what the decisions do not explain, as a share of dark to light.
    [[nodiscard]] double unexplained() const { return unexplained_; }

  private:
    static constexpr std::int32_t reach = 2;
    static constexpr std::int32_t taps_side = 2 * reach + 1;
    static constexpr std::size_t taps = taps_side * taps_side;
    static constexpr std::int32_t echo_side = 4 * reach + 1;
    /// Neighbours that are flipped together.
    struct Move;

    [[nodiscard]] std::size_t index(std::int32_t column, std::int32_t row) const {
        return static_cast<std::size_t>((row + reach) * stride_ + column + reach);
    }
    [[nodiscard]] double echo(std::int32_t dx, std::int32_t dy) const;
    void measure_spread();
    [[nodiscard]] double finder_likeness(const std::array<double, taps>& spread) const;
    [[nodiscard]] double spread_at(const std::array<double, taps>& spread, std::int32_t column,
                                   std::int32_t row) const;
    void blur(const std::vector<float>& from, std::vector<float>& to);
    std::size_t decide_softly();
    void explain();
    void learn_levels();
    bool learn_spread();
    void match_all();
    bool try_move(std::int32_t column, std::int32_t row, const Move& move);
    std::size_t sweep(std::span<const Move> moves);

    const SymbolLayout& layout_;
    const ModuleValues& values_;
    ModuleGrid grid_;
    std::int32_t side_;
    std::int32_t stride_;
    std::vector<float> light_;      // padded decisions: 1 light, 0 dark
    std::vector<float> explained_;  // decisions after the spread, one a module
    std::vector<float> level_;      // values between dark (0) and light (1) of their place
    std::vector<float> residual_;   // padded: level less explained
    std::vector<float> match_;      // padded: residual seen through the spread
    std::array<double, taps> spread_{};
    std::array<double, static_cast<std::size_t>(echo_side* echo_side)> echo_{};
    double unexplained_ = 1.0;
    std::array<double, taps_side> along_{};  // the spread of the finder patterns is their product
    std::array<double, taps_side> down_{};
    std::vector<float> line_;
    double clearness_ = 1.0;  // correlation of the finder patterns with what they should be
    int rounds_ = 0;
};

}  // namespace outpost::scanning
