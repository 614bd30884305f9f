// Places of a symbol that are found by their own look: finder and alignment patterns.
#pragma once

#include "core/scanning/grid_fit.h"

#include <array>
#include <vector>

namespace outpost::scanning {

/// A place that was seen, as the way from where the flat grid has it.
struct Anchor {
    ModulePlace at;
    Place beside;  // pixels
    double weight = 1.0;
};

/// How far the picture lies beside the flat grid around a place.
struct MeshSlope {
    Place beside;      // at the place
    Place per_column;  // change for each module to the right
    Place per_row;
};

/// A plane through the anchors, near ones counting more.
MeshSlope slope_between(const std::vector<Anchor>& anchors, ModulePlace at);

/// The finder patterns and every alignment pattern that is found within three modules of where
/// those before it say, outwards from the finder patterns. Paper may be folded between two.
std::vector<Anchor> find_anchors(FrameView frame, const SymbolLayout& layout,
                                 const Projection& flat, const FinderShapes& shapes);

}  // namespace outpost::scanning
