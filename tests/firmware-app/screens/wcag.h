// Contrast of two colours (WCAG 2.2, relative luminance and contrast ratio).
#pragma once

#include "core/ports/draw_list.h"

#include <algorithm>
#include <cmath>

namespace outpost::tests {

/// One part of a colour in linear light, 0 to 1.
inline double linear_part(std::uint8_t value) {
    const double s = value / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

inline double luminance(Rgba colour) {
    return 0.2126 * linear_part(colour.red) + 0.7152 * linear_part(colour.green) +
           0.0722 * linear_part(colour.blue);
}

/// 1 to 21.
inline double contrast(Rgba one, Rgba other) {
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

}  // namespace outpost::tests
