// Undoes blur between the modules of a symbol.
#include "core/scanning/equalizer.h"

#include "core/base/check.h"
#include "core/scanning/box_sums.h"

#include <algorithm>
#include <cmath>

namespace outpost::scanning {

namespace {

constexpr int sweeps_max = 4;

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
    // To begin with, the spread of a slight blur.
    constexpr std::array<double, 5> line{0.01, 0.16, 0.66, 0.16, 0.01};
    for (std::size_t k = 0; k < taps; ++k) spread_[k] = line[k / 5] * line[k % 5];
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side_; ++row)
        for (std::int32_t column = 0; column < side_; ++column, ++k)
            light_[index(column, row)] = grid_.dark[k] != 0 ? 0.0F : 1.0F;
}

bool Equalizer::improve() {
    explain();
    learn_levels();
    if (learn_spread()) {
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
    std::size_t flipped = 0;
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
            double sum = 0.0;
            std::size_t tap = 0;
            for (std::int32_t dy = -reach; dy <= reach; ++dy) {
                const auto* line = light_.data() + index(column - reach, row + dy);
                for (std::int32_t dx = 0; dx < taps_side; ++dx)
                    sum += spread_[tap++] * static_cast<double>(line[dx]);
            }
            explained_[k] = static_cast<float>(sum);
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
    const BoxSums mean_sg(side_, [&](std::size_t k) { return s(k) * g(k); });
    double squares = 0.0;
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side_; ++row) {
        for (std::int32_t column = 0; column < side_; ++column, ++k) {
            const double a = mean_s.mean(column, row, window_reach);
            const double b = mean_g.mean(column, row, window_reach);
            const double variance = mean_ss.mean(column, row, window_reach) - a * a;
            const double both = mean_sg.mean(column, row, window_reach) - a * b;
            const double gain = std::max(both / (variance + 1e-3), 1.0);
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
