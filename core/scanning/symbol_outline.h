// Where a symbol lies, from whatever is known of it.
#pragma once

#include "core/scanning/finder_look.h"
#include "core/scanning/symbol_sampler.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace outpost::scanning {

/// A finder pattern with what its look says.
struct SeenFinder {
    FinderShape shape;
    FinderLook look;
};

/// All places in pixels of the frame; they may lie outside.
struct SymbolOutline {
    std::array<Place, 4> corners{};   // clockwise from the symbol's top left
    std::int32_t side_modules = 0;    // 0: not known
    double bend_modules = 0.0;        // greatest distance of the grid from a flat one
    std::vector<SeenFinder> finders;  // 1 to 3; none where a symbol was read but they are not found
};

/// From a grid that our own sampling found. Nothing when its corners make no square.
std::optional<SymbolOutline> outline_of_grid(FrameView frame, const FinderModel& model,
                                             const SamplingResult& grid);

/// From the corners of a symbol that an outside decoder read; looks for the finder patterns there.
SymbolOutline outline_of_read(FrameView frame, const FinderModel& model, const SymbolRead& symbol);

/// From finder patterns alone: three that stand right; or else two or one, when what lies beside
/// them looks like modules. Most of what is taken for a finder pattern is none: nothing then.
std::optional<SymbolOutline> outline_of_patterns(FrameView frame, const FinderModel& model,
                                                 std::span<const FinderPattern> patterns);

}  // namespace outpost::scanning
