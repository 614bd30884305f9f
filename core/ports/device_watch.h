// Port: cameras and scanners that come and go.
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace outpost {

enum class DeviceClass : std::uint8_t {
    Camera,  // /dev/video...
    Serial,  // /dev/tty...
    Keys,    // /dev/input/event...
};

struct DeviceEvent {
    enum class Kind : std::uint8_t { Added, Removed };
    Kind kind = Kind::Added;
    DeviceClass device_class = DeviceClass::Camera;
    std::string path;  // of the device node, below /dev
};

class DeviceWatch {
  public:
    virtual ~DeviceWatch() = default;
    /// The next arrival or departure; nothing when none came within the deadline. Never blocks
    /// longer.
    /// @error Io  events were lost or the system tells none any more: look at all devices again
    virtual Result<std::optional<DeviceEvent>> next(std::chrono::milliseconds deadline) = 0;
};

}  // namespace outpost
