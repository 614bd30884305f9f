// Undoes blur between the modules of a symbol.
#include "core/scanning/equalizer.h"

#include "core/base/check.h"
#include "core/scanning/box_sums.h"

#include <algorithm>
#include <cmath>

namespace outpost::scanning {

namespace {

constexpr int sweeps_max = 4;
constexpr int rounds_soft = 3;
constexpr int steps_least = 6;
constexpr int steps_most = 40;
constexpr double steps_of_weakest = 4.0;  // steps times the share that comes through

/// What a Gaussian blur, in modules, makes of a line of one light module.
std::array<double, 5> spread_of(double sigma) {
    const auto below = [&](double edge) {
        return 0.5 * std::erfc(-edge / (sigma * std::sqrt(2.0)));
    };
    std::array<double, 5> line{};
    double sum = 0.0;
    for (std::size_t k = 0; k < line.size(); ++k) {
        const double middle = static_cast<double>(k) - 2.0;
        line[k] = below(middle + 0.5) - below(middle - 0.5);
        sum += line[k];
    }
    for (auto& tap : line) tap /= sum;
    return line;
}

}  // namespace

struct Equalizer::Move {
    std::int32_t count = 1;
    std::int32_t dx = 0;  // from one module to the next
    std::int32_t dy = 0;
};

Equalizer::Equalizer(const ModuleValues& values, const SymbolLayout& layout, ModuleGrid start)
    : layout_(layout),
      values_(values),
      grid_(std::move(start)),
      side_(values.side_modules),
      stride_(side_ + 2 * reach),
      light_(static_cast<std::size_t>(stride_ * stride_), 1.0F),  // the quiet zone is light
      explained_(values.grey.size()),
      level_(values.grey.size()),
      residual_(light_.size(), 0.0F),
      match_(light_.size(), 0.0F) {
    OUTPOST_CHECK(grid_.side_modules == side_ && grid_.dark.size() == values.grey.size() &&
                  layout.side() == side_);
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side_; ++row)
        for (std::int32_t column = 0; column < side_; ++column, ++k)
            light_[index(column, row)] = grid_.dark[k] != 0 ? 0.0F : 1.0F;
    measure_spread();
}

/// Over the finder patterns, which are known: a Gaussian that may differ along and down.
void Equalizer::measure_spread() {
    constexpr std::array sigmas{0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.05};
    double best = -1.0;
    for (const double along : sigmas) {
        for (const double down : sigmas) {
            const auto row = spread_of(along);
            const auto column = spread_of(down);
            std::array<double, taps> spread{};
            for (std::size_t k = 0; k < taps; ++k)
                spread[k] = column[k / taps_side] * row[k % taps_side];
            const double likeness = finder_likeness(spread);
            if (likeness <= best) continue;
            best = likeness;
            clearness_ = likeness / 3.0;
            spread_ = spread;
            along_ = row;
            down_ = column;
        }
    }
}

/// Sum over the three finder patterns of the correlation with what the spread makes of them.
double Equalizer::finder_likeness(const std::array<double, taps>& spread) const {
    constexpr std::int32_t first = 1;  // further out the neighbours lie outside or are data
    constexpr std::int32_t last = 5;
    constexpr double count = (last - first + 1) * (last - first + 1);
    double likeness = 0.0;
    for (const auto& [left, top] : {std::pair{0, 0}, {side_ - 7, 0}, {0, side_ - 7}}) {
        double s = 0.0;
        double g = 0.0;
        double ss = 0.0;
        double gg = 0.0;
        double sg = 0.0;
        for (std::int32_t row = top + first; row <= top + last; ++row) {
            for (std::int32_t column = left + first; column <= left + last; ++column) {
                const double seen = static_cast<double>(
                    values_.grey[static_cast<std::size_t>(row * side_ + column)]);
                const double drawn = spread_at(spread, column, row);
                s += drawn;
                g += seen;
                ss += drawn * drawn;
                gg += seen * seen;
                sg += drawn * seen;
            }
        }
        const double both = (ss - s * s / count) * (gg - g * g / count);
        if (both > 0.0) likeness += (sg - s * g / count) / std::sqrt(both);
    }
    return likeness;
}

double Equalizer::spread_at(const std::array<double, taps>& spread, std::int32_t column,
                            std::int32_t row) const {
    double sum = 0.0;
    std::size_t tap = 0;
    for (std::int32_t dy = -reach; dy <= reach; ++dy) {
        const auto* line = light_.data() + index(column - reach, row + dy);
        for (std::int32_t dx = 0; dx < taps_side; ++dx)
            sum += spread[tap++] * static_cast<double>(line[dx]);
    }
    return sum;
}

/// Each module's light over its neighbours, with the spread of the finder patterns.
void Equalizer::blur(const std::vector<float>& from, std::vector<float>& to) {
    const auto stride = static_cast<std::size_t>(stride_);
    line_.assign(from.size(), 0.0F);
    const auto tap = [](const std::array<double, taps_side>& line, std::size_t k) {
        return static_cast<float>(line[k]);
    };
    const float a0 = tap(along_, 2);
    const float a1 = tap(along_, 1);
    const float a2 = tap(along_, 0);
    for (std::size_t k = 2; k + 2 < from.size(); ++k)
        line_[k] =
            a0 * from[k] + a1 * (from[k - 1] + from[k + 1]) + a2 * (from[k - 2] + from[k + 2]);
    const float d0 = tap(down_, 2);
    const float d1 = tap(down_, 1);
    const float d2 = tap(down_, 0);
    to.assign(from.size(), 0.0F);
    for (std::size_t k = 2 * stride; k + 2 * stride < from.size(); ++k)
        to[k] = d0 * line_[k] + d1 * (line_[k - stride] + line_[k + stride]) +
                d2 * (line_[k - 2 * stride] + line_[k + 2 * stride]);
}

/// Light between dark and light that explains the levels, never beyond either, then the nearer of
/// the two (projected gradients with momentum, as Beck and Teboulle's FISTA).
std::size_t Equalizer::decide_softly() {
    // What alternates from module to module comes through weakest, and takes the most steps.
    const auto weakest = [](const std::array<double, taps_side>& line) {
        return std::max(line[2] - 2.0 * line[1] + 2.0 * line[0], 0.0);
    };
    const double least = std::min(weakest(along_), weakest(down_));
    const int steps = least * steps_most > steps_of_weakest
                          ? std::max(static_cast<int>(steps_of_weakest / least), steps_least)
                          : steps_most;
    std::vector<float> soft = light_;
    std::vector<float> ahead = light_;
    std::vector<float> seen;
    std::vector<float> missing(light_.size(), 0.0F);
    std::vector<float> change;
    float pace = 1.0F;
    for (int step = 0; step < steps; ++step) {
        blur(ahead, seen);
        std::size_t k = 0;
        for (std::int32_t row = 0; row < side_; ++row)
            for (std::int32_t column = 0; column < side_; ++column, ++k)
                missing[index(column, row)] = level_[k] - seen[index(column, row)];
        blur(missing, change);
        const float next_pace = (1.0F + std::sqrt(1.0F + 4.0F * pace * pace)) / 2.0F;
        const float swing = (pace - 1.0F) / next_pace;
        pace = next_pace;
        for (std::int32_t row = 0; row < side_; ++row) {
            for (std::int32_t column = 0; column < side_; ++column) {
                const auto at = index(column, row);
                if (layout_.at(column, row) != Fixed::Open) continue;
                const float better = std::clamp(ahead[at] + change[at], 0.0F, 1.0F);
                ahead[at] = better + swing * (better - soft[at]);
                soft[at] = better;
            }
        }
    }
    std::size_t changed = 0;
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side_; ++row) {
        for (std::int32_t column = 0; column < side_; ++column, ++k) {
            const bool is_light = soft[index(column, row)] > 0.5F;
            if (is_light == (grid_.dark[k] != 0)) ++changed;
            grid_.dark[k] = is_light ? 0 : 1;
            light_[index(column, row)] = is_light ? 1.0F : 0.0F;
        }
    }
    explain();
    learn_levels();
    return changed;
}

bool Equalizer::improve() {
    explain();
    learn_levels();
    std::size_t flipped = rounds_ < rounds_soft ? decide_softly() : 0;
    // What the finder patterns say is better than what many wrong decisions do.
    if (rounds_++ > 0 && learn_spread()) {
        explain();
        learn_levels();
    }
    match_all();
    // Blur along one line leaves dark-light-dark and light-dark-light nearly alike: only flipping
    // the whole run gets from one to the other.
    constexpr std::array<Move, 13> moves{{{1, 0, 0},
                                          {2, 1, 0},
                                          {2, 0, 1},
                                          {2, 1, 1},
                                          {2, 1, -1},
                                          {3, 1, 0},
                                          {3, 0, 1},
                                          {4, 1, 0},
                                          {4, 0, 1},
                                          {5, 1, 0},
                                          {5, 0, 1},
                                          {6, 1, 0},
                                          {6, 0, 1}}};
    for (int round = 0; round < sweeps_max; ++round) {
        const std::size_t kinds = round == 0 ? 1 : moves.size();
        const auto now = sweep(std::span(moves).first(kinds));
        flipped += now;
        if (now == 0 && round > 0) break;
    }
    return flipped > 0;
}

/// What the decisions look like after the spread.
void Equalizer::explain() {
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side_; ++row) {
        for (std::int32_t column = 0; column < side_; ++column, ++k) {
            explained_[k] = static_cast<float>(spread_at(spread_, column, row));
        }
    }
}

/// Local straight line from what is explained to the grey values.
void Equalizer::learn_levels() {
    const auto s = [&](std::size_t k) { return static_cast<double>(explained_[k]); };
    const auto g = [&](std::size_t k) { return static_cast<double>(values_.grey[k]); };
    const BoxSums mean_s(side_, s);
    const BoxSums mean_g(side_, g);
    const BoxSums mean_ss(side_, [&](std::size_t k) { return s(k) * s(k); });
    const BoxSums mean_gg(side_, [&](std::size_t k) { return g(k) * g(k); });
    // Decisions by a threshold are too smooth. Dark and light by chance, as masks make it, would
    // have this variance after the spread.
    double even_variance = 0.0;
    for (const auto tap : spread_) even_variance += tap * tap / 4.0;
    double squares = 0.0;
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side_; ++row) {
        for (std::int32_t column = 0; column < side_; ++column, ++k) {
            const double a = mean_s.mean(column, row, window_reach);
            const double b = mean_g.mean(column, row, window_reach);
            const double variance =
                rounds_ == 0 ? even_variance : mean_ss.mean(column, row, window_reach) - a * a;
            const double seen = mean_gg.mean(column, row, window_reach) - b * b;
            // Wrong decisions make a regression too flat; the finder patterns say how much of what
            // is seen is noise.
            const double gain = std::max(clearness_ * std::sqrt(seen / (variance + 1e-3)), 1.0);
            const double level = std::clamp((g(k) - b) / gain + a, -0.5, 1.5);
            level_[k] = static_cast<float>(level);
            const double residual = level - s(k);
            residual_[index(column, row)] = static_cast<float>(residual);
            squares += residual * residual;
        }
    }
    unexplained_ = std::sqrt(squares / static_cast<double>(values_.grey.size()));
}

/// Least squares for the taps, given decisions and levels.
bool Equalizer::learn_spread() {
    std::array<double, taps * taps> normal{};
    std::array<double, taps> right{};
    std::array<double, taps> around{};
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side_; ++row) {
        for (std::int32_t column = 0; column < side_; ++column, ++k) {
            if (side_ > 60 && (row + 2 * column) % 4 != 0) continue;  // some of them say enough
            std::size_t tap = 0;
            for (std::int32_t dy = -reach; dy <= reach; ++dy) {
                const auto* line = light_.data() + index(column - reach, row + dy);
                for (std::int32_t dx = 0; dx < taps_side; ++dx)
                    around[tap++] = static_cast<double>(line[dx]) - 0.5;
            }
            const double value = static_cast<double>(level_[k]) - 0.5;
            for (std::size_t i = 0; i < taps; ++i) {
                right[i] += around[i] * value;
                for (std::size_t j = 0; j <= i; ++j) normal[i * taps + j] += around[i] * around[j];
            }
        }
    }
    const double ridge = 0.002 * normal[0];
    for (std::size_t i = 0; i < taps; ++i) normal[i * taps + i] += ridge;
    if (!solve_positive(normal, right)) return false;
    double sum = 0.0;
    for (const auto tap : right) sum += tap;
    if (!(sum > 0.2)) return false;
    for (std::size_t i = 0; i < taps; ++i) spread_[i] = right[i] / sum;
    return true;
}

/// How much the spreads of two modules overlap that stand dx, dy apart.
double Equalizer::echo(std::int32_t dx, std::int32_t dy) const {
    if (std::abs(dx) > 2 * reach || std::abs(dy) > 2 * reach) return 0.0;
    return echo_[static_cast<std::size_t>((dy + 2 * reach) * echo_side + dx + 2 * reach)];
}

void Equalizer::match_all() {
    echo_.fill(0.0);
    for (std::int32_t a = 0; a < static_cast<std::int32_t>(taps); ++a) {
        for (std::int32_t b = 0; b < static_cast<std::int32_t>(taps); ++b) {
            const auto dx = a % taps_side - b % taps_side;
            const auto dy = a / taps_side - b / taps_side;
            echo_[static_cast<std::size_t>((dy + 2 * reach) * echo_side + dx + 2 * reach)] +=
                spread_[static_cast<std::size_t>(a)] * spread_[static_cast<std::size_t>(b)];
        }
    }
    for (std::int32_t row = 0; row < side_; ++row) {
        for (std::int32_t column = 0; column < side_; ++column) {
            // A module's light reaches place p with the tap that looks back from p at it.
            double match = 0.0;
            std::size_t tap = taps;
            for (std::int32_t dy = -reach; dy <= reach; ++dy) {
                const auto* line = residual_.data() + index(column - reach, row + dy);
                for (std::int32_t dx = 0; dx < taps_side; ++dx)
                    match += spread_[--tap] * static_cast<double>(line[dx]);
            }
            match_[index(column, row)] = static_cast<float>(match);
        }
    }
}

/// Flips the modules of a move when that leaves less unexplained.
bool Equalizer::try_move(std::int32_t column, std::int32_t row, const Move& move) {
    std::array<double, 6> change{};
    double gain = 0.0;
    for (std::int32_t k = 0; k < move.count; ++k) {
        const auto c = column + k * move.dx;
        const auto r = row + k * move.dy;
        if (c < 0 || r < 0 || c >= side_ || r >= side_ || layout_.at(c, r) != Fixed::Open)
            return false;
        change[static_cast<std::size_t>(k)] =
            static_cast<double>(1.0F - 2.0F * light_[index(c, r)]);
        // Longer runs are flipped only where colours alternate: others are not alike after blur.
        if (k > 0 &&
            change[static_cast<std::size_t>(k)] * change[static_cast<std::size_t>(k - 1)] > 0)
            return false;
        gain +=
            2.0 * change[static_cast<std::size_t>(k)] * static_cast<double>(match_[index(c, r)]);
    }
    for (std::int32_t a = 0; a < move.count; ++a)
        for (std::int32_t b = 0; b < move.count; ++b)
            gain -= change[static_cast<std::size_t>(a)] * change[static_cast<std::size_t>(b)] *
                    echo((a - b) * move.dx, (a - b) * move.dy);
    if (gain <= 0.01 * echo(0, 0)) return false;
    for (std::int32_t k = 0; k < move.count; ++k) {
        const auto c = column + k * move.dx;
        const auto r = row + k * move.dy;
        const double by = change[static_cast<std::size_t>(k)];
        grid_.dark[static_cast<std::size_t>(r * side_ + c)] ^= 1;
        light_[index(c, r)] += static_cast<float>(by);
        for (auto y = std::max(r - 2 * reach, 0); y <= std::min(r + 2 * reach, side_ - 1); ++y)
            for (auto x = std::max(c - 2 * reach, 0); x <= std::min(c + 2 * reach, side_ - 1); ++x)
                match_[index(x, y)] -= static_cast<float>(by * echo(x - c, y - r));
    }
    return true;
}

std::size_t Equalizer::sweep(std::span<const Move> moves) {
    // A flip can only help where the rest points the other way.
    const auto least = static_cast<float>(0.06 * echo(0, 0));
    std::size_t flipped = 0;
    for (std::int32_t row = 0; row < side_; ++row) {
        for (std::int32_t column = 0; column < side_; ++column) {
            const auto k = index(column, row);
            if ((1.0F - 2.0F * light_[k]) * match_[k] < least) continue;
            for (const auto& move : moves)
                if (try_move(column, row, move)) ++flipped;
        }
    }
    return flipped;
}

}  // namespace outpost::scanning
