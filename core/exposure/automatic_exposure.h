// The exposure control connected to a camera's controls.
#pragma once

#include "core/exposure/exposure_control.h"
#include "core/ports/camera_controls.h"
#include "core/ports/frame.h"
#include "core/ports/frame_quality.h"

#include <memory>

namespace outpost::exposure {

/// Within the camera's range and the scale's. @error Unsupported (no exposure time, or no way to
/// switch the automatic off), Unavailable
Result<ExposureLimits> exposure_limits(CameraControls& controls);

/// Automatic exposure on, then time and gain, as far as the camera has them.
/// @error Unsupported (exposure time), Unavailable
Result<void> carry_out(const ExposureOrder& order, CameraControls& controls);

/// One for each opening of a camera: limits are asked for once.
class AutomaticExposure {
  public:
    /// `controls` outlives the object. @error as exposure_limits()
    static Result<std::unique_ptr<AutomaticExposure>> start(CameraControls& controls);

    /// After each frame, in the thread that takes them.
    /// @param symbol  the newest trace, one or two frames old at most; null for none
    /// @return true when an order was carried out
    /// @error Unavailable (the camera is gone); refusals of single values are no errors
    Result<bool> after_frame(FrameView frame, const SymbolTrace* symbol, std::int64_t now_ms);
    [[nodiscard]] bool is_in_charge() const { return control_.is_in_charge(); }

  private:
    AutomaticExposure(CameraControls& controls, const ExposureLimits& limits)
        : controls_(controls), control_(limits) {}

    CameraControls& controls_;
    ExposureControl control_;
};

}  // namespace outpost::exposure
