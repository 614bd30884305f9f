// Exposure for what is held up, not for the room.
#include "core/exposure/exposure_control.h"

#include <algorithm>
#include <cmath>

namespace outpost::exposure {

namespace {

constexpr double step_stops_max = 2.0;
constexpr double step_stops_min = 0.15;
constexpr std::int32_t reversals_max = 4;
constexpr std::int32_t good_frames_after =
    30;  // in a row: what was learnt of the scene counts no more
constexpr std::int32_t bad_frames_before = 3;  // a hand that passes is no reason
// From grey levels to light: sensors lie between 1 (linear) and 2.2; a value between both ends
// converges for both.
constexpr double gamma_assumed = 1.5;
constexpr double damping = 0.8;

/// How many stops more light are wanted; 0 when the white lies where it should.
double error_of(const LightMeasure& light) {
    // Clipped pixels tell that there is too much light, not how much too much.
    if (light.clipped_share > 0.25) return -2.0;
    if (light.clipped_share > 0.03) return -0.5;
    if (light.bright_level >= ExposureControl::bright_low &&
        light.bright_level <= ExposureControl::bright_high)
        return 0.0;
    return gamma_assumed *
           std::log2(ExposureControl::bright_wanted / std::max(light.bright_level, 4.0));
}

/// Without a symbol in sight, only what the device's automatic cannot know is a reason: the middle
/// is washed out, or dark before a bright background.
bool is_anomaly(const ExposureView& view) {
    constexpr double washed_out_share = 0.25;
    constexpr double backlit_level = 90.0;
    constexpr double background_level_min = 80.0;
    constexpr double background_ratio = 2.5;
    return view.region.clipped_share > washed_out_share ||
           (view.region.bright_level < backlit_level &&
            view.whole.bright_level > background_level_min &&
            view.whole.bright_level > background_ratio * view.region.bright_level);
}

/// What the device's automatic does is left alone as long as a reader copes with it.
bool is_poor(const LightMeasure& light) {
    return light.clipped_share > 0.1 || light.bright_level < 110.0;
}

}  // namespace

std::optional<ExposureOrder> ExposureControl::next(const ExposureView& view) {
    const auto error_stops = error_of(view.region);
    if (view.has_symbol) useful_at_ms_ = view.now_ms;
    if (!in_charge_) {
        const bool is_resting = rest_until_ms_ && view.now_ms < *rest_until_ms_;
        const bool is_bad =
            is_poor(view.region) && (view.has_symbol || (is_anomaly(view) && !is_resting));
        bad_frames_ = is_bad ? bad_frames_ + 1 : 0;
        if (bad_frames_ < bad_frames_before) return std::nullopt;
        return take_over(view, error_stops);
    }
    if (view.now_ms - useful_at_ms_ >= idle_ms) return hand_back(view.now_ms);
    if (settling_ > 0) {
        --settling_;
        return std::nullopt;
    }
    return correct(error_stops, view.now_ms);
}

bool ExposureControl::needs_current() const {
    return !in_charge_ && bad_frames_ + 1 >= bad_frames_before;
}

std::optional<ExposureOrder> ExposureControl::correct(double error_stops, std::int64_t now_ms) {
    good_frames_ = error_stops == 0.0 ? good_frames_ + 1 : 0;
    if (good_frames_ >= good_frames_after || (hold_until_ms_ && now_ms >= *hold_until_ms_)) {
        reversals_ = 0;
        step_max_ = step_stops_max;
        hold_until_ms_.reset();
    }
    if (error_stops == 0.0 || hold_until_ms_) return std::nullopt;
    if (error_stops * last_step_ < 0.0) {
        step_max_ = std::max(step_max_ / 2, step_stops_min);
        if (++reversals_ >= reversals_max) {
            hold_until_ms_ = now_ms + rest_ms;
            return std::nullopt;
        }
    } else {
        step_max_ = std::min(step_max_ * 2, step_stops_max);
    }
    return step(error_stops);
}

std::optional<ExposureOrder> ExposureControl::take_over(const ExposureView& view,
                                                        double error_stops) {
    in_charge_ = true;
    useful_at_ms_ = view.now_ms;
    rest_until_ms_.reset();
    bad_frames_ = 0;
    last_step_ = 0.0;
    step_max_ = step_stops_max;
    reversals_ = 0;
    good_frames_ = 0;
    hold_until_ms_.reset();
    // A camera that does not tell what its automatic has chosen: from the middle it is nowhere far.
    const bool is_told = view.current.time_100us > 0;
    stops_ = is_told ? scale_.stops_of(view.current) : scale_.stops_max() / 2;
    // Even where the scale's end leaves nothing to step: what holds is now ours and known.
    if (auto order = step(error_stops)) return order;
    settling_ = settle_frames;
    return ExposureOrder{false, scale_.setting_at(stops_)};
}

std::optional<ExposureOrder> ExposureControl::hand_back(std::int64_t now_ms) {
    in_charge_ = false;
    bad_frames_ = 0;
    rest_until_ms_ = now_ms + rest_ms;
    return ExposureOrder{true, {}};
}

std::optional<ExposureOrder> ExposureControl::step(double error_stops) {
    const auto wanted = std::clamp(error_stops * damping, -step_max_, step_max_);
    const auto before = scale_.setting_at(stops_);
    stops_ = std::clamp(stops_ + wanted, 0.0, scale_.stops_max());
    const auto after = scale_.setting_at(stops_);
    if (after == before) return std::nullopt;  // the end of the scale, or less than the device can
    last_step_ = wanted;
    settling_ = settle_frames;
    return ExposureOrder{false, after};
}

}  // namespace outpost::exposure
