// Simple geometry on grey pictures.
#include "core/scanning/grey_picture.h"

#include "core/base/check.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace outpost::scanning {

namespace {

const std::uint8_t* row_of(FrameView frame, std::int32_t y) {
    return frame.pixels + static_cast<std::size_t>(y) * frame.stride_bytes;
}

std::uint8_t* resize(Frame& out, std::int32_t width_px, std::int32_t height_px) {
    out.width_px = width_px;
    out.height_px = height_px;
    out.pixels.resize(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px));
    return out.pixels.data();
}

// Output pixel centres lie a quarter pixel beside an input centre: weights 3 and 1 of 4.
void enlarge_row(const std::uint16_t* sums, std::int32_t width_px, std::uint8_t* out) {
    const auto last = width_px - 1;
    const auto rounded = [](std::int32_t value) {
        return static_cast<std::uint8_t>((value + 8) >> 4);
    };
    out[0] = rounded(sums[0] * 4);
    for (std::int32_t x = 0; x < last; ++x) {
        out[2 * x + 1] = rounded(3 * sums[x] + sums[x + 1]);
        out[2 * x + 2] = rounded(sums[x] + 3 * sums[x + 1]);
    }
    out[2 * last + 1] = rounded(sums[last] * 4);
}

void weigh_rows(const std::uint8_t* near, const std::uint8_t* far, std::int32_t width_px,
                std::uint16_t* sums) {
    for (std::int32_t x = 0; x < width_px; ++x)
        sums[x] = static_cast<std::uint16_t>(3 * near[x] + far[x]);
}

std::uint8_t sample(FrameView frame, double x, double y) {
    constexpr std::uint8_t ground = 255;
    const auto left = static_cast<std::int32_t>(std::floor(x));
    const auto top = static_cast<std::int32_t>(std::floor(y));
    if (left < 0 || top < 0 || left + 1 >= frame.width_px || top + 1 >= frame.height_px)
        return ground;
    const auto* upper = row_of(frame, top) + left;
    const auto* lower = upper + frame.stride_bytes;
    const auto right_weight = x - left;
    const auto above = upper[0] + right_weight * (upper[1] - upper[0]);
    const auto below = lower[0] + right_weight * (lower[1] - lower[0]);
    return static_cast<std::uint8_t>(above + (y - top) * (below - above) + 0.5);
}

}  // namespace

PixelPoint PictureMapping::apply(PixelPoint point) const {
    const double u = point.x_px;
    const double v = point.y_px;
    return {static_cast<std::int32_t>(std::lround(xx * u + xy * v + x0)),
            static_cast<std::int32_t>(std::lround(yx * u + yy * v + y0))};
}

PictureMapping PictureMapping::after(const PictureMapping& inner) const {
    return {xx * inner.xx + xy * inner.yx,      xx * inner.xy + xy * inner.yy,
            xx * inner.x0 + xy * inner.y0 + x0, yx * inner.xx + yy * inner.yx,
            yx * inner.xy + yy * inner.yy,      yx * inner.x0 + yy * inner.y0 + y0};
}

bool is_readable(FrameView frame) {
    return frame.pixels != nullptr && frame.width_px > 0 && frame.height_px > 0 &&
           frame.width_px <= picture_side_px_max && frame.height_px <= picture_side_px_max &&
           frame.stride_bytes >= static_cast<std::size_t>(frame.width_px);
}

PictureMapping enlarge_twice(FrameView frame, Frame& out) {
    OUTPOST_CHECK(is_readable(frame));
    auto* to = resize(out, frame.width_px * 2, frame.height_px * 2);
    std::vector<std::uint16_t> sums(static_cast<std::size_t>(frame.width_px));
    const auto out_stride = static_cast<std::size_t>(out.width_px);
    for (std::int32_t y = 0; y < frame.height_px; ++y) {
        const auto* near = row_of(frame, y);
        for (const auto far_y : {std::max(y - 1, 0), std::min(y + 1, frame.height_px - 1)}) {
            weigh_rows(near, row_of(frame, far_y), frame.width_px, sums.data());
            enlarge_row(sums.data(), frame.width_px, to);
            to += out_stride;
        }
    }
    return {0.5, 0.0, -0.25, 0.0, 0.5, -0.25};
}

PictureMapping halve(FrameView frame, Frame& out) {
    OUTPOST_CHECK(is_readable(frame) && frame.width_px > 1 && frame.height_px > 1);
    auto* to = resize(out, frame.width_px / 2, frame.height_px / 2);
    for (std::int32_t y = 0; y < out.height_px; ++y) {
        const auto* upper = row_of(frame, 2 * y);
        const auto* lower = row_of(frame, 2 * y + 1);
        for (std::int32_t x = 0; x < out.width_px; ++x, upper += 2, lower += 2)
            *to++ = static_cast<std::uint8_t>((upper[0] + upper[1] + lower[0] + lower[1] + 2) >> 2);
    }
    return {2.0, 0.0, 0.5, 0.0, 2.0, 0.5};
}

PictureMapping invert(FrameView frame, Frame& out) {
    OUTPOST_CHECK(is_readable(frame));
    auto* to = resize(out, frame.width_px, frame.height_px);
    for (std::int32_t y = 0; y < frame.height_px; ++y) {
        const auto* from = row_of(frame, y);
        to = std::transform(from, from + frame.width_px, to,
                            [](std::uint8_t p) { return static_cast<std::uint8_t>(255 - p); });
    }
    return {};
}

PictureMapping mirror(FrameView frame, Frame& out) {
    OUTPOST_CHECK(is_readable(frame));
    auto* to = resize(out, frame.width_px, frame.height_px);
    for (std::int32_t y = 0; y < frame.height_px; ++y) {
        const auto* from = row_of(frame, y);
        to = std::reverse_copy(from, from + frame.width_px, to);
    }
    return {-1.0, 0.0, static_cast<double>(frame.width_px - 1), 0.0, 1.0, 0.0};
}

PictureMapping turn_45(FrameView frame, Frame& out) {
    OUTPOST_CHECK(is_readable(frame));
    constexpr double half_root = std::numbers::sqrt2 / 2.0;
    const auto side =
        static_cast<std::int32_t>(std::ceil((frame.width_px + frame.height_px) * half_root));
    auto* to = resize(out, side, side);
    PictureMapping back{half_root, -half_root, 0.0, half_root, half_root, 0.0};
    const double middle = (side - 1) / 2.0;
    back.x0 = (frame.width_px - 1) / 2.0 - (back.xx + back.xy) * middle;
    back.y0 = (frame.height_px - 1) / 2.0 - (back.yx + back.yy) * middle;
    for (std::int32_t v = 0; v < side; ++v) {
        for (std::int32_t u = 0; u < side; ++u)
            *to++ = sample(frame, back.xx * u + back.xy * v + back.x0,
                           back.yx * u + back.yy * v + back.y0);
    }
    return back;
}

}  // namespace outpost::scanning
