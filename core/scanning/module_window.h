// The modules around a node of a grid: how well a shifted place fits them. Internal to
// core/scanning.
#pragma once

#include "core/scanning/grid_mesh.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace outpost::scanning {

/// The modules around a node, ready to be tried at shifted places.
class Window {
  public:
    static constexpr std::int32_t reach = 4;  // modules each way

    void add(Place at, Fixed fixed) {
        x_[count_] = static_cast<float>(at.x);
        y_[count_] = static_cast<float>(at.y);
        sign_[count_] = fixed == Fixed::Open ? 0.0F : fixed == Fixed::Dark ? -1.2F : 1.2F;
        left_ = std::min(left_, at.x);
        right_ = std::max(right_, at.x);
        top_ = std::min(top_, at.y);
        bottom_ = std::max(bottom_, at.y);
        ++count_;
    }

    /// Mean distance from the mean over the root mean square one: 1 for two values alone.
    [[nodiscard]] double purity(FrameView frame, Place shift) const {
        double sum = 0.0;
        double squares = 0.0;
        std::array<double, 81> values;
        for (std::size_t k = 0; k < count_; ++k) {
            values[k] = sample_at(frame, {static_cast<double>(x_[k]) + shift.x,
                                          static_cast<double>(y_[k]) + shift.y});
            sum += values[k];
            squares += values[k] * values[k];
        }
        const auto count = static_cast<double>(count_);
        const double mean = sum / count;
        double away = 0.0;
        for (std::size_t k = 0; k < count_; ++k) away += std::abs(values[k] - mean);
        return away / count / std::sqrt(std::max(squares / count - mean * mean, 1.0));
    }

    /// Mean distance of the modules from their mean, fixed ones counted against when wrong.
    [[nodiscard]] double contrast(FrameView frame, Place shift) const {
        std::array<float, 81> values;
        const bool is_inside = left_ + shift.x >= 0.0 && top_ + shift.y >= 0.0 &&
                               right_ + shift.x < frame.width_px - 1.01 &&
                               bottom_ + shift.y < frame.height_px - 1.01;
        const auto dx = static_cast<float>(shift.x);
        const auto dy = static_cast<float>(shift.y);
        if (is_inside) {
            for (std::size_t k = 0; k < count_; ++k)
                values[k] = sample_inside(frame, x_[k] + dx, y_[k] + dy);
        } else {
            for (std::size_t k = 0; k < count_; ++k)
                values[k] = static_cast<float>(sample_at(
                    frame, {static_cast<double>(x_[k] + dx), static_cast<double>(y_[k] + dy)}));
        }
        float sum = 0.0F;
        for (std::size_t k = 0; k < count_; ++k) sum += values[k];
        const float mean = sum / static_cast<float>(count_);
        float contrast = 0.0F;
        for (std::size_t k = 0; k < count_; ++k) {
            const float away = values[k] - mean;
            contrast += sign_[k] == 0.0F ? std::abs(away) : sign_[k] * away;
        }
        return static_cast<double>(contrast / static_cast<float>(count_));
    }

  private:
    std::array<float, 81> x_{};
    std::array<float, 81> y_{};
    std::array<float, 81> sign_{};
    double left_ = 1e9;
    double right_ = -1e9;
    double top_ = 1e9;
    double bottom_ = -1e9;
    std::size_t count_ = 0;
};

template <typename Seen>
Window window_around(const SymbolLayout& layout, ModulePlace middle, Seen seen) {
    Window window;
    const auto last = layout.side() - 1;
    const auto first_column = static_cast<std::int32_t>(std::floor(middle.x)) - Window::reach;
    const auto first_row = static_cast<std::int32_t>(std::floor(middle.y)) - Window::reach;
    for (auto r = std::max(first_row, 0); r <= std::min(first_row + 2 * Window::reach, last); ++r) {
        for (auto c = std::max(first_column, 0);
             c <= std::min(first_column + 2 * Window::reach, last); ++c)
            window.add(seen(ModulePlace{c + 0.5, r + 0.5}), layout.at(c, r));
    }
    return window;
}

}  // namespace outpost::scanning
