// From three finder patterns to a flat grid: the start for everything finer.
#pragma once

#include "core/scanning/finder_search.h"
#include "core/scanning/projection.h"
#include "core/scanning/symbol_layout.h"

#include <array>
#include <cstdint>
#include <vector>

namespace outpost::scanning {

/// A finder pattern as it lies in the picture.
struct FinderShape {
    Place centre;
    Place along;            // one module to the right in the symbol, in pixels
    Place down;             // one module down
    double contrast = 0.0;  // light minus dark, grey levels
    double likeness = 0.0;  // correlation with a finder pattern and its light surround, -1 to 1
};

struct FinderShapes {
    FinderShape top_left;
    FinderShape top_right;
    FinderShape bottom_left;
};

/// Fits centre, size and slant of each pattern to the picture.
FinderShapes fit_shapes(FrameView frame, const FinderTriple& triple);

/// The versions that a symbol with these corners may have, likeliest first: the one that its
/// version information names, else those that fit its size. One alone when it is named clearly.
std::vector<std::int32_t> likely_versions(FrameView frame, const FinderShapes& shapes);

struct FlatGrid {
    Projection projection;  // modules to pixels
    double timing = 0.0;    // -1 to 1: how well both timing patterns are met
};

/// The projective map through the three patterns that meets the timing patterns best.
FlatGrid fit_flat(FrameView frame, const FinderShapes& shapes, std::int32_t side_modules);

}  // namespace outpost::scanning
