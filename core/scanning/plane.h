// A grey picture that the passes work on, and what is cheap to know about it.
#pragma once

#include "core/ports/frame.h"

#include <cstdint>
#include <vector>

namespace outpost::scanning {

/// A place in a picture, in pixels; pixel (0, 0) has its centre at (0, 0).
struct Place {
    double x = 0.0;
    double y = 0.0;
};

inline Place operator+(Place a, Place b) {
    return {a.x + b.x, a.y + b.y};
}
inline Place operator-(Place a, Place b) {
    return {a.x - b.x, a.y - b.y};
}
inline Place operator*(double k, Place a) {
    return {k * a.x, k * a.y};
}
double length_of(Place a);
double cross(Place a, Place b);
double dot(Place a, Place b);

struct PixelBox {
    std::int32_t x_px = 0;
    std::int32_t y_px = 0;
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
};

/// Bilinear; beyond the border the nearest pixel counts. The frame must be readable.
double sample_at(FrameView frame, Place at);

/// As sample_at(), for a place whose four pixels are known to lie in the frame.
inline float sample_inside(FrameView frame, float x, float y) {
    const auto left = static_cast<std::int32_t>(x);
    const auto top = static_cast<std::int32_t>(y);
    const auto* upper = frame.pixels + static_cast<std::size_t>(top) * frame.stride_bytes + left;
    const auto* lower = upper + frame.stride_bytes;
    const float u = x - static_cast<float>(left);
    const float v = y - static_cast<float>(top);
    const auto a = static_cast<float>(upper[0]);
    const auto b = static_cast<float>(upper[1]);
    const auto c = static_cast<float>(lower[0]);
    const auto d = static_cast<float>(lower[1]);
    const float above = a + u * (b - a);
    return above + v * (c + u * (d - c) - above);
}

/// Binomial blur with the weights 1 2 1, both ways, `passes` times. `out` is used again.
void smooth(FrameView frame, std::int32_t passes, Frame& out);

/// Mean of `factor` x `factor` pixels (1 to 8); the rest of a row or column is left out.
void shrink(FrameView frame, std::int32_t factor, Frame& out);

/// The part of a frame that lies in the box, cut to the frame. Borrows its pixels.
FrameView part_of(FrameView frame, PixelBox& box);

/// 1 where a pixel is darker than the mean of the box of 2 * radius + 1 pixels around it, less
/// `bias` grey levels.
struct LocalThreshold {
    std::int32_t radius_px = 12;
    std::int32_t bias = 3;
};

class DarkPlane {
  public:
    void assign(FrameView frame, const LocalThreshold& threshold);
    [[nodiscard]] std::int32_t width_px() const { return width_px_; }
    [[nodiscard]] std::int32_t height_px() const { return height_px_; }
    [[nodiscard]] const std::uint8_t* row(std::int32_t y) const {
        return dark_.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width_px_);
    }
    /// Takes everything in the box for light; the box may reach beyond the plane.
    void wipe(PixelBox box);
    [[nodiscard]] bool is_dark(std::int32_t x, std::int32_t y) const { return row(y)[x] != 0; }

  private:
    std::int32_t width_px_ = 0;
    std::int32_t height_px_ = 0;
    std::vector<std::uint8_t> dark_;
    std::vector<std::uint32_t> columns_;  // sums of each column over the rows of the box
    std::vector<std::uint32_t> prefix_;   // running sums of one row of columns_
};

}  // namespace outpost::scanning
