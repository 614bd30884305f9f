// The canvas over the live picture, in memory.
#pragma once

#include "core/ports/display.h"

#include <cstdint>
#include <span>
#include <vector>

namespace outpost {

/// Scales the frame into its box (filled; what does not fit is cut off evenly) and lays the canvas
/// over it.
/// @param out  of the canvas's size
void compose(const CanvasPicture& canvas, const std::optional<PreviewPicture>& preview,
             std::vector<std::uint32_t>& out);

/// The part of a frame that fills a box of another shape: evenly cut off on both sides.
struct FramePart {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};
FramePart visible_part(const FrameView& frame, const PixelBox& box);

}  // namespace outpost
