// Exposure, focus, white balance, light of a V4L2 camera.
#pragma once

#include "core/ports/camera_controls.h"
#include "drivers/camera/v4l2_calls.h"

#include <memory>
#include <string>

namespace outpost {

/// Works on a descriptor of its own beside the one that frames come through: V4L2 allows several,
/// and controls belong to the device, not to a descriptor. So a change never waits for a frame, and
/// ranges come from the device; the video library hides both.
class V4l2Controls final : public CameraControls {
  public:
    /// `calls` outlives the object. @error Unavailable
    static Result<std::unique_ptr<V4l2Controls>> open(V4l2Calls& calls, const std::string& path);

    Result<ControlRange> range(CameraControl control) override;
    Result<std::int32_t> value(CameraControl control) override;
    /// Manual exposure also holds the frame rate and stops automatic gain, where these exist.
    Result<std::int32_t> set(CameraControl control, std::int32_t value) override;

  private:
    V4l2Controls(V4l2Calls& calls, const std::string& path) : device_(calls, path.c_str()) {}
    /// The device's number for a control, and its range as the device tells it.
    struct Known {
        std::uint32_t id = 0;
        ControlRange range;
        bool is_menu = false;
    };
    Result<Known> find(CameraControl control);
    Result<Known> ask(std::uint32_t id);
    bool has_item(const Known& known, std::int32_t item);
    Result<std::int32_t> write(const Known& known, std::int32_t value);
    Result<std::int32_t> set_automatic_exposure(const Known& known, bool on);

    V4l2Descriptor device_;
};

}  // namespace outpost
