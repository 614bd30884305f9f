// What can be measured about a frame and the symbol in it, read or not.
#pragma once

#include "core/ports/frame_quality.h"
#include "core/scanning/finder_search.h"
#include "core/scanning/symbol_sampler.h"

#include <span>

namespace outpost::scanning {

struct FrameLevels {
    double mean = 0.0;           // grey levels, 0 to 255
    double dark = 0.0;           // 5th percentile
    double bright = 0.0;         // 95th percentile
    double clipped_share = 0.0;  // pixels at 250 or more
};

/// Looks at every fourth pixel of every fourth row. All 0 for a frame without pixels.
FrameLevels measure_levels(FrameView frame);

/// What the passes over a frame have come to. All places in pixels of the whole frame.
struct MeasureInput {
    std::span<const SymbolRead> symbols;      // read by any pass
    const SamplingResult* grid = nullptr;     // of the best agreement, read or not; or null
    std::span<const FinderPattern> patterns;  // of the look that went best, most hits first
    const SymbolTrace* previous = nullptr;    // of the frame before; or null
    bool is_inverted = false;                 // patterns and grid are light on dark
};

/// Levels, and a trace of the best symbol: the grid when it was found, else the largest symbol that
/// was read, else what the finder patterns show. No trace when there is none of these. A frame that
/// is not readable gives an empty answer.
FrameQuality measure_frame(FrameView frame, const MeasureInput& input);

}  // namespace outpost::scanning
