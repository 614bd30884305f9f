// Finder patterns.
#include "core/scanning/finder_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace outpost::scanning {

namespace {

using Runs = std::array<std::int32_t, 5>;

constexpr std::int32_t runs_px_min = 8;  // 7 modules

/// The runs are 1:1:3:1:1 with the slack that blur, noise and small modules need.
bool is_like_finder(const Runs& runs) {
    const auto total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
    if (total < runs_px_min) return false;
    const double unit = total / 7.0;
    const double slack = std::max(0.6 * unit, 1.05);
    for (const auto k : {0U, 1U, 3U, 4U})
        if (std::abs(runs[k] - unit) > slack) return false;
    return std::abs(runs[2] - 3.0 * unit) <= std::max(1.25 * unit, 1.5);
}

struct Crossing {
    double middle = 0.0;
    double module_px = 0.0;
};

struct Step {
    std::int32_t dx = 0;
    std::int32_t dy = 0;
};

/// Length of the run of equal pixels from a place onwards, at most `longest`.
std::int32_t run_from(const DarkPlane& plane, std::int32_t& x, std::int32_t& y, Step step,
                      std::int32_t longest) {
    std::int32_t count = 0;
    if (x < 0 || y < 0 || x >= plane.width_px() || y >= plane.height_px()) return 0;
    const bool is_dark = plane.is_dark(x, y);
    while (x >= 0 && y >= 0 && x < plane.width_px() && y < plane.height_px() &&
           plane.is_dark(x, y) == is_dark && count <= longest) {
        x += step.dx;
        y += step.dy;
        ++count;
    }
    return count;
}

/// The five runs through a dark place along a line; the middle is counted from the place.
std::optional<Crossing> cross_check(const DarkPlane& plane, std::int32_t x, std::int32_t y,
                                    Step step, double module_px) {
    const auto longest = static_cast<std::int32_t>(module_px * 6.0) + 3;
    if (!plane.is_dark(x, y)) return std::nullopt;
    Runs runs{};
    std::int32_t forward_x = x;
    std::int32_t forward_y = y;
    std::int32_t back_x = x - step.dx;
    std::int32_t back_y = y - step.dy;
    const Step back{-step.dx, -step.dy};
    const auto ahead = run_from(plane, forward_x, forward_y, step, longest);
    runs[3] = run_from(plane, forward_x, forward_y, step, longest);
    runs[4] = run_from(plane, forward_x, forward_y, step, longest);
    std::int32_t behind = 0;
    if (back_x >= 0 && back_y >= 0 && back_x < plane.width_px() && back_y < plane.height_px() &&
        plane.is_dark(back_x, back_y))
        behind = run_from(plane, back_x, back_y, back, longest);
    runs[1] = run_from(plane, back_x, back_y, back, longest);
    runs[0] = run_from(plane, back_x, back_y, back, longest);
    runs[2] = ahead + behind;
    // The outermost run may flow together with something dark beyond it.
    const double unit = (runs[1] + runs[2] + runs[3]) / 5.0;
    runs[0] = std::min(runs[0], static_cast<std::int32_t>(unit * 1.5 + 0.5));
    runs[4] = std::min(runs[4], static_cast<std::int32_t>(unit * 1.5 + 0.5));
    if (!is_like_finder(runs)) return std::nullopt;
    const auto total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
    return Crossing{(ahead - 1 - behind) / 2.0, total / 7.0};
}

struct Sighting {
    Place at;
    double module_px = 0.0;
};

std::optional<Sighting> confirm(const DarkPlane& plane, std::int32_t x, std::int32_t y,
                                double module_px) {
    const auto down = cross_check(plane, x, y, {0, 1}, module_px);
    if (!down || down->module_px > 2.2 * module_px || module_px > 2.2 * down->module_px)
        return std::nullopt;
    const auto middle_y = static_cast<std::int32_t>(std::lround(y + down->middle));
    const auto along = cross_check(plane, x, middle_y, {1, 0}, module_px);
    if (!along) return std::nullopt;
    const auto middle_x = static_cast<std::int32_t>(std::lround(x + along->middle));
    const bool is_diagonal =
        cross_check(plane, middle_x, middle_y, {1, 1}, module_px).has_value() ||
        cross_check(plane, middle_x, middle_y, {1, -1}, module_px).has_value();
    if (!is_diagonal) return std::nullopt;
    return Sighting{{x + along->middle, y + down->middle},
                    (down->module_px + along->module_px) / 2.0};
}

void add(std::vector<FinderPattern>& patterns, const Sighting& seen) {
    for (auto& pattern : patterns) {
        const auto away = pattern.centre - seen.at;
        const auto size = std::max(pattern.module_px, seen.module_px);
        if (std::abs(away.x) > 2.5 * size || std::abs(away.y) > 2.5 * size) continue;
        if (std::abs(pattern.module_px - seen.module_px) > 0.5 * size) continue;
        const double share = 1.0 / (pattern.hits + 1);
        pattern.centre = pattern.centre - share * away;
        pattern.module_px += share * (seen.module_px - pattern.module_px);
        ++pattern.hits;
        return;
    }
    constexpr std::size_t kept_max = 400;
    if (patterns.size() < kept_max) patterns.push_back({seen.at, seen.module_px, 1});
}

/// Looks at one row of the plane.
void search_row(const DarkPlane& plane, std::int32_t y, std::vector<FinderPattern>& patterns) {
    const auto* row = plane.row(y);
    const auto width = plane.width_px();
    Runs runs{};
    std::int32_t run = 0;
    std::int32_t seen_runs = 0;
    std::uint8_t colour = 0;
    for (std::int32_t x = 0; x <= width; ++x) {
        if (x < width && row[x] == colour) {
            ++run;
            continue;
        }
        std::move(runs.begin() + 1, runs.end(), runs.begin());
        runs[4] = run;
        ++seen_runs;
        if (colour == 1 && seen_runs >= 5 && is_like_finder(runs)) {
            const auto total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
            const auto middle = x - runs[4] - runs[3] - (runs[2] + 1) / 2;
            if (const auto seen = confirm(plane, middle, y, total / 7.0)) add(patterns, *seen);
        }
        run = 1;
        colour ^= 1;
    }
}

/// How well three patterns stand like the corners of a symbol; 0 when they cannot be.
double quality_of(const FinderPattern& corner, const FinderPattern& one, const FinderPattern& two) {
    const auto a = one.centre - corner.centre;
    const auto b = two.centre - corner.centre;
    const auto length_a = length_of(a);
    const auto length_b = length_of(b);
    const auto [small, large] = std::minmax({corner.module_px, one.module_px, two.module_px});
    if (small <= 0.0 || large > 2.0 * small) return 0.0;
    if (std::min(length_a, length_b) < 12.0 * small) return 0.0;   // version 1: 14 modules
    if (std::max(length_a, length_b) > 240.0 * large) return 0.0;  // version 40: 170 modules
    const double cosine = std::abs(dot(a, b)) / (length_a * length_b);
    const double ratio = std::min(length_a, length_b) / std::max(length_a, length_b);
    if (cosine > 0.45 || ratio < 0.5) return 0.0;
    const double hits = std::min({corner.hits / corner.module_px, one.hits / one.module_px,
                                  two.hits / two.module_px, 3.0}) /
                        3.0;
    return (1.0 - cosine) * ratio * std::sqrt(small / large) * (0.35 + 0.65 * hits);
}

/// A true pattern is seen by all lines through its middle, three modules; noise makes small ones.
double merit_of(const FinderPattern& pattern) {
    return std::min(pattern.hits / (3.0 * pattern.module_px), 1.0) * std::sqrt(pattern.module_px);
}

}  // namespace

std::vector<FinderPattern> find_finder_patterns(const DarkPlane& plane) {
    std::vector<FinderPattern> patterns;
    for (std::int32_t y = 0; y < plane.height_px(); ++y) search_row(plane, y, patterns);
    std::sort(patterns.begin(), patterns.end(),
              [](const auto& a, const auto& b) { return merit_of(a) > merit_of(b); });
    if (patterns.size() > finder_patterns_max) patterns.resize(finder_patterns_max);
    return patterns;
}

std::vector<FinderTriple> find_triples(const std::vector<FinderPattern>& patterns) {
    std::vector<FinderTriple> triples;
    const auto count = patterns.size();
    for (std::size_t corner = 0; corner < count; ++corner) {
        for (std::size_t one = 0; one < count; ++one) {
            for (std::size_t two = one + 1; two < count; ++two) {
                if (one == corner || two == corner) continue;
                const auto& c = patterns[corner];
                const double quality = quality_of(c, patterns[one], patterns[two]);
                if (quality <= 0.0) continue;
                // y goes down: a positive cross product turns clockwise.
                const bool is_clockwise =
                    cross(patterns[one].centre - c.centre, patterns[two].centre - c.centre) > 0.0;
                const auto& right = patterns[is_clockwise ? one : two];
                const auto& below = patterns[is_clockwise ? two : one];
                triples.push_back({c, right, below, quality});
            }
        }
    }
    const auto kept = std::min(triples.size(), finder_triples_max);
    std::partial_sort(triples.begin(), triples.begin() + static_cast<std::ptrdiff_t>(kept),
                      triples.end(),
                      [](const auto& a, const auto& b) { return a.quality > b.quality; });
    triples.resize(kept);
    return triples;
}

}  // namespace outpost::scanning
