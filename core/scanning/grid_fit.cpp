// From three finder patterns to a flat grid.
#include "core/scanning/grid_fit.h"

#include <algorithm>
#include <cmath>

namespace outpost::scanning {

namespace {

constexpr double finder_middle = 3.5;

/// Values of the 81 modules of a pattern and its light surround, each with whether it is due light.
template <typename Visit>
void visit_modules(FrameView frame, const FinderShape& shape, Visit visit) {
    for (int dy = -4; dy <= 4; ++dy) {
        for (int dx = -4; dx <= 4; ++dx) {
            const int ring = std::max(std::abs(dx), std::abs(dy));
            visit(sample_at(frame, shape.centre + static_cast<double>(dx) * shape.along +
                                       static_cast<double>(dy) * shape.down),
                  ring == 2 || ring == 4);
        }
    }
}

/// Mean of the light rings less the mean of the dark ones.
double contrast_of(FrameView frame, const FinderShape& shape) {
    double dark = 0.0;
    double light = 0.0;
    visit_modules(frame, shape,
                  [&](double value, bool is_light) { (is_light ? light : dark) += value; });
    return light / 48.0 - dark / 33.0;
}

/// Correlation of the 81 modules with what they should be.
double likeness_of(FrameView frame, const FinderShape& shape) {
    constexpr double light_share = 48.0 / 81.0;
    double sum = 0.0;
    double squares = 0.0;
    double product = 0.0;
    visit_modules(frame, shape, [&](double value, bool is_light) {
        sum += value;
        squares += value * value;
        product += value * ((is_light ? 1.0 : 0.0) - light_share);
    });
    const double variance = squares / 81.0 - (sum / 81.0) * (sum / 81.0);
    if (variance < 4.0) return 0.0;  // two grey levels: nothing stands there
    return product / 81.0 / std::sqrt(variance * light_share * (1.0 - light_share));
}

/// Better values for one number of the shape, by trying a step either way.
bool improve(FrameView frame, FinderShape& shape, double& number, double step) {
    const double before = number;
    for (const double change : {step, -step}) {
        number = before + change;
        const double contrast = contrast_of(frame, shape);
        if (contrast > shape.contrast) {
            shape.contrast = contrast;
            return true;
        }
    }
    number = before;
    return false;
}

FinderShape fit_shape(FrameView frame, Place centre, Place along, Place down) {
    FinderShape shape{centre, along, down, 0.0, 0.0};
    shape.contrast = contrast_of(frame, shape);
    const double module_px = (length_of(along) + length_of(down)) / 2.0;
    for (const double step : {0.35, 0.16, 0.07, 0.03}) {
        for (int round = 0; round < 4; ++round) {
            bool is_better = improve(frame, shape, shape.centre.x, step * module_px);
            is_better |= improve(frame, shape, shape.centre.y, step * module_px);
            const double slant = step * module_px / 3.5;
            for (auto* vector : {&shape.along, &shape.down}) {
                is_better |= improve(frame, shape, vector->x, slant);
                is_better |= improve(frame, shape, vector->y, slant);
            }
            if (!is_better) break;
        }
    }
    shape.likeness = likeness_of(frame, shape);
    return shape;
}

/// 18 modules beside a finder pattern, from the local shape alone; the section's order of bits.
std::uint32_t read_version_info(FrameView frame, const FinderShape& shape, bool is_beside_right) {
    std::array<double, 18> values{};
    double mean = 0.0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        // Three modules away from the pattern's middle lies its edge, one more the separator.
        const double away = static_cast<double>(k % 3) - 7.0;
        const double across = static_cast<double>(k / 3) - 3.0;
        const auto at = is_beside_right ? shape.centre + away * shape.along + across * shape.down
                                        : shape.centre + across * shape.along + away * shape.down;
        values[k] = sample_at(frame, at);
    }
    // The finder's own levels are the measure: the bits need not be balanced.
    double light = 0.0;
    double dark = 0.0;
    for (int d = -3; d <= 3; ++d) {
        const auto k = static_cast<double>(d);
        for (const double side : {-1.0, 1.0}) {
            dark += sample_at(frame, shape.centre + k * shape.along + 3.0 * side * shape.down);
            light += sample_at(frame, shape.centre + k * shape.along + 4.0 * side * shape.down);
        }
    }
    mean = (light + dark) / 28.0;
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < values.size(); ++k)
        if (values[k] < mean) bits |= 1U << k;
    return bits;
}

/// -1 to 1: agreement of a line of modules with dark, light, dark ...
double timing_along(FrameView frame, const Projection& projection, std::int32_t side, bool is_row) {
    double agreement = 0.0;
    double total = 0.0;
    double before = 0.0;
    for (std::int32_t k = 7; k <= side - 8; ++k) {
        const double along = k + 0.5;
        const ModulePlace at = is_row ? ModulePlace{along, 6.5} : ModulePlace{6.5, along};
        const double value = sample_at(frame, projection.apply(at));
        if (k > 7) {
            const double change = value - before;
            agreement += k % 2 == 0 ? -change : change;
            total += std::abs(change);
        }
        before = value;
    }
    return total > 0.0 ? agreement / (total + 2.0 * side) : 0.0;
}

/// The map that takes the three middles of the finder patterns exactly, with the given depth of the
/// top right and the bottom left one against the top left one.
std::optional<Projection> through_middles(const FinderShapes& shapes, std::int32_t side,
                                          double depth_right, double depth_below) {
    const double span = side - 7.0;
    std::array<Match, 6> matches;
    std::size_t count = 0;
    for (const auto& [u, v] :
         {std::pair{0.0, 0.0}, {1.0, 0.0}, {0.0, 1.0}, {0.5, 0.0}, {0.0, 0.5}, {0.5, 0.5}}) {
        const double a = 1.0 - u - v;
        const double b = u * depth_right;
        const double c = v * depth_below;
        const double sum = a + b + c;
        const auto place = (1.0 / sum) * (a * shapes.top_left.centre + b * shapes.top_right.centre +
                                          c * shapes.bottom_left.centre);
        matches[count++] = {{finder_middle + u * span, finder_middle + v * span}, place, 1.0};
    }
    return Projection::fit(matches);
}

/// Depths as the slants of the three patterns say it.
std::pair<double, double> depths_of(const FinderShapes& shapes, std::int32_t side) {
    const double far = side - finder_middle;
    std::vector<Match> matches;
    const auto add = [&](const FinderShape& shape, ModulePlace middle) {
        matches.push_back({middle, shape.centre, 40.0});
        for (const double dy : {-3.5, 3.5})
            for (const double dx : {-3.5, 3.5})
                matches.push_back({{middle.x + dx, middle.y + dy},
                                   shape.centre + dx * shape.along + dy * shape.down,
                                   1.0});
    };
    add(shapes.top_left, {finder_middle, finder_middle});
    add(shapes.top_right, {far, finder_middle});
    add(shapes.bottom_left, {finder_middle, far});
    const auto projection = Projection::fit(matches);
    if (!projection) return {1.0, 1.0};
    // The depth along a line shows in where its middle falls.
    const auto depth = [&](Place near, Place distant, ModulePlace half) {
        const auto middle = projection->apply(half);
        const double to_near = length_of(middle - near);
        const double to_distant = length_of(distant - middle);
        return to_distant > 0.0 ? std::clamp(to_near / to_distant, 0.5, 2.0) : 1.0;
    };
    const double half = side / 2.0;
    return {depth(shapes.top_left.centre, shapes.top_right.centre, {half, finder_middle}),
            depth(shapes.top_left.centre, shapes.bottom_left.centre, {finder_middle, half})};
}

}  // namespace

FinderShapes fit_shapes(FrameView frame, const FinderTriple& triple) {
    const auto right = triple.top_right.centre - triple.top_left.centre;
    const auto below = triple.bottom_left.centre - triple.top_left.centre;
    const auto direction_right = (1.0 / length_of(right)) * right;
    const auto direction_below = (1.0 / length_of(below)) * below;
    // Rows of pixels cut a turned pattern slantwise: what they measure is longer by that much.
    const double slant = std::max(std::abs(direction_right.x), std::abs(direction_right.y));
    const auto fit = [&](const FinderPattern& pattern) {
        const double module_px = pattern.module_px * slant;
        return fit_shape(frame, pattern.centre, module_px * direction_right,
                         module_px * direction_below);
    };
    return {fit(triple.top_left), fit(triple.top_right), fit(triple.bottom_left)};
}

std::vector<std::int32_t> likely_versions(FrameView frame, const FinderShapes& shapes) {
    const auto modules_between = [](const FinderShape& a, const FinderShape& b, bool is_row) {
        const double one = length_of(is_row ? a.along : a.down);
        const double two = length_of(is_row ? b.along : b.down);
        // Seen from one end, distances shrink towards the other: the geometric mean is exact for
        // a projective map.
        return length_of(b.centre - a.centre) / std::sqrt(one * two);
    };
    const double across = modules_between(shapes.top_left, shapes.top_right, true);
    const double down = modules_between(shapes.top_left, shapes.bottom_left, false);
    const double guess = ((across + down) / 2.0 + 7.0 - 17.0) / 4.0;
    std::vector<std::int32_t> versions;
    const auto add = [&](std::int32_t version) {
        if (version < 1 || version > version_max) return;
        if (std::find(versions.begin(), versions.end(), version) == versions.end())
            versions.push_back(version);
    };
    if (guess > 5.0) {
        const double slack = std::max(2.0, guess * 0.2);
        // By chance 18 bits are as near as that to one of these few versions once in 1000 times.
        constexpr std::int32_t wrong_most_alone = 1;
        for (const std::int32_t wrong_most : {wrong_most_alone, 3}) {
            for (const bool is_beside_right : {true, false}) {
                const auto& shape = is_beside_right ? shapes.top_right : shapes.bottom_left;
                const auto bits = read_version_info(frame, shape, is_beside_right);
                const auto named = nearest_version(bits, wrong_most);
                if (named && std::abs(*named - guess) <= slack) add(*named);
            }
            if (wrong_most == wrong_most_alone && versions.size() == 1) return versions;
        }
    }
    const auto nearest = static_cast<std::int32_t>(std::lround(guess));
    for (const auto offset : {0, 1, -1, 2, -2}) add(nearest + offset);
    return versions;
}

FlatGrid fit_flat(FrameView frame, const FinderShapes& shapes, std::int32_t side_modules) {
    const auto depths = depths_of(shapes, side_modules);
    double right = depths.first;  // named: a lambda may not capture a binding in C++20
    double below = depths.second;
    FlatGrid best;
    const auto try_depths = [&](double depth_right, double depth_below, bool is_row) {
        const auto projection = through_middles(shapes, side_modules, depth_right, depth_below);
        return projection ? timing_along(frame, *projection, side_modules, is_row) : -1.0;
    };
    const auto search = [&](double start, bool is_row) {
        double found = start;
        double highest = -1.0;
        for (const auto& [reach, step] : {std::pair{0.15, 0.0075}, std::pair{0.006, 0.0015}}) {
            const double middle = found;
            for (double change = -reach; change <= reach; change += step) {
                const double depth = middle * (1.0 + change);
                const double timing =
                    is_row ? try_depths(depth, below, true) : try_depths(right, depth, false);
                if (timing <= highest + 1e-9) continue;
                highest = timing;
                found = depth;
            }
        }
        constexpr double believable = 0.35;
        return std::pair{highest >= believable ? found : start, highest};
    };
    const auto [found_right, timing_right] = search(right, true);
    right = found_right;
    const auto [found_below, timing_below] = search(below, false);
    below = found_below;
    if (const auto projection = through_middles(shapes, side_modules, right, below))
        best.projection = *projection;
    best.timing = (timing_right + timing_below) / 2.0;
    return best;
}

}  // namespace outpost::scanning
