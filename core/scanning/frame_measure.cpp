// What can be measured about a frame.
#include "core/scanning/frame_measure.h"

#include "core/scanning/grey_picture.h"
#include "core/scanning/symbol_trace.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace outpost::scanning {

namespace {

/// Below this, the grid that was laid lies beside the modules.
constexpr double agreement_least = 0.75;

double area_of(const SymbolRead& symbol) {
    const auto way = [&](std::size_t from, std::size_t to) {
        return Place{static_cast<double>(symbol.corners[to].x_px - symbol.corners[from].x_px),
                     static_cast<double>(symbol.corners[to].y_px - symbol.corners[from].y_px)};
    };
    return std::abs(cross(way(0, 2), way(1, 3))) / 2.0;
}

bool is_laid(const SamplingResult* grid) {
    return grid && (grid->symbol || (grid->is_grid_found && grid->agreement >= agreement_least));
}

std::optional<SymbolOutline> outline_of(FrameView frame, const FinderModel& model,
                                        const MeasureInput& input) {
    if (is_laid(input.grid))
        if (auto outline = outline_of_grid(frame, model, *input.grid)) return outline;
    if (!input.symbols.empty()) {
        const auto largest = std::max_element(
            input.symbols.begin(), input.symbols.end(),
            [](const SymbolRead& a, const SymbolRead& b) { return area_of(a) < area_of(b); });
        return outline_of_read(frame, model, *largest);
    }
    if (input.patterns.empty()) return std::nullopt;
    const auto patterns =
        input.patterns.first(std::min(input.patterns.size(), finder_patterns_max));
    return outline_of_patterns(frame, model, patterns);
}

}  // namespace

FrameLevels measure_levels(FrameView frame) {
    FrameLevels levels;
    if (!is_readable(frame)) return levels;
    constexpr std::int32_t step = 4;
    constexpr std::size_t clipped_level = 250;
    // Two histograms: neighbours of one level would wait for each other.
    std::array<std::array<std::uint32_t, 256>, 2> seen{};
    for (std::int32_t y = 0; y < frame.height_px; y += step) {
        const auto* row = frame.pixels + static_cast<std::size_t>(y) * frame.stride_bytes;
        std::int32_t x = 0;
        for (; x + step < frame.width_px; x += 2 * step) {
            ++seen[0][row[x]];
            ++seen[1][row[x + step]];
        }
        if (x < frame.width_px) ++seen[0][row[x]];
    }
    double count = 0.0;
    double sum = 0.0;
    double clipped = 0.0;
    for (std::size_t level = 0; level < 256; ++level) {
        const double here = seen[0][level] + seen[1][level];
        count += here;
        sum += here * static_cast<double>(level);
        if (level >= clipped_level) clipped += here;
    }
    double below = 0.0;
    levels.dark = 255.0;
    levels.bright = 255.0;
    for (std::size_t level = 0; level < 256; ++level) {
        below += seen[0][level] + seen[1][level];
        if (below >= 0.05 * count) levels.dark = std::min(levels.dark, static_cast<double>(level));
        if (below >= 0.95 * count)
            levels.bright = std::min(levels.bright, static_cast<double>(level));
    }
    levels.mean = sum / count;
    levels.clipped_share = clipped / count;
    return levels;
}

FrameQuality measure_frame(FrameView frame, const MeasureInput& input) {
    FrameQuality quality;
    if (!is_readable(frame)) return quality;
    const auto levels = measure_levels(frame);
    quality.mean_level = levels.mean;
    quality.dark_level = levels.dark;
    quality.bright_level = levels.bright;
    quality.clipped_share = levels.clipped_share;
    if (input.symbols.empty() && input.patterns.empty() && !is_laid(input.grid)) return quality;
    Frame inverted;
    if (input.is_inverted) {
        invert(frame, inverted);
        frame = inverted.view();
    }
    const FinderModel model;
    const auto outline = outline_of(frame, model, input);
    if (!outline) return quality;
    quality.symbol = trace_symbol(frame, *outline, input.previous);
    quality.symbol->was_read = !input.symbols.empty() || (input.grid && input.grid->symbol);
    return quality;
}

}  // namespace outpost::scanning
