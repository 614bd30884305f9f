// Port: what can be set on a camera besides its format.
#pragma once

#include "core/base/result.h"

#include <cstdint>

namespace outpost {

/// Each with the unit of its value. Ranges differ from camera to camera: ask range().
enum class CameraControl : std::uint8_t {
    ExposureAutomatic,      // 0 or 1: the device sets exposure time and gain
    ExposureTime,           // 100 microseconds
    Gain,                   // the device's own steps
    Brightness,             // the device's own steps
    FocusAutomatic,         // 0 or 1
    FocusDistance,          // the device's own steps, greater is nearer
    WhiteBalanceAutomatic,  // 0 or 1
    WhiteBalance,           // kelvin
    MainsFrequency,         // 0 off, 1 50 Hz, 2 60 Hz, 3 the device finds out
    Torch,                  // 0 or 1: a light that stays on
};
inline constexpr std::uint8_t camera_control_count = 10;

struct ControlRange {
    std::int32_t lowest = 0;
    std::int32_t highest = 0;
    std::int32_t step = 1;
    std::int32_t initial = 0;  // what the device begins with
};

/// Contract: what the device does not have is Unsupported, and nothing else about the camera
/// changes by that. Used by one thread at a time, which may be another one than the camera's.
class CameraControls {
  public:
    virtual ~CameraControls() = default;
    /// @error Unsupported, Unavailable (the device is gone)
    virtual Result<ControlRange> range(CameraControl control) = 0;
    /// @error Unsupported, Unavailable
    virtual Result<std::int32_t> value(CameraControl control) = 0;
    /// Brings `value` into the range and onto a step first.
    /// @return what was set
    /// @error Unsupported, Unavailable
    virtual Result<std::int32_t> set(CameraControl control, std::int32_t value) = 0;
};

}  // namespace outpost
