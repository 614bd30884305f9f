// The canvas over the live picture, in memory.
#pragma once

#include "core/ports/display.h"

#include <cstdint>
#include <span>
#include <vector>

namespace outpost {

/// A box in whole pixels: its edges rounded, as the painter rounds those of the preview's hole.
struct WholeBox {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t width = 0;
    std::int32_t height = 0;
};
WholeBox whole_box(const PixelBox& box);

/// The part of a frame that fills a box of another shape: evenly cut off on both sides.
struct FramePart {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};
FramePart visible_part(const FrameView& frame, const PixelBox& box);

/// Whether there is a frame, and a box to see it in.
bool is_shown(const std::optional<PreviewPicture>& preview);

/// The frame in its box: filled, mirrored when that is asked for, opaque; only what lies in `seen`.
/// @param seen  within the preview's box
/// @param out   of the size of `seen`
void scale_frame(const PreviewPicture& preview, const WholeBox& seen,
                 std::vector<std::uint32_t>& out);

/// Lays the canvas over the frame.
/// @param out  of the canvas's size
void compose(const CanvasPicture& canvas, const std::optional<PreviewPicture>& preview,
             std::vector<std::uint32_t>& out);

}  // namespace outpost
