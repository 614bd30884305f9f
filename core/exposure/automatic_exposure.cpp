// The exposure control connected to a camera's controls.
#include "core/exposure/automatic_exposure.h"

namespace outpost::exposure {

namespace {

/// What a camera refuses is left as it is; only one that is gone is an error.
Result<void> unless_gone(const Result<std::int32_t>& answer) {
    if (!answer && answer.error().code == Errc::Unavailable) return answer.error();
    return {};
}

}  // namespace

Result<ExposureLimits> exposure_limits(CameraControls& controls) {
    OUTPOST_TRY_VOID(controls.range(CameraControl::ExposureAutomatic));
    OUTPOST_TRY(const auto time, controls.range(CameraControl::ExposureTime));
    ExposureLimits limits;
    limits.time_100us_min = time.lowest;
    limits.time_100us_max = time.highest;
    if (const auto gain = controls.range(CameraControl::Gain)) {
        limits.gain_min = gain->lowest;
        limits.gain_max = gain->highest;
    } else if (gain.error().code == Errc::Unavailable) {
        return gain.error();
    }
    return limits;
}

Result<void> carry_out(const ExposureOrder& order, CameraControls& controls) {
    OUTPOST_TRY_VOID(controls.set(CameraControl::ExposureAutomatic, order.automatic ? 1 : 0));
    if (order.automatic) return {};
    OUTPOST_TRY_VOID(controls.set(CameraControl::ExposureTime, order.setting.time_100us));
    return unless_gone(controls.set(CameraControl::Gain, order.setting.gain));
}

Result<std::unique_ptr<AutomaticExposure>> AutomaticExposure::start(CameraControls& controls) {
    OUTPOST_TRY(const auto limits, exposure_limits(controls));
    return std::unique_ptr<AutomaticExposure>(new AutomaticExposure(controls, limits));
}

Result<bool> AutomaticExposure::after_frame(FrameView frame, const SymbolTrace* symbol,
                                            std::int64_t now_ms) {
    ExposureView view;
    view.region = measure_light(frame, region_of(frame, symbol));
    view.whole = measure_light(frame, {0, 0, frame.width_px, frame.height_px});
    view.has_symbol = symbol != nullptr && symbol->finder_patterns > 0;
    view.now_ms = now_ms;
    if (control_.needs_current()) {
        // Calls over the bus, so not for every frame. Many cameras tell what their automatic has
        // chosen.
        const auto time = controls_.value(CameraControl::ExposureTime);
        OUTPOST_TRY_VOID(unless_gone(time));
        const auto gain = controls_.value(CameraControl::Gain);
        OUTPOST_TRY_VOID(unless_gone(gain));
        view.current = {time ? *time : 0, gain ? *gain : 0};
    }
    const auto order = control_.next(view);
    if (!order) return false;
    const auto done = carry_out(*order, controls_);
    if (!done && done.error().code == Errc::Unavailable) return done.error();
    return done.has_value();
}

}  // namespace outpost::exposure
