// Places of a symbol that are found by their own look.
#include "core/scanning/grid_anchor.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace outpost::scanning {

namespace {

constexpr double finder_middle = 3.5;

/// The 5 x 5 modules of an alignment pattern at some slant.
class AlignmentLook {
  public:
    AlignmentLook(FrameView frame, Place along, Place down) : frame_(frame) {
        std::size_t k = 0;
        for (int dy = -2; dy <= 2; ++dy)
            for (int dx = -2; dx <= 2; ++dx)
                offsets_[k++] = static_cast<double>(dx) * along + static_cast<double>(dy) * down;
    }

    /// Correlation with the pattern, -1 to 1.
    [[nodiscard]] double likeness(Place middle) const {
        constexpr double light_share = 8.0 / 25.0;  // one light ring
        double sum = 0.0;
        double squares = 0.0;
        double light = 0.0;
        std::size_t k = 0;
        for (const auto& offset : offsets_) {
            const double value = sample_at(frame_, middle + offset);
            sum += value;
            squares += value * value;
            if (is_light(k++)) light += value;
        }
        const double variance = squares / 25.0 - (sum / 25.0) * (sum / 25.0);
        constexpr double variance_least = 9.0;  // three grey levels: nothing stands there
        if (variance < variance_least) return 0.0;
        return (light - light_share * sum) / 25.0 /
               std::sqrt(variance * light_share * (1.0 - light_share));
    }

  private:
    static bool is_light(std::size_t k) {
        const auto x = static_cast<std::int32_t>(k % 5) - 2;
        const auto y = static_cast<std::int32_t>(k / 5) - 2;
        return std::max(std::abs(x), std::abs(y)) == 1;
    }

    FrameView frame_;
    std::array<Place, 25> offsets_{};
};

struct Seen {
    Place shift;  // modules
    double merit = -1.0;
    double likeness = -1.0;
};

/// What is far from where it should be must be clearer.
constexpr double merit_lost_per_module = 0.04;

/// Shifts that are tried, in modules.
struct Raster {
    double reach = 0;
    double step = 1;
};

Seen look_around(const AlignmentLook& look, const MeshSlope& slope, Place middle, Seen best,
                 Raster raster) {
    const auto from = best.shift;
    const auto steps = static_cast<int>(std::lround(raster.reach / raster.step));
    for (int row = -steps; row <= steps; ++row) {
        for (int column = -steps; column <= steps; ++column) {
            const Place shift = from + Place{column * raster.step, row * raster.step};
            const double likeness =
                look.likeness(middle + shift.x * slope.per_column + shift.y * slope.per_row);
            const double merit = likeness - merit_lost_per_module * length_of(shift);
            if (merit > best.merit) best = {shift, merit, likeness};
        }
    }
    return best;
}

/// Anchors from a finder pattern: its middle and, for the slant, its corners.
void add_finder(std::vector<Anchor>& anchors, const Projection& flat, const FinderShape& shape,
                ModulePlace middle) {
    anchors.push_back({middle, shape.centre - flat.apply(middle), 1.0});
    for (const double dy : {-3.5, 3.5}) {
        for (const double dx : {-3.5, 3.5}) {
            const ModulePlace at{middle.x + dx, middle.y + dy};
            const auto seen = shape.centre + dx * shape.along + dy * shape.down;
            anchors.push_back({at, seen - flat.apply(at), 0.5});
        }
    }
}

std::optional<Anchor> find_alignment(FrameView frame, const Projection& flat,
                                     const std::vector<Anchor>& anchors, ModulePlace at) {
    constexpr double likeness_sure = 0.85;
    constexpr double likeness_promising = 0.55;
    constexpr double likeness_least = 0.7;
    constexpr double step = 0.375;  // modules
    auto slope = slope_between(anchors, at);
    const auto middle = flat.apply(at) + slope.beside;
    slope.per_column =
        slope.per_column + flat.apply({at.x + 0.5, at.y}) - flat.apply({at.x - 0.5, at.y});
    slope.per_row = slope.per_row + flat.apply({at.x, at.y + 0.5}) - flat.apply({at.x, at.y - 0.5});
    const AlignmentLook look(frame, slope.per_column, slope.per_row);
    auto seen = look_around(look, slope, middle, {}, {2 * step, step});
    if (seen.likeness < likeness_sure)
        seen = look_around(look, slope, middle, {}, {8 * step, step});
    if (seen.likeness < likeness_promising) return std::nullopt;
    seen = look_around(look, slope, middle, seen, {0.25, 0.125});
    if (seen.likeness < likeness_least) return std::nullopt;
    const auto there = middle + seen.shift.x * slope.per_column + seen.shift.y * slope.per_row;
    return Anchor{at, there - flat.apply(at), 1.0};
}

std::vector<ModulePlace> alignment_places(const SymbolLayout& layout) {
    std::vector<ModulePlace> places;
    const auto centres = alignment_centres(layout.version());
    if (centres.empty()) return places;
    const auto first = centres.front();
    const auto last = centres.back();
    for (const auto row : centres) {
        for (const auto column : centres) {
            const bool is_finder = (row == first && (column == first || column == last)) ||
                                   (row == last && column == first);
            if (!is_finder) places.push_back({column + 0.5, row + 0.5});
        }
    }
    const double far = layout.side() - finder_middle;
    const auto away = [&](ModulePlace at) {
        return std::min({std::hypot(at.x - finder_middle, at.y - finder_middle),
                         std::hypot(at.x - far, at.y - finder_middle),
                         std::hypot(at.x - finder_middle, at.y - far)});
    };
    std::stable_sort(places.begin(), places.end(),
                     [&](ModulePlace a, ModulePlace b) { return away(a) < away(b); });
    return places;
}

}  // namespace

MeshSlope slope_between(const std::vector<Anchor>& anchors, ModulePlace at) {
    std::array<double, 9> normal{};
    std::array<double, 3> right_x{};
    std::array<double, 3> right_y{};
    constexpr double near = 6.0;  // modules
    for (const auto& anchor : anchors) {
        const double dx = anchor.at.x - at.x;
        const double dy = anchor.at.y - at.y;
        const double away = 1.0 + (dx * dx + dy * dy) / (near * near);
        const double weight = anchor.weight / (away * away);
        const std::array<double, 3> row_of{1.0, dx, dy};
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j) normal[i * 3 + j] += weight * row_of[i] * row_of[j];
            right_x[i] += weight * row_of[i] * anchor.beside.x;
            right_y[i] += weight * row_of[i] * anchor.beside.y;
        }
    }
    if (normal[0] <= 0.0) return {};
    const double pull = 0.5 * normal[0];  // towards no slope, as if a module wide
    normal[4] += pull;
    normal[8] += pull;
    auto again = normal;
    if (!solve_positive(normal, right_x) || !solve_positive(again, right_y)) return {};
    return {{right_x[0], right_y[0]}, {right_x[1], right_y[1]}, {right_x[2], right_y[2]}};
}

std::vector<Anchor> find_anchors(FrameView frame, const SymbolLayout& layout,
                                 const Projection& flat, const FinderShapes& shapes) {
    const double far = layout.side() - finder_middle;
    std::vector<Anchor> anchors;
    add_finder(anchors, flat, shapes.top_left, {finder_middle, finder_middle});
    add_finder(anchors, flat, shapes.top_right, {far, finder_middle});
    add_finder(anchors, flat, shapes.bottom_left, {finder_middle, far});
    auto missing = alignment_places(layout);
    // One that is found shows where to look for those that were not.
    constexpr int rounds_max = 3;
    for (int round = 0; round < rounds_max && !missing.empty(); ++round) {
        std::vector<ModulePlace> still_missing;
        for (const auto at : missing) {
            const auto anchor = find_alignment(frame, flat, anchors, at);
            if (anchor) anchors.push_back(*anchor);
            if (!anchor) still_missing.push_back(at);
        }
        if (still_missing.size() == missing.size()) break;
        missing = std::move(still_missing);
    }
    return anchors;
}

}  // namespace outpost::scanning
