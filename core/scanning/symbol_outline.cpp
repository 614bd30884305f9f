// Where a symbol lies, from whatever is known of it.
#include "core/scanning/symbol_outline.h"

#include "core/scanning/partial_outline.h"

#include <algorithm>
#include <cmath>

namespace outpost::scanning {

namespace {

constexpr double finder_middle = 3.5;

SeenFinder see(FrameView frame, const FinderModel& model, FinderShape shape) {
    SeenFinder seen{shape, {}};
    seen.look = model.look_at(frame, seen.shape);
    return seen;
}

FinderShape shape_at(const Projection& projection, ModulePlace middle) {
    FinderShape shape;
    shape.centre = projection.apply(middle);
    shape.along = 0.5 * (projection.apply({middle.x + 1.0, middle.y}) -
                         projection.apply({middle.x - 1.0, middle.y}));
    shape.down = 0.5 * (projection.apply({middle.x, middle.y + 1.0}) -
                        projection.apply({middle.x, middle.y - 1.0}));
    return shape;
}

FinderShapes shapes_on(const Projection& projection, double side) {
    const double far = side - finder_middle;
    return {shape_at(projection, {finder_middle, finder_middle}),
            shape_at(projection, {far, finder_middle}), shape_at(projection, {finder_middle, far})};
}

/// What the search for patterns would have found there.
FinderTriple triple_of(const FinderShapes& shapes) {
    const auto right = shapes.top_right.centre - shapes.top_left.centre;
    const double slant = std::max(std::abs(right.x), std::abs(right.y)) / length_of(right);
    const auto pattern = [&](const FinderShape& shape) {
        const double module_px = (length_of(shape.along) + length_of(shape.down)) / 2.0;
        return FinderPattern{shape.centre, module_px / slant, 0};
    };
    return {pattern(shapes.top_left), pattern(shapes.top_right), pattern(shapes.bottom_left), 0.0};
}

std::array<ModulePlace, 4> module_corners(double side) {
    return {{{0, 0}, {side, 0}, {side, side}, {0, side}}};
}

/// Everything of the symbol lies on this side of the map's horizon.
bool is_before_horizon(const Projection& projection, double side) {
    const auto corners = module_corners(side);
    return std::all_of(corners.begin(), corners.end(),
                       [&](ModulePlace corner) { return projection.is_before_horizon(corner); });
}

/// The flat grid that meets the timing patterns best, of the likeliest versions.
struct VersionFit {
    FlatGrid grid;
    std::int32_t side_modules = 0;
};

VersionFit fit_version(FrameView frame, const FinderShapes& shapes) {
    constexpr std::size_t versions_tried_max = 2;
    constexpr double timing_sure = 0.55;  // chance gives 0.3 now and then
    VersionFit best;
    best.grid.timing = -2.0;
    double demerit = 0.0;  // likelier versions come first
    std::size_t tried = 0;
    for (const auto version : likely_versions(frame, shapes)) {
        if (tried++ == versions_tried_max) break;
        const auto side = side_of_version(version);
        const auto grid = fit_flat(frame, shapes, side);
        if (best.side_modules == 0 || grid.timing - demerit > best.grid.timing) best = {grid, side};
        if (grid.timing >= timing_sure) break;
        demerit += 0.05;
    }
    return best;
}

/// One colour of a finder pattern's size, or lines through text, are unlike it.
bool is_like(const FinderLook& look, double least) {
    constexpr double contrast_least = 6.0;  // grey levels
    return look.likeness >= least && look.light - look.dark >= contrast_least;
}

SymbolOutline outline_of_shapes(FrameView frame, const FinderModel& model,
                                const FinderShapes& shapes, const VersionFit& fit) {
    SymbolOutline outline;
    outline.side_modules = fit.side_modules;
    const auto corners = module_corners(fit.side_modules);
    for (std::size_t k = 0; k < 4; ++k) outline.corners[k] = fit.grid.projection.apply(corners[k]);
    for (const auto* shape : {&shapes.top_left, &shapes.top_right, &shapes.bottom_left})
        outline.finders.push_back(see(frame, model, *shape));
    return outline;
}

/// Cheap: three drawn patterns, not turned against each other, seem to stand there.
bool is_promising(FrameView frame, const FinderModel& model, const FinderTriple& triple) {
    const auto right = triple.top_right.centre - triple.top_left.centre;
    const auto below = triple.bottom_left.centre - triple.top_left.centre;
    const auto along = (1.0 / length_of(right)) * right;
    const auto down = (1.0 / length_of(below)) * below;
    const double slant = std::max(std::abs(along.x), std::abs(along.y));
    constexpr double likeness_least = 0.5;
    for (const auto* pattern : {&triple.top_left, &triple.top_right, &triple.bottom_left}) {
        const double module_px = pattern->module_px * slant;
        FinderShape shape{pattern->centre, module_px * along, module_px * down, 0.0, 0.0};
        if (!is_like(model.look_at(frame, shape), likeness_least)) return false;
    }
    return true;
}

std::optional<SymbolOutline> outline_of_triple(FrameView frame, const FinderModel& model,
                                               const FinderTriple& triple) {
    if (!is_promising(frame, model, triple)) return std::nullopt;
    const auto shapes = fit_shapes(frame, triple);
    const auto fit = fit_version(frame, shapes);
    if (fit.side_modules == 0 || !is_before_horizon(fit.grid.projection, fit.side_modules))
        return std::nullopt;
    auto outline = outline_of_shapes(frame, model, shapes, fit);
    constexpr double likeness_least = 0.68;
    constexpr double timing_least = 0.2;
    constexpr double likeness_sure = 0.85;
    double least = 1.0;
    for (const auto& finder : outline.finders) least = std::min(least, finder.look.likeness);
    if (least < likeness_least) return std::nullopt;
    // Bent paper misses the timing patterns.
    if (least < likeness_sure && fit.grid.timing < timing_least) return std::nullopt;
    return outline;
}

struct Corner {
    Place at;
    Place inwards;  // from it to the symbol's middle
    double edge_px = 0.0;
};

/// The finder pattern in a corner of a symbol that is known to be there. `reach` is the half side
/// of the box to look in, as a share of the symbol's edge.
std::optional<FinderPattern> pattern_at(FrameView frame, const Corner& corner, double reach,
                                        std::int32_t factor) {
    const auto middle = corner.at + (0.5 * reach) * corner.inwards;
    const auto half = static_cast<std::int32_t>(std::lround(reach * corner.edge_px)) + 4;
    PixelBox box{static_cast<std::int32_t>(std::lround(middle.x)) - half,
                 static_cast<std::int32_t>(std::lround(middle.y)) - half, 2 * half, 2 * half};
    auto part = part_of(frame, box);
    if (part.width_px < 10 * factor || part.height_px < 10 * factor) return std::nullopt;
    Frame shrunk;
    if (factor > 1) {
        shrink(part, factor, shrunk);
        part = shrunk.view();
    }
    DarkPlane plane;
    plane.assign(part, {12, 3});
    std::optional<FinderPattern> best;
    double best_miss = 1.0;
    const double offset = (factor - 1) / 2.0;
    for (auto pattern : find_finder_patterns(plane)) {
        pattern.centre = static_cast<double>(factor) * pattern.centre +
                         Place{box.x_px + offset, box.y_px + offset};
        pattern.module_px *= factor;
        // Rows of pixels cut a turned pattern slantwise, by up to the square root of 2.
        const double away = length_of(pattern.centre - corner.at) / pattern.module_px;
        const double miss = std::abs(away / 4.4 - 1.0);
        if (miss > 0.45 || miss >= best_miss) continue;
        best = pattern;
        best_miss = miss;
    }
    return best;
}

std::optional<FinderTriple> triple_at(FrameView frame, const std::array<Place, 4>& corners,
                                      double reach, double module_px_seen_most) {
    const auto middle = 0.25 * (corners[0] + corners[1] + corners[2] + corners[3]);
    FinderTriple triple;
    const std::array<std::pair<std::size_t, FinderPattern*>, 3> wanted{
        {{0, &triple.top_left}, {1, &triple.top_right}, {3, &triple.bottom_left}}};
    for (const auto& [k, pattern] : wanted) {
        const Corner corner{corners[k], middle - corners[k],
                            std::max(length_of(corners[(k + 1) % 4] - corners[k]),
                                     length_of(corners[(k + 3) % 4] - corners[k]))};
        const auto factor = std::clamp(
            static_cast<std::int32_t>(reach * corner.edge_px / module_px_seen_most), 1, 8);
        const auto found = pattern_at(frame, corner, reach, factor);
        if (!found) return std::nullopt;
        *pattern = *found;
    }
    // The boxes of two corners may show the same pattern.
    const auto are_apart = [](const FinderPattern& a, const FinderPattern& b) {
        return length_of(b.centre - a.centre) > 9.0 * std::max(a.module_px, b.module_px);
    };
    if (!are_apart(triple.top_left, triple.top_right) ||
        !are_apart(triple.top_left, triple.bottom_left) ||
        !are_apart(triple.top_right, triple.bottom_left))
        return std::nullopt;
    return triple;
}

}  // namespace

std::optional<SymbolOutline> outline_of_grid(FrameView frame, const FinderModel& model,
                                             const SamplingResult& grid) {
    if (grid.side_modules < 21) return std::nullopt;
    const double side = grid.side_modules;
    const auto from = module_corners(side);
    std::array<Match, 4> matches;
    for (std::size_t k = 0; k < 4; ++k) matches[k] = {from[k], grid.corners[k], 1.0};
    const auto projection = Projection::fit(matches);
    if (!projection || !is_before_horizon(*projection, side)) return std::nullopt;
    SymbolOutline outline;
    outline.corners = grid.corners;
    outline.side_modules = grid.side_modules;
    outline.bend_modules = grid.bend_modules;
    auto shapes = shapes_on(*projection, side);
    constexpr double bend_least = 0.4;  // modules: from there on the patterns slant as they like
    if (grid.bend_modules > bend_least) shapes = fit_shapes(frame, triple_of(shapes));
    for (const auto* shape : {&shapes.top_left, &shapes.top_right, &shapes.bottom_left}) {
        auto seen = see(frame, model, *shape);
        if (is_like(seen.look, 0.4)) outline.finders.push_back(seen);
    }
    return outline;
}

SymbolOutline outline_of_read(FrameView frame, const FinderModel& model, const SymbolRead& symbol) {
    SymbolOutline outline;
    for (std::size_t k = 0; k < 4; ++k)
        outline.corners[k] = {static_cast<double>(symbol.corners[k].x_px),
                              static_cast<double>(symbol.corners[k].y_px)};
    const auto across = outline.corners[2] - outline.corners[0];
    const auto other = outline.corners[3] - outline.corners[1];
    if (std::abs(cross(across, other)) < 800.0) return outline;  // 20 x 20 pixels
    // Dense symbols first: boxes that hold the patterns of version 5 and more.
    auto triple = triple_at(frame, outline.corners, 0.13, 1e9);
    if (!triple) triple = triple_at(frame, outline.corners, 0.27, 40.0);
    if (!triple) return outline;
    const auto shapes = fit_shapes(frame, *triple);
    const auto fit = fit_version(frame, shapes);
    if (fit.side_modules == 0) return outline;
    const auto corners = outline.corners;
    outline = outline_of_shapes(frame, model, shapes, fit);
    outline.corners = corners;  // the decoder knows the fourth corner better
    return outline;
}

std::optional<SymbolOutline> outline_of_patterns(FrameView frame, const FinderModel& model,
                                                 std::span<const FinderPattern> patterns) {
    constexpr std::size_t triples_tried_max = 3;
    std::size_t tried = 0;
    for (const auto& triple :
         find_triples(std::vector<FinderPattern>(patterns.begin(), patterns.end()))) {
        if (tried++ == triples_tried_max) break;
        if (auto outline = outline_of_triple(frame, model, triple)) return outline;
    }
    return outline_of_part(frame, model, patterns);
}

}  // namespace outpost::scanning
