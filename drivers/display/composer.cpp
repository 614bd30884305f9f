#include "drivers/display/composer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace outpost {

namespace {

constexpr std::uint32_t opaque = 0xFF000000U;

std::uint32_t over(std::uint32_t top, std::uint32_t ground) {
    const std::uint32_t left = 255U - (top >> 24U);
    if (left == 0) return top;
    std::uint32_t out = 0;
    for (std::uint32_t shift = 0; shift < 32; shift += 8) {
        const auto mixed =
            ((top >> shift) & 0xFFU) + (((ground >> shift) & 0xFFU) * left + 127U) / 255U;
        out |= std::min(mixed, 255U) << shift;
    }
    return out;
}

std::int32_t rounded(double place_px) {
    constexpr double reach_px_max = 65'536;
    // "Not above" would let NaN through.
    return place_px >= -reach_px_max && place_px <= reach_px_max
               ? static_cast<std::int32_t>(std::lround(place_px))
               : 0;
}

/// Two neighbouring columns or rows of the frame for one pixel of the panel: their mean keeps a
/// fine pattern from flickering when the picture is made smaller.
struct Pair {
    std::size_t first = 0;
    std::size_t second = 0;
};

Pair pair_at(std::int32_t pixel, double start, double step, std::int32_t end) {
    const auto at = [&](double share) {
        const auto place = static_cast<std::int32_t>(start + (pixel + share) * step);
        return static_cast<std::size_t>(std::clamp(place, 0, end - 1));
    };
    return {at(0.25), at(0.75)};
}

}  // namespace

WholeBox whole_box(const PixelBox& box) {
    const auto x = rounded(box.x);
    const auto y = rounded(box.y);
    return {x, y, std::max(0, rounded(box.x + box.width) - x),
            std::max(0, rounded(box.y + box.height) - y)};
}

bool is_shown(const std::optional<PreviewPicture>& preview) {
    if (!preview || preview->frame.pixels == nullptr) return false;
    const auto box = whole_box(preview->box);
    return preview->frame.width_px > 0 && preview->frame.height_px > 0 && box.width > 0 &&
           box.height > 0;
}

FramePart visible_part(const FrameView& frame, const PixelBox& box) {
    const double scale = std::max(box.width / frame.width_px, box.height / frame.height_px);
    const double width = std::min<double>(frame.width_px, box.width / scale);
    const double height = std::min<double>(frame.height_px, box.height / scale);
    return {(frame.width_px - width) / 2, (frame.height_px - height) / 2, width, height};
}

void scale_frame(const PreviewPicture& preview, const WholeBox& seen,
                 std::vector<std::uint32_t>& out) {
    const auto& frame = preview.frame;
    const auto place = whole_box(preview.box);
    const auto part = visible_part(frame, preview.box);
    std::vector<Pair> columns;
    for (auto x = seen.x - place.x; x < seen.x - place.x + seen.width; ++x)
        columns.push_back(pair_at(preview.is_mirrored ? place.width - 1 - x : x, part.x,
                                  part.width / place.width, frame.width_px));
    out.clear();
    for (auto y = seen.y - place.y; y < seen.y - place.y + seen.height; ++y) {
        const auto rows = pair_at(y, part.y, part.height / place.height, frame.height_px);
        const auto* upper = frame.pixels + rows.first * frame.stride_bytes;
        const auto* lower = frame.pixels + rows.second * frame.stride_bytes;
        for (const auto& column : columns) {
            const int sum = upper[column.first] + upper[column.second] + lower[column.first] +
                            lower[column.second];
            out.push_back(opaque | static_cast<std::uint32_t>((sum + 2) / 4) * 0x010101U);
        }
    }
}

void compose(const CanvasPicture& canvas, const std::optional<PreviewPicture>& preview,
             std::vector<std::uint32_t>& out) {
    out.assign(canvas.pixels.size(), opaque);
    if (is_shown(preview)) {
        const auto place = whole_box(preview->box);
        const auto x = std::clamp(place.x, 0, canvas.width_px);
        const auto y = std::clamp(place.y, 0, canvas.height_px);
        const WholeBox seen{x, y, std::clamp(place.x + place.width, x, canvas.width_px) - x,
                            std::clamp(place.y + place.height, y, canvas.height_px) - y};
        std::vector<std::uint32_t> scaled;
        scale_frame(*preview, seen, scaled);
        for (std::int32_t row = 0; row < seen.height; ++row)
            std::copy_n(scaled.begin() + std::ptrdiff_t{row} * seen.width, seen.width,
                        out.begin() + std::ptrdiff_t{seen.y + row} * canvas.width_px + seen.x);
    }
    for (std::size_t k = 0; k < out.size(); ++k) out[k] = over(canvas.pixels[k], out[k]);
}

}  // namespace outpost
