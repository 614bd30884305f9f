// Several frames of one symbol that could not be read alone.
#include "core/scanning/exposure_stack.h"

#include "core/scanning/box_sums.h"

#include <algorithm>
#include <cmath>

namespace outpost::scanning {

namespace {

constexpr std::int64_t apart_ms_max = 1'000;    // between two frames of one symbol
constexpr std::int64_t lasting_ms_max = 4'000;  // what is held longer has been changed
constexpr double middle_grey = 128.0;
constexpr double grey_of_level = 50.0;

double side_of(const std::array<Place, 4>& corners) {
    double around = 0.0;
    for (std::size_t k = 0; k < 4; ++k) around += length_of(corners[(k + 1) % 4] - corners[k]);
    return around / 4.0;
}

Place middle_of(const std::array<Place, 4>& corners) {
    return 0.25 * (corners[0] + corners[1] + corners[2] + corners[3]);
}

/// The outlines overlap by more than half and are of about one size.
bool is_same_place(const std::array<Place, 4>& a, const std::array<Place, 4>& b) {
    const auto [small, large] = std::minmax({side_of(a), side_of(b)});
    constexpr double ratio_least = 0.7;
    constexpr double way_most = 0.4;  // sides
    return small > ratio_least * large && length_of(middle_of(a) - middle_of(b)) < way_most * small;
}

/// How two views of the same modules agree.
class Agreement {
  public:
    void add(double a, double b) {
        both_ += a * b;
        as_ += a * a;
        bs_ += b * b;
        ++count_;
        if ((a > 0.0) != (b > 0.0)) ++different_;
    }
    [[nodiscard]] double correlation() const {
        const double squares = as_ * bs_;
        return squares > 0.0 ? both_ / std::sqrt(squares) : 0.0;
    }
    [[nodiscard]] double differing() const { return count_ > 0.0 ? different_ / count_ : 1.0; }
    [[nodiscard]] double count() const { return count_; }

  private:
    double both_ = 0.0;
    double as_ = 0.0;
    double bs_ = 0.0;
    double different_ = 0.0;
    double count_ = 0.0;
};

}  // namespace

/// Levels without the light that falls on them, and how clearly each is seen.
struct ExposureStack::Clear {
    std::vector<float> level;
    std::vector<float> weight;
};

ExposureStack::Clear ExposureStack::make_clear(const ModuleValues& values) {
    const auto side = values.side_modules;
    const auto grey = [&](std::size_t k) { return static_cast<double>(values.grey[k]); };
    const BoxSums means(side, grey);
    const BoxSums squares(side, [&](std::size_t k) { return grey(k) * grey(k); });
    Clear clear;
    clear.level.resize(values.grey.size());
    clear.weight.resize(values.grey.size());
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side; ++row) {
        for (std::int32_t column = 0; column < side; ++column, ++k) {
            const double mean = means.mean(column, row, window_reach);
            const double spread = squares.mean(column, row, window_reach) - mean * mean;
            const double deviation = std::sqrt(std::max(spread, 1.0));
            constexpr double level_most = 2.0;
            clear.level[k] = static_cast<float>(
                std::clamp((grey(k) - mean) / deviation, -level_most, level_most));
            clear.weight[k] = static_cast<float>(deviation);
        }
    }
    // Glare and deep shadow leave little between dark and light there.
    auto sorted = clear.weight;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const float usual = std::max(*middle, 1.0F);
    for (auto& each : clear.weight) each = std::min(each / usual, 1.0F);
    return clear;
}

/// Noise alone makes data differ as much as what every symbol has. Another symbol's data differ
/// more; two of one issuer may have much in common, so that some likeness is not enough.
bool ExposureStack::is_like(const Clear& clear, const SymbolLayout& layout) const {
    Agreement data;
    Agreement fixed;
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side_modules_; ++row) {
        for (std::int32_t column = 0; column < side_modules_; ++column, ++k) {
            auto& part = layout.at(column, row) == Fixed::Open ? data : fixed;
            part.add(static_cast<double>(clear.level[k]),
                     static_cast<double>(sum_[k] / std::max(weight_[k], 1e-3F)));
        }
    }
    constexpr double correlation_least = 0.2;
    constexpr double differing_more_most = 0.04;
    return data.correlation() >= std::max(correlation_least, 5.0 / std::sqrt(data.count())) &&
           data.differing() <= fixed.differing() + differing_more_most;
}

bool ExposureStack::is_same(const Exposure& exposure, const Clear& clear,
                            const SymbolLayout& layout) const {
    const auto since_ms = exposure.taken_at_ms - last_at_ms_;
    return count_ > 0 && exposure.values.side_modules == side_modules_ &&
           exposure.is_inverted == is_inverted_ && since_ms >= 0 && since_ms <= apart_ms_max &&
           exposure.taken_at_ms - first_at_ms_ <= lasting_ms_max &&
           is_same_place(exposure.corners, corners_) && is_like(clear, layout);
}

std::optional<ModuleValues> ExposureStack::add(const Exposure& exposure,
                                               const SymbolLayout& layout) {
    const auto& values = exposure.values;
    const auto modules =
        static_cast<std::size_t>(layout.side()) * static_cast<std::size_t>(layout.side());
    if (values.side_modules != layout.side() || values.grey.size() != modules) {
        clear();
        return std::nullopt;
    }
    const auto seen = make_clear(values);
    if (!is_same(exposure, seen, layout)) {
        count_ = 0;
        sum_.assign(modules, 0.0F);
        weight_.assign(modules, 0.0F);
        first_at_ms_ = exposure.taken_at_ms;
    }
    // The better the fixed modules are seen, the more the others count.
    const double sure = std::clamp(2.0 * exposure.agreement - 1.0, 0.1, 1.0);
    const auto share = static_cast<float>(sure * sure);
    for (std::size_t k = 0; k < modules; ++k) {
        sum_[k] += share * seen.weight[k] * seen.level[k];
        weight_[k] += share * seen.weight[k];
    }
    side_modules_ = values.side_modules;
    is_inverted_ = exposure.is_inverted;
    corners_ = exposure.corners;
    last_at_ms_ = exposure.taken_at_ms;
    ++count_;
    if (count_ < 2) return std::nullopt;
    ModuleValues combined;
    combined.side_modules = side_modules_;
    combined.grey.reserve(modules);
    for (std::size_t k = 0; k < modules; ++k)
        combined.grey.push_back(static_cast<float>(
            middle_grey +
            grey_of_level * static_cast<double>(sum_[k] / std::max(weight_[k], 1e-3F))));
    return combined;
}

}  // namespace outpost::scanning
