// One text set into its box: by Pango for the letters and line breaks, by us for the lines' places.
#pragma once

#include "core/ports/draw_list.h"
#include "drivers/canvas/library_handles.h"

#include <pango/pangocairo.h>

#include <vector>

namespace outpost::canvas {

/// Where a line's baseline starts, from the box's top left.
struct PlacedLine {
    PangoLayoutLine* line = nullptr;  // borrowed from the layout
    double x_px = 0;
    double baseline_px = 0;
};

struct LaidOut {
    LaidOut() = default;
    LaidOut(LaidOut&&) noexcept = default;
    LaidOut& operator=(LaidOut&&) noexcept = default;
    ~LaidOut();  // wipes the text

    GObjectOf<PangoLayout> layout;
    std::vector<PlacedLine> lines;
    TextFit fit;
    double lean_px = 0;  // how far a letter's ink may stand out of the box above and below
};

/// For one thread: owns its font map.
class TextSetter {
  public:
    TextSetter();
    /// The same item gives the same layout, whatever was set before.
    LaidOut set(const TextItem& item);

  private:
    // One for each direction: layouts follow their context when it changes.
    GObjectOf<PangoContext> left_to_right_;
    GObjectOf<PangoContext> right_to_left_;
};

}  // namespace outpost::canvas
