#include "tests/firmware-app/screens/rendered.h"

#include <algorithm>
#include <cmath>

namespace outpost::tests {

double luminance(Rgba colour) {
    const auto linear = [](std::uint8_t value) {
        const double c = value / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

double contrast(Rgba one, Rgba other) {
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

Rgba pixel_of(const CanvasPicture& picture, std::int32_t x, std::int32_t y) {
    const std::int64_t at = std::int64_t{y} * picture.width_px + x;
    const std::uint32_t value = picture.pixels[static_cast<std::size_t>(at)];
    return {static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
            static_cast<std::uint8_t>(value), 255};
}

CanvasPicture painted(Painter& painter, const DrawList& list) {
    CanvasPicture canvas;
    painter.paint(list, canvas);
    constexpr std::uint32_t grey = 0xFF6E767C;
    const bool has_preview =
        std::any_of(list.items.begin(), list.items.end(),
                    [](const auto& item) { return std::holds_alternative<PreviewItem>(item); });
    if (!has_preview) return canvas;
    for (auto& pixel : canvas.pixels)
        if (pixel >> 24U == 0) pixel = grey;
    return canvas;
}

}  // namespace outpost::tests
