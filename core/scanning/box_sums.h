// Means over boxes of modules.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace outpost::scanning {

/// Modules each way that local levels are taken from.
inline constexpr std::int32_t window_reach = 8;

/// Running sums over a square of values, so that the sum of any box costs four look-ups.
class BoxSums {
  public:
    template <typename Value>
    BoxSums(std::int32_t side, Value value)
        : side_(side), sums_(static_cast<std::size_t>((side + 1) * (side + 1)), 0.0) {
        for (std::int32_t row = 0; row < side; ++row) {
            double line = 0.0;
            for (std::int32_t column = 0; column < side; ++column) {
                line += value(static_cast<std::size_t>(row * side + column));
                at(column + 1, row + 1) = at(column + 1, row) + line;
            }
        }
    }
    /// Mean over the box of the given reach, cut to the square.
    [[nodiscard]] double mean(std::int32_t column, std::int32_t row, std::int32_t reach) const {
        const auto left = std::max(column - reach, 0);
        const auto top = std::max(row - reach, 0);
        const auto right = std::min(column + reach + 1, side_);
        const auto bottom = std::min(row + reach + 1, side_);
        const double sum = at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
        return sum / ((right - left) * (bottom - top));
    }

  private:
    double& at(std::int32_t column, std::int32_t row) {
        return sums_[static_cast<std::size_t>(row * (side_ + 1) + column)];
    }
    [[nodiscard]] double at(std::int32_t column, std::int32_t row) const {
        return sums_[static_cast<std::size_t>(row * (side_ + 1) + column)];
    }
    std::int32_t side_;
    std::vector<double> sums_;
};

}  // namespace outpost::scanning
