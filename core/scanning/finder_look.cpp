// How sharp and how bright a finder pattern is.
#include "core/scanning/finder_look.h"

#include <cmath>
#include <numbers>

namespace outpost::scanning {

namespace {

/// Share of a band of 2 * half modules that is seen at a place beside its middle through a blur.
double band_at(double place, double half, double sigma) {
    const double scale = 1.0 / (sigma * std::numbers::sqrt2);
    return 0.5 * (std::erf((place + half) * scale) - std::erf((place - half) * scale));
}

double place_of(std::size_t index) {
    return 0.5 * static_cast<double>(index) - 4.25;
}

}  // namespace

double FinderModel::sigma_of(std::size_t index) {
    return 0.05 * static_cast<double>(index + 1);
}

FinderModel::FinderModel() : profiles_(sigmas) {
    constexpr std::array halves{3.5, 2.5, 1.5};
    for (std::size_t k = 0; k < sigmas; ++k)
        for (std::size_t square = 0; square < squares; ++square)
            for (std::size_t at = 0; at < places; ++at)
                profiles_[k][square][at] =
                    static_cast<float>(band_at(place_of(at), halves[square], sigma_of(k)));
}

FinderModel::Values FinderModel::values_of(FrameView frame, const FinderShape& shape) {
    Values values{};
    std::size_t k = 0;
    for (std::size_t row = 0; row < places; ++row)
        for (std::size_t column = 0; column < places; ++column)
            values[k++] = static_cast<float>(sample_at(
                frame, shape.centre + place_of(column) * shape.along + place_of(row) * shape.down));
    return values;
}

FinderModel::Match FinderModel::match(const Values& values, std::size_t along,
                                      std::size_t down) const {
    const auto& across = profiles_[along];
    const auto& upright = profiles_[down];
    float sum = 0.0F;
    float squares_sum = 0.0F;
    float values_sum = 0.0F;
    float values_squares = 0.0F;
    float product = 0.0F;
    const auto* value = values.data();
    for (std::size_t row = 0; row < places; ++row) {
        const float outer = upright[0][row];
        const float ring = upright[1][row];
        const float inner = upright[2][row];
        for (std::size_t column = 0; column < places; ++column, ++value) {
            // A blurred square is the product of its two blurred sides.
            const float dark =
                outer * across[0][column] - ring * across[1][column] + inner * across[2][column];
            sum += dark;
            squares_sum += dark * dark;
            values_sum += *value;
            values_squares += *value * *value;
            product += dark * *value;
        }
    }
    constexpr double count = places * places;
    const double mean = static_cast<double>(sum) / count;
    const double values_mean = static_cast<double>(values_sum) / count;
    const double variance = static_cast<double>(squares_sum) / count - mean * mean;
    const double values_variance =
        static_cast<double>(values_squares) / count - values_mean * values_mean;
    Match made;
    if (variance < 1e-6 || values_variance < 1.0) return made;  // one grey level: nothing is there
    const double common = mean * values_mean - static_cast<double>(product) / count;
    made.likeness = common / std::sqrt(variance * values_variance);
    const double contrast = common / variance;
    made.light = values_mean + contrast * mean;
    made.dark = made.light - contrast;
    return made;
}

FinderModel::Match FinderModel::fit(const Values& values, std::size_t& along,
                                    std::size_t& down) const {
    auto best = match(values, along, down);
    const auto try_at = [&](std::size_t new_along, std::size_t new_down) {
        if (new_along >= sigmas || new_down >= sigmas) return false;  // below zero wraps round
        const auto found = match(values, new_along, new_down);
        if (found.likeness <= best.likeness) return false;
        best = found;
        along = new_along;
        down = new_down;
        return true;
    };
    for (const std::size_t step : {4U, 1U}) {
        bool is_better = true;
        while (is_better) {
            is_better = try_at(along + step, down);
            is_better |= try_at(along - step, down);
            is_better |= try_at(along, down + step);
            is_better |= try_at(along, down - step);
        }
    }
    return best;
}

FinderLook FinderModel::look_at(FrameView frame, FinderShape& shape) const {
    std::size_t along = 7;
    std::size_t down = 7;
    auto best = fit(values_of(frame, shape), along, down);
    constexpr double hopeless = 0.25;  // likeness that half a module cannot mend
    if (best.likeness < hopeless)
        return {sigma_of(along), sigma_of(down), best.light, best.dark, best.likeness};
    for (const double step : {0.3, 0.15}) {
        for (const auto& [x, y] : {std::pair{1.0, 0.0}, {-1.0, 0.0}, {0.0, 1.0}, {0.0, -1.0}}) {
            auto moved = shape;
            moved.centre = shape.centre + step * x * shape.along + step * y * shape.down;
            const auto found = match(values_of(frame, moved), along, down);
            if (found.likeness <= best.likeness) continue;
            best = found;
            shape = moved;
        }
    }
    best = fit(values_of(frame, shape), along, down);
    shape.contrast = best.light - best.dark;
    shape.likeness = best.likeness;
    return {sigma_of(along), sigma_of(down), best.light, best.dark, best.likeness};
}

}  // namespace outpost::scanning
