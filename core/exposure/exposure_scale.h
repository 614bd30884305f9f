// Exposure time and gain as one scale of doublings.
#pragma once

#include <cstdint>

namespace outpost::exposure {

struct ExposureSetting {
    std::int32_t time_100us = 0;
    std::int32_t gain = 0;
    bool operator==(const ExposureSetting&) const = default;
};

/// What the camera can do. Without gain both gain limits are equal.
struct ExposureLimits {
    std::int32_t time_100us_min = 1;
    std::int32_t time_100us_max = 333;
    std::int32_t gain_min = 0;
    std::int32_t gain_max = 0;
};

/// Steps along the scale ("stops"): each doubles the light. From its beginning the time grows to 10
/// ms, then the gain to its middle, then the time to 33 ms, then the gain to its end, then the time
/// to 66 ms (15 frames a second): a hand moves a module in 10 ms already, and grain is easier to
/// read through than blur.
class ExposureScale {
  public:
    /// Limits that contradict themselves or are not positive are mended, never trusted.
    explicit ExposureScale(const ExposureLimits& limits);

    [[nodiscard]] double stops_max() const { return stops_max_; }
    /// @param stops  any number; brought into 0 to stops_max()
    [[nodiscard]] ExposureSetting setting_at(double stops) const;
    /// The place of any setting, also of one that the scale itself would not give.
    [[nodiscard]] double stops_of(const ExposureSetting& setting) const;

  private:
    ExposureLimits limits_;
    double stops_max_ = 0.0;
};

}  // namespace outpost::exposure
