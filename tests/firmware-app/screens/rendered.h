// Screens as pixels, for the tests that look at them as an eye would.
#pragma once

#include "core/ports/draw_list.h"

#include <cstdint>

namespace outpost::tests {

/// WCAG 2.2: relative luminance and contrast ratio, not rounded.
double luminance(Rgba colour);
double contrast(Rgba one, Rgba other);

/// The pixel as it is shown: what is painted over a live picture has no alpha left.
Rgba pixel_of(const CanvasPicture& picture, std::int32_t x, std::int32_t y);

/// Paints the list, with a grey stand-in for the live picture that the display lays under it.
CanvasPicture painted(Painter& painter, const DrawList& list);

}  // namespace outpost::tests
