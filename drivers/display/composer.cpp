#include "drivers/display/composer.h"

#include <algorithm>
#include <cmath>

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

void draw_frame(const PreviewPicture& preview, std::int32_t width, std::int32_t height,
                std::vector<std::uint32_t>& out) {
    const auto& frame = preview.frame;
    if (frame.pixels == nullptr || frame.width_px <= 0 || frame.height_px <= 0) return;
    const auto part = visible_part(frame, preview.box);
    const auto x0 = std::clamp(static_cast<std::int32_t>(std::lround(preview.box.x)), 0, width);
    const auto y0 = std::clamp(static_cast<std::int32_t>(std::lround(preview.box.y)), 0, height);
    const auto x1 = std::clamp(
        static_cast<std::int32_t>(std::lround(preview.box.x + preview.box.width)), x0, width);
    const auto y1 = std::clamp(
        static_cast<std::int32_t>(std::lround(preview.box.y + preview.box.height)), y0, height);
    for (auto y = y0; y < y1; ++y) {
        const auto row =
            std::clamp(static_cast<std::int32_t>(part.y + (y - y0 + 0.5) * part.height / (y1 - y0)),
                       0, frame.height_px - 1);
        const auto* pixels = frame.pixels + static_cast<std::size_t>(row) * frame.stride_bytes;
        for (auto x = x0; x < x1; ++x) {
            const auto shown = preview.is_mirrored ? x1 - 1 - x : x - x0;
            const auto column = std::clamp(
                static_cast<std::int32_t>(part.x + (shown + 0.5) * part.width / (x1 - x0)), 0,
                frame.width_px - 1);
            const std::uint32_t grey = pixels[column];
            out[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                static_cast<std::size_t>(x)] = opaque | grey << 16U | grey << 8U | grey;
        }
    }
}

}  // namespace

FramePart visible_part(const FrameView& frame, const PixelBox& box) {
    const double scale = std::max(box.width / frame.width_px, box.height / frame.height_px);
    const double width = std::min<double>(frame.width_px, box.width / scale);
    const double height = std::min<double>(frame.height_px, box.height / scale);
    return {(frame.width_px - width) / 2, (frame.height_px - height) / 2, width, height};
}

void compose(const CanvasPicture& canvas, const std::optional<PreviewPicture>& preview,
             std::vector<std::uint32_t>& out) {
    out.assign(canvas.pixels.size(), opaque);
    if (preview && preview->box.width > 0 && preview->box.height > 0)
        draw_frame(*preview, canvas.width_px, canvas.height_px, out);
    for (std::size_t k = 0; k < out.size(); ++k) out[k] = over(canvas.pixels[k], out[k]);
}

}  // namespace outpost
