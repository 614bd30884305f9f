// A spoiled finder pattern.
#include "core/scanning/missing_corner.h"

#include <algorithm>
#include <cmath>

namespace outpost::scanning {

namespace {

constexpr std::size_t clear_patterns_max = 4;
constexpr double clear_hits = 2.2;          // of the 3 modules whose lines of pixels show a pattern
constexpr double module_ratio_most = 1.25;  // between two patterns of one symbol
constexpr double side_least = 14.0;         // modules between the centres: version 1
constexpr double side_most = 170.0;         // version 40
constexpr double likeness_least = 0.5;
constexpr double reach = 3.0;  // modules around the place that a flat symbol would have
constexpr double step = 0.5;

/// One module along the symbol's rows and one along its columns, in pixels.
struct Axes {
    Place along;
    Place down;
};

Place turned(Place at) {
    return {-at.y, at.x};  // clockwise, since y goes down
}

bool is_clear(const FinderPattern& pattern) {
    return pattern.hits >= clear_hits * pattern.module_px;
}

/// Dark is 1, light is -1.
double drawn_at(int row, int column) {
    const int ring = std::max(std::abs(row), std::abs(column));
    return ring == 2 ? -1.0 : 1.0;  // 3: the frame; 0 and 1: the middle
}

/// Correlation of the 7 x 7 modules around a place with the drawn pattern and a light border.
double likeness_at(FrameView frame, Place centre, const Axes& axes) {
    double sum = 0.0;
    double squares = 0.0;
    double drawn_sum = 0.0;
    double product = 0.0;
    constexpr int half = 3;
    constexpr double count = (2 * half + 1) * (2 * half + 1);
    for (int row = -half; row <= half; ++row) {
        for (int column = -half; column <= half; ++column) {
            const double value = sample_at(frame, centre + column * axes.along + row * axes.down);
            const double drawn = drawn_at(row, column);
            sum += value;
            squares += value * value;
            drawn_sum += drawn;
            product += value * drawn;
        }
    }
    const double variance = squares / count - sum * sum / (count * count);
    const double drawn_mean = drawn_sum / count;
    const double drawn_variance = 1.0 - drawn_mean * drawn_mean;
    if (variance < 1.0) return 0.0;
    return -(product / count - drawn_mean * sum / count) / std::sqrt(variance * drawn_variance);
}

struct Found {
    FinderPattern pattern;
    double likeness = -1.0;
};

Found look_around(FrameView frame, Place expected, const Axes& axes, double module_px) {
    Found best;
    for (double y = -reach; y <= reach; y += step) {
        for (double x = -reach; x <= reach; x += step) {
            const auto at = expected + x * axes.along + y * axes.down;
            const double likeness = likeness_at(frame, at, axes);
            if (likeness > best.likeness) best = {{at, module_px, 0}, likeness};
        }
    }
    return best;
}

/// The axes of a symbol whose rows run along `side`. Patterns measure their modules along the
/// picture's rows, which a turned symbol crosses at a slant.
Axes axes_along(Place side, double module_px) {
    const double length = length_of(side);
    const double slant = std::max(std::abs(side.x), std::abs(side.y)) / length;
    const auto along = (module_px * slant / length) * side;
    return {along, turned(along)};
}

/// Tries the places of the third corner that two patterns leave.
class Completer {
  public:
    explicit Completer(FrameView frame) : frame_(frame) {}

    void complete(const FinderPattern& a, const FinderPattern& b) {
        const double module_px = (a.module_px + b.module_px) / 2.0;
        const auto side = b.centre - a.centre;
        const auto middle = 0.5 * (a.centre + b.centre);
        // They stand at the ends of the diagonal; the missing one is the corner between them.
        if (is_side(0.5 * (side + turned(side)), module_px)) {
            for (const double sign : {1.0, -1.0}) {
                const auto corner = middle + (sign * 0.5) * turned(side);
                const auto* right = sign > 0.0 ? &a : &b;
                const auto* below = sign > 0.0 ? &b : &a;
                const auto axes = axes_along(right->centre - corner, module_px);
                const auto found = look_around(frame_, corner, axes, module_px);
                keep({found.pattern, *right, *below, 0.0}, found.likeness);
            }
        }
        if (!is_side(side, module_px)) return;
        // They stand along one side.
        const auto axes = axes_along(side, module_px);
        for (const double sign : {1.0, -1.0}) {
            const auto across = sign * turned(side);
            const auto at_a = look_around(frame_, a.centre + across, axes, module_px);
            const auto at_b = look_around(frame_, b.centre + across, axes, module_px);
            // Clockwise from the corner: right, then below.
            if (sign > 0.0) {
                keep({a, b, at_a.pattern, 0.0}, at_a.likeness);
                keep({b, at_b.pattern, a, 0.0}, at_b.likeness);
            } else {
                keep({a, at_a.pattern, b, 0.0}, at_a.likeness);
                keep({b, a, at_b.pattern, 0.0}, at_b.likeness);
            }
        }
    }

    std::vector<FinderTriple> take() {
        std::sort(triples_.begin(), triples_.end(),
                  [](const auto& one, const auto& two) { return one.quality > two.quality; });
        if (triples_.size() > completed_triples_max) triples_.resize(completed_triples_max);
        return std::move(triples_);
    }

  private:
    static bool is_side(Place side, double module_px) {
        const double modules = length_of(side) / length_of(axes_along(side, module_px).along);
        return modules >= side_least && modules <= side_most;
    }
    void keep(FinderTriple triple, double likeness) {
        if (likeness < likeness_least) return;
        triple.quality = likeness;
        triples_.push_back(triple);
    }

    FrameView frame_;
    std::vector<FinderTriple> triples_;
};

}  // namespace

std::vector<FinderTriple> complete_triples(FrameView frame,
                                           const std::vector<FinderPattern>& patterns) {
    std::vector<FinderPattern> clear;
    for (const auto& pattern : patterns)
        if (is_clear(pattern) && clear.size() < clear_patterns_max) clear.push_back(pattern);
    Completer completer(frame);
    for (std::size_t a = 0; a < clear.size(); ++a) {
        for (std::size_t b = a + 1; b < clear.size(); ++b) {
            const auto [small, large] = std::minmax(clear[a].module_px, clear[b].module_px);
            if (large <= module_ratio_most * small) completer.complete(clear[a], clear[b]);
        }
    }
    return completer.take();
}

}  // namespace outpost::scanning
