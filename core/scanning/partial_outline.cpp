// Where a symbol lies that is partly out of the frame or covered.
#include "core/scanning/partial_outline.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace outpost::scanning {

namespace {

constexpr double finder_reach = 3.5;  // from a pattern's middle to its outer edge
constexpr std::size_t patterns_tried_max = 6;
constexpr double likeness_least = 0.78;     // alone a pattern must be clearer than with others
constexpr double contrast_least = 12.0;     // grey levels
constexpr std::int32_t modules_least = 10;  // that must lie beside a pattern to believe in it

bool is_inside(FrameView frame, Place at) {
    return at.x >= 0.0 && at.y >= 0.0 && at.x <= frame.width_px - 1.0 &&
           at.y <= frame.height_px - 1.0;
}

/// How well dark and light change places around a middle, seen at one turn.
double rings_contrast(FrameView frame, const FinderShape& shape) {
    double sum = 0.0;
    for (int dy = -4; dy <= 4; ++dy) {
        for (int dx = -4; dx <= 4; ++dx) {
            const int ring = std::max(std::abs(dx), std::abs(dy));
            const double weight = ring == 2 || ring == 4 ? 1.0 / 48.0 : -1.0 / 33.0;
            sum += weight * sample_at(frame, shape.centre + static_cast<double>(dx) * shape.along +
                                                 static_cast<double>(dy) * shape.down);
        }
    }
    return sum;
}

/// The pattern at the turn that shows it best, from 0 to 90 degrees.
SeenFinder see_turned(FrameView frame, const FinderModel& model, const FinderPattern& pattern) {
    FinderShape best;
    for (int step = 0; step < 18; ++step) {
        const double turn = step * std::numbers::pi / 36.0;
        const Place along{std::cos(turn), std::sin(turn)};
        const Place down{-along.y, along.x};
        const double module_px = pattern.module_px * std::max(std::abs(along.x), std::abs(along.y));
        FinderShape shape{pattern.centre, module_px * along, module_px * down, 0.0, 0.0};
        shape.contrast = rings_contrast(frame, shape);
        if (shape.contrast > best.contrast) best = shape;
    }
    SeenFinder seen{best, {}};
    // Blur may take two thirds of the contrast.
    if (best.contrast > contrast_least / 3.0) seen.look = model.look_at(frame, seen.shape);
    return seen;
}

/// What lies along one direction of a pattern.
struct Walk {
    double modules = 0.0;       // of symbol, from the pattern's middle
    bool is_at_border = false;  // the frame ended before the symbol did
};

/// Steps away from a pattern, module by module, as long as a strip of seven modules across is
/// neither all dark nor all light.
Walk walk(FrameView frame, const SeenFinder& finder, Place step, Place across) {
    constexpr std::int32_t strip = 6;
    constexpr std::int32_t longest = 240;
    const double middle = (finder.look.light + finder.look.dark) / 2.0;
    std::array<std::int32_t, strip> dark{};
    Walk made;
    std::int32_t columns = 0;
    for (std::int32_t k = 5; k < longest; ++k) {
        std::int32_t count = 0;
        for (int v = -3; v <= 3; ++v) {
            const auto at = finder.shape.centre + static_cast<double>(k) * step +
                            static_cast<double>(v) * across;
            if (!is_inside(frame, at)) {
                made.is_at_border = true;
                return made;
            }
            if (sample_at(frame, at) < middle) ++count;
        }
        dark[static_cast<std::size_t>(k % strip)] = count;
        if (++columns < strip) continue;
        std::int32_t sum = 0;
        for (const auto one : dark) sum += one;
        const double share = sum / (7.0 * strip);
        if (share < 0.12 || share > 0.88) return made;
        made.modules = k;
    }
    return made;
}

/// The directions in which the symbol goes on from one of its patterns.
struct Spread {
    Place step;  // one module
    Walk walk;
};

std::array<Spread, 4> spreads_of(FrameView frame, const SeenFinder& finder) {
    const auto& shape = finder.shape;
    const std::array<Place, 4> steps{
        {shape.along, shape.down, -1.0 * shape.along, -1.0 * shape.down}};
    std::array<Spread, 4> spreads;
    for (std::size_t k = 0; k < 4; ++k)
        spreads[k] = {steps[k], walk(frame, finder, steps[k], steps[(k + 1) % 4])};
    return spreads;
}

/// A square from the corner beside one pattern.
SymbolOutline square_from(Place corner, Place edge, Place other_edge) {
    SymbolOutline outline;
    outline.corners = {corner, corner + edge, corner + edge + other_edge, corner + other_edge};
    if (cross(edge, other_edge) < 0.0) std::swap(outline.corners[1], outline.corners[3]);
    return outline;
}

/// Two patterns at the ends of one edge, the symbol to one side of it.
std::optional<SymbolOutline> outline_beside(FrameView frame, const SeenFinder& one,
                                            const SeenFinder& two) {
    const auto apart = two.shape.centre - one.shape.centre;
    const double distance_px = length_of(apart);
    const double module_px = (length_of(one.shape.along) + length_of(two.shape.along)) / 2.0;
    const double modules = distance_px / module_px + 2.0 * finder_reach;
    const auto step = (module_px / distance_px) * apart;
    const Place across{-step.y, step.x};
    const auto between = walk(frame, one, step, across);
    if (between.modules < 0.6 * (modules - 2.0 * finder_reach)) return std::nullopt;
    std::array<double, 2> depth{};
    for (const std::size_t side : {0U, 1U}) {
        const auto inwards = side == 0 ? across : -1.0 * across;
        depth[side] =
            walk(frame, one, inwards, step).modules + walk(frame, two, inwards, step).modules;
    }
    if (std::abs(depth[0] - depth[1]) < modules_least) return std::nullopt;
    const auto inwards = depth[0] > depth[1] ? across : -1.0 * across;
    const auto corner = one.shape.centre - finder_reach * step - finder_reach * inwards;
    auto outline = square_from(corner, modules * step, modules * inwards);
    outline.side_modules = 0;
    return outline;
}

/// Two patterns in opposite corners.
std::optional<SymbolOutline> outline_across(FrameView frame, const SeenFinder& one,
                                            const SeenFinder& two) {
    const auto apart = two.shape.centre - one.shape.centre;
    const auto pick = [&](Place axis) { return dot(apart, axis) < 0.0 ? -1.0 * axis : axis; };
    const auto step = pick(one.shape.along);
    const auto other = pick(one.shape.down);
    if (walk(frame, one, step, other).modules < modules_least &&
        walk(frame, one, other, step).modules < modules_least)
        return std::nullopt;
    const double size = length_of(step);
    const double modules = dot(apart, step) / (size * size) + 2.0 * finder_reach;
    const double others = dot(apart, other) / (size * size) + 2.0 * finder_reach;
    const auto corner = one.shape.centre - finder_reach * step - finder_reach * other;
    return square_from(corner, modules * step, others * other);
}

std::optional<SymbolOutline> outline_of_two(FrameView frame, const SeenFinder& one,
                                            const SeenFinder& two) {
    const double size = length_of(one.shape.along);
    const double other_size = length_of(two.shape.along);
    if (std::max(size, other_size) > 1.5 * std::min(size, other_size)) return std::nullopt;
    const auto apart = two.shape.centre - one.shape.centre;
    const double modules = length_of(apart) / std::sqrt(size * other_size);
    if (modules < 13.0 || modules > 250.0) return std::nullopt;
    // 0 along an axis of the pattern, 1 at 45 degrees to both.
    const double u = std::abs(dot(apart, one.shape.along)) / (size * length_of(apart));
    const double v = std::abs(dot(apart, one.shape.down)) / (size * length_of(apart));
    const double slant = std::min(u, v) / std::max(u, v);
    std::optional<SymbolOutline> outline;
    if (slant < 0.27) outline = outline_beside(frame, one, two);
    if (slant > 0.6) outline = outline_across(frame, one, two);
    if (!outline) return outline;
    outline->finders = {one, two};
    const double edge_px = length_of(outline->corners[1] - outline->corners[0]);
    const double version = (edge_px / std::sqrt(size * other_size) - 17.0) / 4.0;
    outline->side_modules =
        side_of_version(std::clamp(static_cast<std::int32_t>(std::lround(version)), 1, 40));
    return outline;
}

/// Length of an edge that was walked along. Where the frame cut it, another pattern must lie
/// beyond; an edge that ended within the frame tells the size of the other.
double edge_modules(const Walk& walk, const Walk& other) {
    const double seen = walk.modules + finder_reach;
    if (!walk.is_at_border) return seen;
    return std::max(seen + 7.0, other.is_at_border ? other.modules + finder_reach + 7.0
                                                   : other.modules + finder_reach);
}

/// One pattern with the symbol on two sides of it, of which at least one leaves the frame.
std::optional<SymbolOutline> outline_of_one(FrameView frame, const SeenFinder& finder) {
    const auto spreads = spreads_of(frame, finder);
    for (std::size_t k = 0; k < 4; ++k) {
        const auto& one = spreads[k];
        const auto& two = spreads[(k + 1) % 4];
        const auto& third = spreads[(k + 2) % 4];
        const auto& fourth = spreads[(k + 3) % 4];
        if (one.walk.modules < modules_least || two.walk.modules < modules_least) continue;
        if (third.walk.modules > 0.0 || fourth.walk.modules > 0.0) return std::nullopt;
        if (!one.walk.is_at_border && !two.walk.is_at_border) return std::nullopt;
        const auto corner = finder.shape.centre - finder_reach * one.step - finder_reach * two.step;
        auto outline = square_from(corner, edge_modules(one.walk, two.walk) * one.step,
                                   edge_modules(two.walk, one.walk) * two.step);
        outline.finders = {finder};
        return outline;
    }
    return std::nullopt;
}

}  // namespace

std::optional<SymbolOutline> outline_of_part(FrameView frame, const FinderModel& model,
                                             std::span<const FinderPattern> patterns) {
    std::vector<SeenFinder> seen;
    for (const auto& pattern : patterns.first(std::min(patterns.size(), patterns_tried_max))) {
        const auto finder = see_turned(frame, model, pattern);
        if (finder.look.likeness >= likeness_least &&
            finder.look.light - finder.look.dark >= contrast_least)
            seen.push_back(finder);
    }
    for (std::size_t one = 0; one < seen.size(); ++one)
        for (std::size_t two = one + 1; two < seen.size(); ++two)
            if (auto outline = outline_of_two(frame, seen[one], seen[two])) return outline;
    for (const auto& finder : seen)
        if (auto outline = outline_of_one(frame, finder)) return outline;
    return std::nullopt;
}

}  // namespace outpost::scanning
