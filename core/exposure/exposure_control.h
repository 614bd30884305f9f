// Exposure for what is held up, not for the room: paper in the sun, a phone in the dark.
#pragma once

#include "core/exposure/exposure_scale.h"
#include "core/exposure/light_measure.h"

#include <cstdint>
#include <optional>

namespace outpost::exposure {

/// What was seen in one frame.
struct ExposureView {
    LightMeasure region;      // of region_of()
    LightMeasure whole;       // of the whole frame
    bool has_symbol = false;  // a finder pattern at least
    std::int64_t now_ms = 0;  // monotonic clock
    ExposureSetting current;  // as the device tells; used when the control takes over
};

/// To be carried out before the next frame.
struct ExposureOrder {
    bool automatic = false;  // the device's own again; `setting` is then not used
    ExposureSetting setting;
};

/// Decides after each frame. The device's automatic stays on as long as it does well. When a
/// symbol, or without one the middle of the frame, is far too bright or too dark, the control takes
/// over: one step, then as many frames without one as the camera needs to show it, so that it never
/// chases its own effect; each change of direction halves the steps, and after four of them it
/// holds still for `rest_ms`: such a camera cannot be set finely enough. When no symbol was in view
/// for `idle_ms` it hands back to the device, and then takes over again only for a symbol, or
/// after `rest_ms`.
class ExposureControl {
  public:
    static constexpr std::int64_t idle_ms = 4'000;
    static constexpr std::int64_t rest_ms = 15'000;
    static constexpr std::int32_t settle_frames = 4;
    static constexpr double bright_low = 150.0;  // the white may lie anywhere between these two
    static constexpr double bright_high = 235.0;
    static constexpr double bright_wanted = 200.0;

    explicit ExposureControl(const ExposureLimits& limits) : scale_(limits) {}

    /// Nothing when all stays as it is. One call for each frame.
    std::optional<ExposureOrder> next(const ExposureView& view);
    [[nodiscard]] bool is_in_charge() const { return in_charge_; }
    /// True before a call of next() that may take over: only then it looks at `current`.
    [[nodiscard]] bool needs_current() const;

  private:
    std::optional<ExposureOrder> take_over(const ExposureView& view, double error_stops);
    std::optional<ExposureOrder> hand_back(std::int64_t now_ms);
    std::optional<ExposureOrder> correct(double error_stops, std::int64_t now_ms);
    std::optional<ExposureOrder> step(double error_stops);

    ExposureScale scale_;
    bool in_charge_ = false;
    double stops_ = 0.0;      // where the scale stands
    double last_step_ = 0.0;  // stops, signed
    double step_max_ = 0.0;   // halves at each change of direction
    std::int32_t reversals_ = 0;
    std::int32_t good_frames_ = 0;
    std::optional<std::int64_t> hold_until_ms_;
    std::int32_t settling_ = 0;  // frames still to pass
    std::int32_t bad_frames_ = 0;
    std::int64_t useful_at_ms_ = 0;
    std::optional<std::int64_t> rest_until_ms_;
};

}  // namespace outpost::exposure
