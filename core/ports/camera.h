// Port: a source of frames.
#pragma once

#include "core/base/result.h"
#include "core/ports/camera_controls.h"
#include "core/ports/frame.h"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace outpost {

/// What a camera is doing now; each state has words for people in describe().
enum class CameraState : std::uint8_t {
    Closed,
    Streaming,
    NoFrames,     // open, but nothing arrives
    Black,        // frames arrive and show nothing
    WrongFormat,  // frames arrive in a form that we can not use
    Unplugged,    // the device is gone
    Ended,        // a file source has shown its last picture
};

std::string_view describe(CameraState state);

/// Contract: open() may be called again after any failure; next_frame() never blocks longer than
/// the deadline; state() is cheap. Used by one thread at a time.
class Camera {
  public:
    virtual ~Camera() = default;
    /// @error Unavailable, Unsupported, NotFound
    virtual Result<void> open() = 0;
    /// Writes the newest frame into `frame`, whose storage is used again.
    /// @error Timeout, Unavailable (unplugged or ended: look at state())
    virtual Result<void> next_frame(Frame& frame, std::chrono::milliseconds deadline) = 0;
    [[nodiscard]] virtual CameraState state() const = 0;
    /// For people and logs: "/dev/video0" or the folder; never holder data.
    [[nodiscard]] virtual std::string_view label() const = 0;
    virtual void close() = 0;
    /// Exposure, focus and the like; null where there are none (files, streams, a closed camera).
    /// Lives until the next open() or close().
    [[nodiscard]] virtual CameraControls* controls() { return nullptr; }
};

}  // namespace outpost
