// The numbers of one symbol.
#include "core/scanning/symbol_trace.h"

#include "core/scanning/disturbance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace outpost::scanning {

namespace {

/// A guess from few finder patterns may put a corner anywhere; the screen draws none further away.
constexpr double corner_px_most = 100'000.0;

PixelPoint pixel_of(Place at) {
    const auto whole = [](double value) {
        if (!std::isfinite(value)) return std::int32_t{0};
        return static_cast<std::int32_t>(
            std::lround(std::clamp(value, -corner_px_most, corner_px_most)));
    };
    return {whole(at.x), whole(at.y)};
}

Place place_of(PixelPoint at) {
    return {static_cast<double>(at.x_px), static_cast<double>(at.y_px)};
}

std::array<double, 4> edges_of(const std::array<Place, 4>& corners) {
    std::array<double, 4> edges{};
    for (std::size_t k = 0; k < 4; ++k) edges[k] = length_of(corners[(k + 1) % 4] - corners[k]);
    return edges;
}

/// A side of the frame: inside is where `normal` * place >= least.
struct Border {
    Place normal;
    double least = 0.0;
};

double area_of(const std::vector<Place>& polygon) {
    double twice = 0.0;
    for (std::size_t k = 0; k < polygon.size(); ++k)
        twice += cross(polygon[k], polygon[(k + 1) % polygon.size()]);
    return std::abs(twice) / 2.0;
}

/// Share of the outline beyond one side of the frame (Sutherland and Hodgman's clipping).
double share_beyond(const std::array<Place, 4>& corners, const Border& border) {
    const std::vector<Place> whole(corners.begin(), corners.end());
    const double area = area_of(whole);
    if (area < 1.0) return 0.0;
    std::vector<Place> kept;
    for (std::size_t k = 0; k < 4; ++k) {
        const auto from = whole[k];
        const auto to = whole[(k + 1) % 4];
        const double from_depth = dot(border.normal, from) - border.least;
        const double to_depth = dot(border.normal, to) - border.least;
        if (from_depth >= 0.0) kept.push_back(from);
        if ((from_depth >= 0.0) != (to_depth >= 0.0))
            kept.push_back(from + (from_depth / (from_depth - to_depth)) * (to - from));
    }
    return std::clamp(1.0 - area_of(kept) / area, 0.0, 1.0);
}

void fill_cuts(FrameView frame, const std::array<Place, 4>& corners, SymbolTrace& trace) {
    trace.cut_left = share_beyond(corners, {{1.0, 0.0}, -0.5});
    trace.cut_top = share_beyond(corners, {{0.0, 1.0}, -0.5});
    trace.cut_right = share_beyond(corners, {{-1.0, 0.0}, 0.5 - frame.width_px});
    trace.cut_bottom = share_beyond(corners, {{0.0, -1.0}, 0.5 - frame.height_px});
}

/// Mean way of the corners. An outline from few patterns may be turned by 90 degrees against the
/// one before; a symbol that moved by more than its side is another one.
double motion_between(const SymbolTrace& before, const SymbolTrace& now) {
    double side = 0.0;
    double least = 1e18;
    for (std::size_t turn = 0; turn < 4; ++turn) {
        double way = 0.0;
        for (std::size_t k = 0; k < 4; ++k)
            way += length_of(place_of(now.corners[k]) - place_of(before.corners[(k + turn) % 4]));
        least = std::min(least, way / 4.0);
        side += length_of(place_of(now.corners[turn]) - place_of(now.corners[(turn + 1) % 4]));
    }
    return least > side / 4.0 ? 0.0 : least;
}

/// Blur and levels: means over the finder patterns that look like one.
void fill_looks(const std::vector<SeenFinder>& finders, SymbolTrace& trace) {
    if (finders.empty()) return;
    constexpr double rise_of_sigma = 2.563;  // 10 to 90 % of a Gaussian edge
    double along = 0.0;
    double down = 0.0;
    double contrast = 0.0;
    for (const auto& finder : finders) {
        along += finder.look.sigma_along;
        down += finder.look.sigma_down;
        contrast += finder.look.light - finder.look.dark;
    }
    const double count = static_cast<double>(finders.size());
    const double small = std::min(along, down) / count;
    const double large = std::max(along, down) / count;
    trace.edge_width_modules = rise_of_sigma * large;
    trace.blur_anisotropy = large > 0.0 ? 1.0 - small / large : 0.0;
    trace.contrast = std::min(contrast / count, 255.0);
}

}  // namespace

SymbolTrace trace_symbol(FrameView frame, const SymbolOutline& outline,
                         const SymbolTrace* previous) {
    SymbolTrace trace;
    for (std::size_t k = 0; k < 4; ++k) trace.corners[k] = pixel_of(outline.corners[k]);
    trace.finder_patterns =
        static_cast<std::int32_t>(std::min<std::size_t>(outline.finders.size(), 3));
    trace.side_modules = outline.side_modules;
    const auto edges = edges_of(outline.corners);
    const auto [shortest, longest] = std::minmax_element(edges.begin(), edges.end());
    // From fewer patterns the outline is a guess.
    const bool is_whole = outline.finders.empty() || outline.finders.size() >= 3;
    if (is_whole && *longest > 0.0) trace.keystone = 1.0 - *shortest / *longest;
    if (outline.side_modules > 0) {
        trace.module_px = (edges[0] + edges[1] + edges[2] + edges[3]) / 4.0 / outline.side_modules;
    } else if (!outline.finders.empty()) {
        const auto& shape = outline.finders.front().shape;
        trace.module_px = (length_of(shape.along) + length_of(shape.down)) / 2.0;
    }
    const auto top = outline.corners[1] - outline.corners[0];
    trace.turn_deg = std::atan2(top.y, top.x) * 180.0 / std::numbers::pi;
    fill_looks(outline.finders, trace);
    trace.curl_modules = outline.bend_modules;
    fill_cuts(frame, outline.corners, trace);
    const bool was_whole = previous && (previous->was_read || previous->finder_patterns == 3);
    if (was_whole && is_whole) trace.motion_px = motion_between(*previous, trace);
    const auto glare = measure_glare(frame, outline);
    trace.glare_share = glare.share;
    if (glare.share > 0.0) trace.glare_at = pixel_of(glare.middle);
    trace.moire = measure_moire(frame, outline);
    return trace;
}

}  // namespace outpost::scanning
