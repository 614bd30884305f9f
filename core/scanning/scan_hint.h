// From the numbers of a frame to the one thing that is worth saying.
#pragma once

#include "core/ports/frame_quality.h"

#include <cstdint>

namespace outpost::scanning {

/// Size of the frame that was measured.
struct FrameExtent {
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
};

/// What stands in the way, the most useful thing first; None when the symbol was read, none is in
/// view or nothing is wrong. Of this frame alone: how long a cause must hold is the screen's
/// matter. Without the extent (0 x 0), too close is only what leaves the frame on opposite sides.
ScanHint hint_of(const FrameQuality& quality, FrameExtent frame = {});

}  // namespace outpost::scanning
