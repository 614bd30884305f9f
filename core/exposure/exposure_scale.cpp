// Exposure time and gain as one scale of doublings.
#include "core/exposure/exposure_scale.h"

#include <algorithm>
#include <cmath>

namespace outpost::exposure {

namespace {

// No device tells what its gain means. Four doublings is typical; that it is wrong for a given
// camera only makes the control quicker or slower, because it looks at what came of each step.
constexpr double gain_stops = 4.0;
constexpr std::int32_t time_sharp_100us = 100;
constexpr std::int32_t time_steady_100us = 333;
constexpr std::int32_t time_longest_100us = 666;

double stops_between(std::int32_t from, std::int32_t to) {
    return std::log2(static_cast<double>(to) / static_cast<double>(from));
}

/// Takes as much of what is left as fits.
double take(double& left, double most) {
    const auto taken = std::clamp(left, 0.0, std::max(most, 0.0));
    left -= taken;
    return taken;
}

}  // namespace

ExposureScale::ExposureScale(const ExposureLimits& limits) : limits_(limits) {
    limits_.time_100us_min = std::clamp(limits_.time_100us_min, 1, time_longest_100us);
    limits_.time_100us_max =
        std::clamp(limits_.time_100us_max, limits_.time_100us_min, time_longest_100us);
    limits_.gain_max = std::max(limits_.gain_min, limits_.gain_max);
    stops_max_ = stops_between(limits_.time_100us_min, limits_.time_100us_max) +
                 (limits_.gain_max > limits_.gain_min ? gain_stops : 0.0);
}

ExposureSetting ExposureScale::setting_at(double stops) const {
    const auto shortest = limits_.time_100us_min;
    const auto within = [&](std::int32_t time) {
        return std::clamp(time, shortest, limits_.time_100us_max);
    };
    const auto gain_range = limits_.gain_max > limits_.gain_min ? gain_stops : 0.0;
    double left = std::isfinite(stops) ? std::clamp(stops, 0.0, stops_max_) : 0.0;
    double time = take(left, stops_between(shortest, within(time_sharp_100us)));
    double gain = take(left, gain_range / 2);
    time += take(left, stops_between(within(time_sharp_100us), within(time_steady_100us)));
    gain += take(left, gain_range / 2);
    time += take(left, stops_max_);
    ExposureSetting setting;
    setting.time_100us = within(static_cast<std::int32_t>(std::lround(shortest * std::exp2(time))));
    const auto gain_span =
        static_cast<double>(limits_.gain_max) - static_cast<double>(limits_.gain_min);
    setting.gain =
        static_cast<std::int32_t>(std::llround(limits_.gain_min + gain_span * gain / gain_stops));
    return setting;
}

double ExposureScale::stops_of(const ExposureSetting& setting) const {
    const auto time =
        std::clamp(setting.time_100us, limits_.time_100us_min, limits_.time_100us_max);
    const auto stops = stops_between(limits_.time_100us_min, time);
    if (limits_.gain_max == limits_.gain_min) return stops;
    const auto gain = std::clamp(setting.gain, limits_.gain_min, limits_.gain_max);
    const auto share = (static_cast<double>(gain) - limits_.gain_min) /
                       (static_cast<double>(limits_.gain_max) - limits_.gain_min);
    return stops + gain_stops * share;
}

}  // namespace outpost::exposure
