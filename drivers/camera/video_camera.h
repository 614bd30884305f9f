// A camera over a video device, a video file or a stream.
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "drivers/camera/frame_pacer.h"
#include "drivers/camera/frame_rate_guard.h"
#include "drivers/camera/v4l2_controls.h"
#include "drivers/camera/v4l2_devices.h"
#include "drivers/camera/video_source.h"

#include <memory>
#include <optional>
#include <string>

namespace outpost {

struct VideoCameraOptions {
    std::optional<VideoFormat> format;  // of a device; without it choose_mode() decides
    bool allow_pipelines = false;  // a pipeline can write files: only the operator may name one
    V4l2Calls* device_calls = nullptr;  // outlives the camera; null: the kernel's
    VideoDevicePaths device_paths;
    bool in_real_time = false;                         // a video file at its own speed
    std::chrono::milliseconds no_frames_after{2'000};  // silence of a device that counts as a fault
    std::int32_t black_frames = 10;                    // so many in a row count as a fault
    std::string plugin_folder = default_video_plugin_folder();
};

/// States: Streaming, Black and WrongFormat follow the frames; NoFrames after a silence; Unplugged
/// when the device fails, its path is gone or the server stops: open() again brings it back; Ended
/// after a file. A device at 1920x1080 that gets slow is opened again at 1280x720 within
/// next_frame(); one that appears under another path is found again by the name "auto".
class VideoCamera final : public Camera {
  public:
    /// Loads the plug-in at the first open().
    VideoCamera(std::string name, const Clock& clock, VideoCameraOptions options = {});
    /// With a source of one's own.
    VideoCamera(std::string name, const Clock& clock, VideoCameraOptions options,
                std::unique_ptr<VideoSource> source);

    /// @error NotFound (no such device or file), Unavailable (it does not open, or no plug-in),
    ///        Unsupported (a pipeline that is not allowed or does not end in appsink),
    ///        TooLong (the name)
    Result<void> open() override;
    /// In the state WrongFormat it answers Timeout: no frame that can be used has come.
    Result<void> next_frame(Frame& frame, std::chrono::milliseconds deadline) override;
    [[nodiscard]] CameraState state() const override { return state_; }
    [[nodiscard]] std::string_view label() const override { return label_; }
    void close() override;
    [[nodiscard]] CameraControls* controls() override { return controls_.get(); }

  private:
    Result<void> fail(CameraState state, Errc code, const char* what);
    Result<void> find_place();
    Result<void> start();
    Result<void> accept(Frame& frame);
    Result<void> note_silence();

    [[nodiscard]] bool is_device() const;
    [[nodiscard]] V4l2Calls& calls();

    std::string name_;
    CameraPlace place_;
    std::string path_;  // what the plug-in is given
    std::string label_;
    const Clock& clock_;
    VideoCameraOptions options_;
    SystemV4l2Calls system_calls_;
    std::unique_ptr<CameraControls> controls_;
    FrameRateGuard rate_guard_;
    std::unique_ptr<VideoSource> source_;
    std::optional<FramePacer> pacer_;
    CameraState state_ = CameraState::Closed;
    bool is_open_ = false;
    std::uint64_t sequence_ = 0;
    std::int64_t newest_at_ms_ = 0;
    std::int32_t black_in_a_row_ = 0;
};

}  // namespace outpost
