// Simple geometry on grey pictures: what a symbol reader tries when the plain picture says nothing.
#pragma once

#include "core/ports/frame.h"
#include "core/ports/symbol_reader.h"

namespace outpost::scanning {

/// Where a point of a changed picture lies in the original:
/// x = xx * u + xy * v + x0, y = yx * u + yy * v + y0.
struct PictureMapping {
    double xx = 1.0, xy = 0.0, x0 = 0.0;
    double yx = 0.0, yy = 1.0, y0 = 0.0;

    [[nodiscard]] PixelPoint apply(PixelPoint point) const;
    /// First `inner`, then this one.
    [[nodiscard]] PictureMapping after(const PictureMapping& inner) const;
};

/// Larger pictures are not looked at.
inline constexpr std::int32_t picture_side_px_max = 16384;

/// True when width, height and stride describe pixels that can be there.
bool is_readable(FrameView frame);

/// Each makes a changed copy in `out` (its storage is used again) and tells how to map points back.
/// The frame must be readable.
PictureMapping enlarge_twice(FrameView frame, Frame& out);  // bilinear
PictureMapping halve(FrameView frame, Frame& out);          // mean of four
PictureMapping invert(FrameView frame, Frame& out);
PictureMapping mirror(FrameView frame, Frame& out);   // left and right change places
PictureMapping turn_45(FrameView frame, Frame& out);  // bilinear, on a white ground

}  // namespace outpost::scanning
