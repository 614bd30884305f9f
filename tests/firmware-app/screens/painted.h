// A drawn screen as pixels, with a stand-in for the live picture.
#pragma once

#include "core/ports/draw_list.h"
#include "firmware-app/screens/screens.h"

#include <algorithm>
#include <variant>

namespace outpost::tests {

inline CanvasPicture painted(const screens::Drawn& drawn, Painter& painter) {
    CanvasPicture canvas;
    painter.paint(drawn.list, canvas);
    constexpr std::uint32_t grey = 0xFF6E767C;  // the display lays the picture under the canvas
    const bool has_preview =
        std::any_of(drawn.list.items.begin(), drawn.list.items.end(),
                    [](const DrawItem& item) { return std::holds_alternative<PreviewItem>(item); });
    if (!has_preview) return canvas;
    for (auto& pixel : canvas.pixels)
        if (pixel >> 24U == 0) pixel = grey;
    return canvas;
}

}  // namespace outpost::tests
