// How light falls on the part of a frame that matters.
#include "core/exposure/light_measure.h"

#include <algorithm>
#include <array>

namespace outpost::exposure {

namespace {

constexpr std::int32_t side_px_min = 16;  // less says nothing about a frame
constexpr std::int32_t samples_a_side = 128;

using Histogram = std::array<std::uint32_t, 256>;

double percentile(const Histogram& histogram, std::uint32_t total, double share) {
    const auto wanted = static_cast<std::uint32_t>(share * total);
    std::uint32_t passed = 0;
    for (std::size_t level = 0; level < histogram.size(); ++level) {
        passed += histogram[level];
        if (passed > wanted) return static_cast<double>(level);
    }
    return 255.0;
}

Region middle_of(FrameView frame) {
    return {frame.width_px / 3, frame.height_px / 3, std::max(frame.width_px / 3, 1),
            std::max(frame.height_px / 3, 1)};
}

}  // namespace

Region region_of(FrameView frame, const SymbolTrace* symbol) {
    if (symbol == nullptr) return middle_of(frame);
    const auto& corners = symbol->corners;
    const auto by_x = [](PixelPoint one, PixelPoint other) { return one.x_px < other.x_px; };
    const auto by_y = [](PixelPoint one, PixelPoint other) { return one.y_px < other.y_px; };
    const auto x = std::minmax_element(corners.begin(), corners.end(), by_x);
    const auto y = std::minmax_element(corners.begin(), corners.end(), by_y);
    // Corners may be anywhere, even where their difference would overflow.
    const auto left = std::clamp(x.first->x_px, 0, frame.width_px);
    const auto right = std::clamp(x.second->x_px, 0, frame.width_px);
    const auto top = std::clamp(y.first->y_px, 0, frame.height_px);
    const auto bottom = std::clamp(y.second->y_px, 0, frame.height_px);
    if (right - left < side_px_min || bottom - top < side_px_min) return middle_of(frame);
    return {left, top, right - left, bottom - top};
}

LightMeasure measure_light(FrameView frame, const Region& region) {
    const auto left = std::clamp(region.left_px, 0, frame.width_px);
    const auto top = std::clamp(region.top_px, 0, frame.height_px);
    const auto right = left + std::clamp(region.width_px, 0, frame.width_px - left);
    const auto bottom = top + std::clamp(region.height_px, 0, frame.height_px - top);
    const auto step_x = std::max((right - left) / samples_a_side, 1);
    const auto step_y = std::max((bottom - top) / samples_a_side, 1);
    Histogram histogram{};
    std::uint32_t total = 0;
    std::uint32_t clipped = 0;
    for (auto y = top; y < bottom; y += step_y) {
        const auto* row = frame.pixels + static_cast<std::size_t>(y) * frame.stride_bytes;
        for (auto x = left; x < right; x += step_x) {
            ++histogram[row[x]];
            ++total;
            if (row[x] >= 250) ++clipped;
        }
    }
    if (total == 0) return {};
    return {percentile(histogram, total, 0.05), percentile(histogram, total, 0.95),
            static_cast<double>(clipped) / total};
}

}  // namespace outpost::exposure
