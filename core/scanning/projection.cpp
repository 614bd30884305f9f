// Projective maps.
#include "core/scanning/projection.h"

#include <cmath>

namespace outpost::scanning {

namespace {

constexpr std::size_t unknowns = 8;

struct Scaling {
    Place middle;
    double scale = 1.0;
    [[nodiscard]] Place apply(Place at) const { return scale * (at - middle); }
};

template <typename Pick>
Scaling scaling_of(std::span<const Match> matches, Pick pick) {
    Scaling scaling;
    for (const auto& match : matches) scaling.middle = scaling.middle + pick(match);
    scaling.middle = (1.0 / static_cast<double>(matches.size())) * scaling.middle;
    double spread = 0.0;
    for (const auto& match : matches) spread += length_of(pick(match) - scaling.middle);
    if (spread > 0.0) scaling.scale = static_cast<double>(matches.size()) / spread;
    return scaling;
}

void add_row(std::array<double, unknowns * unknowns>& normal, std::array<double, unknowns>& right,
             const std::array<double, unknowns>& row, double value, double weight) {
    for (std::size_t i = 0; i < unknowns; ++i) {
        right[i] += weight * row[i] * value;
        for (std::size_t j = 0; j < unknowns; ++j)
            normal[i * unknowns + j] += weight * row[i] * row[j];
    }
}

}  // namespace

bool solve_positive(std::span<double> a, std::span<double> b) {
    const auto n = b.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = a[i * n + j];
            for (std::size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
            if (i == j) {
                if (!(sum > 1e-12)) return false;
                a[i * n + i] = std::sqrt(sum);
            } else {
                a[i * n + j] = sum / a[j * n + j];
            }
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < i; ++k) b[i] -= a[i * n + k] * b[k];
        b[i] /= a[i * n + i];
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k) b[i] -= a[k * n + i] * b[k];
        b[i] /= a[i * n + i];
    }
    return true;
}

std::optional<Projection> Projection::fit(std::span<const Match> matches) {
    if (matches.size() < 4) return std::nullopt;
    const auto from = scaling_of(matches, [](const Match& m) { return m.from; });
    const auto to = scaling_of(matches, [](const Match& m) { return m.to; });
    std::array<double, unknowns * unknowns> normal{};
    std::array<double, unknowns> h{};
    for (const auto& match : matches) {
        const auto p = from.apply(match.from);
        const auto q = to.apply(match.to);
        add_row(normal, h, {p.x, p.y, 1, 0, 0, 0, -q.x * p.x, -q.x * p.y}, q.x, match.weight);
        add_row(normal, h, {0, 0, 0, p.x, p.y, 1, -q.y * p.x, -q.y * p.y}, q.y, match.weight);
    }
    if (!solve_positive(normal, h)) return std::nullopt;
    // Undo both scalings: to^-1 * H * from.
    const double s = from.scale;
    const auto undo = [&](double a, double b, double c) {
        return std::array<double, 3>{a * s, b * s, c - s * (a * from.middle.x + b * from.middle.y)};
    };
    const auto top = undo(h[0], h[1], h[2]);
    const auto middle = undo(h[3], h[4], h[5]);
    const auto bottom = undo(h[6], h[7], 1.0);
    std::array<double, 9> full{};
    for (std::size_t k = 0; k < 3; ++k) {
        full[k] = top[k] / to.scale + to.middle.x * bottom[k];
        full[3 + k] = middle[k] / to.scale + to.middle.y * bottom[k];
        full[6 + k] = bottom[k];
    }
    if (std::abs(full[8]) < 1e-9) return std::nullopt;
    Projection made;
    for (std::size_t k = 0; k < unknowns; ++k) made.h_[k] = full[k] / full[8];
    return made;
}

}  // namespace outpost::scanning
