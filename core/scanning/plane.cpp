// A grey picture that the passes work on.
#include "core/scanning/plane.h"

#include "core/base/check.h"

#include <algorithm>
#include <cmath>

namespace outpost::scanning {

namespace {

const std::uint8_t* row_of(FrameView frame, std::int32_t y) {
    return frame.pixels + static_cast<std::size_t>(y) * frame.stride_bytes;
}

void size_to(Frame& out, std::int32_t width_px, std::int32_t height_px) {
    out.width_px = width_px;
    out.height_px = height_px;
    out.pixels.resize(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px));
}

void smooth_once(FrameView frame, Frame& out) {
    size_to(out, frame.width_px, frame.height_px);
    const auto width = frame.width_px;
    std::vector<std::uint16_t> sums(static_cast<std::size_t>(width) + 2);
    for (std::int32_t y = 0; y < frame.height_px; ++y) {
        const auto* above = row_of(frame, std::max(y - 1, 0));
        const auto* here = row_of(frame, y);
        const auto* below = row_of(frame, std::min(y + 1, frame.height_px - 1));
        auto* sum = sums.data() + 1;
        for (std::int32_t x = 0; x < width; ++x)
            sum[x] = static_cast<std::uint16_t>(above[x] + 2 * here[x] + below[x]);
        sums.front() = sums[1];
        sums.back() = sums[static_cast<std::size_t>(width)];
        auto* to =
            out.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
        for (std::int32_t x = 0; x < width; ++x)
            to[x] = static_cast<std::uint8_t>((sum[x - 1] + 2 * sum[x] + sum[x + 1] + 8) >> 4);
    }
}

}  // namespace

double length_of(Place a) {
    return std::hypot(a.x, a.y);
}
double cross(Place a, Place b) {
    return a.x * b.y - a.y * b.x;
}
double dot(Place a, Place b) {
    return a.x * b.x + a.y * b.y;
}

double sample_at(FrameView frame, Place at) {
    if (!(std::isfinite(at.x) && std::isfinite(at.y))) return 0.0;
    const auto x = std::clamp(at.x, 0.0, static_cast<double>(frame.width_px - 1));
    const auto y = std::clamp(at.y, 0.0, static_cast<double>(frame.height_px - 1));
    const auto left = std::min(static_cast<std::int32_t>(x), std::max(frame.width_px - 2, 0));
    const auto top = std::min(static_cast<std::int32_t>(y), std::max(frame.height_px - 2, 0));
    const auto* upper = row_of(frame, top) + left;
    const auto* lower = top + 1 < frame.height_px ? upper + frame.stride_bytes : upper;
    const auto next = left + 1 < frame.width_px ? 1 : 0;
    const auto right_weight = x - left;
    const double above = upper[0] + right_weight * (upper[next] - upper[0]);
    const double below = lower[0] + right_weight * (lower[next] - lower[0]);
    return above + (y - top) * (below - above);
}

void smooth(FrameView frame, std::int32_t passes, Frame& out) {
    OUTPOST_CHECK(passes >= 1);
    smooth_once(frame, out);
    Frame next;
    for (std::int32_t pass = 1; pass < passes; ++pass) {
        smooth_once(out.view(), next);
        std::swap(out.pixels, next.pixels);
    }
}

void shrink(FrameView frame, std::int32_t factor, Frame& out) {
    OUTPOST_CHECK(factor >= 1 && factor <= 8 && frame.width_px >= factor &&
                  frame.height_px >= factor);
    size_to(out, frame.width_px / factor, frame.height_px / factor);
    std::vector<std::uint32_t> sums(static_cast<std::size_t>(out.width_px));
    const auto area = static_cast<std::uint32_t>(factor * factor);
    auto* to = out.pixels.data();
    for (std::int32_t y = 0; y < out.height_px; ++y) {
        std::fill(sums.begin(), sums.end(), area / 2);
        for (std::int32_t k = 0; k < factor; ++k) {
            const auto* from = row_of(frame, y * factor + k);
            for (auto& sum : sums)
                for (std::int32_t j = 0; j < factor; ++j) sum += *from++;
        }
        for (const auto sum : sums) *to++ = static_cast<std::uint8_t>(sum / area);
    }
}

FrameView part_of(FrameView frame, PixelBox& box) {
    const auto right = std::clamp(box.x_px + box.width_px, 0, frame.width_px);
    const auto bottom = std::clamp(box.y_px + box.height_px, 0, frame.height_px);
    box.x_px = std::clamp(box.x_px, 0, right);
    box.y_px = std::clamp(box.y_px, 0, bottom);
    box.width_px = right - box.x_px;
    box.height_px = bottom - box.y_px;
    return {row_of(frame, std::min(box.y_px, frame.height_px - 1)) + box.x_px, box.width_px,
            box.height_px, frame.stride_bytes};
}

void DarkPlane::wipe(PixelBox box) {
    const auto left = std::clamp(box.x_px, 0, width_px_);
    const auto right = std::clamp(box.x_px + box.width_px, left, width_px_);
    const auto bottom = std::clamp(box.y_px + box.height_px, 0, height_px_);
    for (auto y = std::clamp(box.y_px, 0, bottom); y < bottom; ++y)
        std::fill_n(dark_.begin() + static_cast<std::ptrdiff_t>(y) * width_px_ + left, right - left,
                    std::uint8_t{0});
}

void DarkPlane::assign(FrameView frame, const LocalThreshold& threshold) {
    width_px_ = frame.width_px;
    height_px_ = frame.height_px;
    const auto width = static_cast<std::size_t>(width_px_);
    dark_.resize(width * static_cast<std::size_t>(height_px_));
    columns_.assign(width, 0);
    prefix_.resize(width + 1);
    const auto radius = threshold.radius_px;
    const auto add_row = [&](std::int32_t y) {
        const auto* from = row_of(frame, y);
        for (std::size_t x = 0; x < width; ++x) columns_[x] += from[x];
    };
    for (std::int32_t y = 0; y < std::min(radius, height_px_); ++y) add_row(y);
    for (std::int32_t y = 0; y < height_px_; ++y) {
        if (y + radius < height_px_) add_row(y + radius);
        if (y - radius - 1 >= 0) {
            const auto* from = row_of(frame, y - radius - 1);
            for (std::size_t x = 0; x < width; ++x) columns_[x] -= from[x];
        }
        const auto rows = std::min(y + radius, height_px_ - 1) - std::max(y - radius, 0) + 1;
        prefix_[0] = 0;
        for (std::size_t x = 0; x < width; ++x) prefix_[x + 1] = prefix_[x] + columns_[x];
        const auto* from = row_of(frame, y);
        auto* to = dark_.data() + static_cast<std::size_t>(y) * width;
        const auto judge = [&](std::int32_t x, std::int32_t first, std::int32_t end) {
            const auto sum = static_cast<std::int32_t>(prefix_[static_cast<std::size_t>(end)] -
                                                       prefix_[static_cast<std::size_t>(first)]);
            to[x] = (from[x] + threshold.bias) * (rows * (end - first)) < sum ? 1 : 0;
        };
        const auto inner_end = width_px_ - radius;
        std::int32_t x = 0;
        for (; x < std::min(radius, width_px_); ++x)
            judge(x, 0, std::min(x + radius + 1, width_px_));
        const auto area = rows * (2 * radius + 1);
        const auto* before = prefix_.data();
        for (; x < inner_end; ++x) {
            const auto sum = static_cast<std::int32_t>(before[x + radius + 1] - before[x - radius]);
            to[x] = (from[x] + threshold.bias) * area < sum ? 1 : 0;
        }
        for (; x < width_px_; ++x) judge(x, std::max(x - radius, 0), width_px_);
    }
}

}  // namespace outpost::scanning
