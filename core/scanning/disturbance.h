// What lies over a symbol: reflections, and the beat of a screen's pixels with the camera's.
#pragma once

#include "core/scanning/symbol_outline.h"

namespace outpost::scanning {

struct Glare {
    double share = 0.0;  // of the symbol's area, 0 to 1
    Place middle;        // in the frame, when the share is not 0
};

/// Areas of at least 4 x 4 modules that are brighter than light modules and hold no dark one.
/// Nothing (share 0) when the outline has no side or no finder patterns.
Glare measure_glare(FrameView frame, const SymbolOutline& outline);

/// The strongest periodic change of level along the light margin beside the symbol's edges, with
/// periods of 2 to 32 pixels: its amplitude above the noise as a share of the contrast, 0 to 1.
double measure_moire(FrameView frame, const SymbolOutline& outline);

}  // namespace outpost::scanning
