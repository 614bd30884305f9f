#include "core/scanning/movement_watch.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace outpost::scanning {

namespace {

constexpr std::int32_t samples_a_side = 8;  // of a field
constexpr float change_grey = 12.0F;        // over noise and flicker
constexpr std::size_t changed_fields_min = 6;
constexpr float drift = 0.1F;  // a bag that is put down is part of the room after a second or two

}  // namespace

MovementWatch::Fields MovementWatch::fields_of(FrameView frame) {
    Fields fields{};
    for (std::size_t at = 0; at < fields.size(); ++at) {
        const auto column = static_cast<std::int32_t>(at % columns);
        const auto row = static_cast<std::int32_t>(at / columns);
        constexpr std::int32_t steps = samples_a_side;
        std::int32_t sum = 0;
        for (std::int32_t j = 0; j < steps; ++j)
            for (std::int32_t i = 0; i < steps; ++i) {
                const auto x = (column * steps + i) * frame.width_px /
                               (static_cast<std::int32_t>(columns) * steps);
                const auto y =
                    (row * steps + j) * frame.height_px / (static_cast<std::int32_t>(rows) * steps);
                sum += frame.pixels[static_cast<std::size_t>(y) * frame.stride_bytes +
                                    static_cast<std::size_t>(x)];
            }
        fields[at] = static_cast<float>(sum) / static_cast<float>(steps * steps);
    }
    return fields;
}

std::size_t MovementWatch::changed_fields(const Fields& now) const {
    Fields change{};
    for (std::size_t at = 0; at < now.size(); ++at) change[at] = now[at] - (*before_)[at];
    // What changed everywhere is the light, or the camera's exposure.
    Fields sorted = change;
    const auto half = sorted.begin() + sorted.size() / 2;
    std::nth_element(sorted.begin(), half, sorted.end());
    const float everywhere = *half;
    return static_cast<std::size_t>(std::count_if(change.begin(), change.end(), [&](float one) {
        return std::abs(one - everywhere) > change_grey;
    }));
}

bool MovementWatch::look(FrameView frame) {
    constexpr std::int32_t side_max = 16'384;
    const bool is_small = frame.width_px < static_cast<std::int32_t>(columns) ||
                          frame.height_px < static_cast<std::int32_t>(rows);
    if (frame.pixels == nullptr || is_small) return false;
    if (frame.width_px > side_max || frame.height_px > side_max) return false;
    const Fields now = fields_of(frame);
    if (!before_) {
        before_ = now;
        return false;
    }
    const bool is_changed = changed_fields(now) >= changed_fields_min;
    for (std::size_t at = 0; at < now.size(); ++at)
        (*before_)[at] += drift * (now[at] - (*before_)[at]);
    return std::exchange(was_changed_, is_changed) && is_changed;
}

}  // namespace outpost::scanning
