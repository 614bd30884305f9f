// How light falls on the part of a frame that matters.
#pragma once

#include "core/ports/frame.h"
#include "core/ports/frame_quality.h"

#include <cstdint>

namespace outpost::exposure {

/// Pixels from `left`, `top` on; never empty after region_of().
struct Region {
    std::int32_t left_px = 0;
    std::int32_t top_px = 0;
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
};

struct LightMeasure {
    double dark_level = 0.0;     // 5th percentile, grey levels 0 to 255
    double bright_level = 0.0;   // 95th percentile: the paper's white, or the screen's
    double clipped_share = 0.0;  // pixels at 250 or more: nothing can be told apart there
};

/// The box around the symbol within the frame; without a symbol, or with one that lies nearly
/// outside, the middle third of the frame, where people hold things.
Region region_of(FrameView frame, const SymbolTrace* symbol);

/// Looks at no more than about 16 000 pixels, however large the region is.
LightMeasure measure_light(FrameView frame, const Region& region);

}  // namespace outpost::exposure
