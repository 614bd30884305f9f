// A camera over a video device or a video file.
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "drivers/camera/frame_pacer.h"
#include "drivers/camera/video_source.h"

#include <memory>
#include <optional>
#include <string>

namespace outpost {

struct VideoCameraOptions {
    VideoFormat format;
    bool in_real_time = false;                         // a video file at its own speed
    std::chrono::milliseconds no_frames_after{2'000};  // silence of a device that counts as a fault
    std::int32_t black_frames = 10;                    // so many in a row count as a fault
    std::string plugin_folder = default_video_plugin_folder();
};

/// States: Streaming, Black and WrongFormat follow the frames; NoFrames after a silence; Unplugged
/// when the device fails or its path is gone: open() again brings it back; Ended after a file.
class VideoCamera final : public Camera {
  public:
    /// Loads the plug-in at the first open().
    VideoCamera(std::string name, const Clock& clock, VideoCameraOptions options = {});
    /// With a source of one's own.
    VideoCamera(std::string name, const Clock& clock, VideoCameraOptions options,
                std::unique_ptr<VideoSource> source);

    /// @error NotFound (no such device or file), Unavailable (it does not open, or no plug-in)
    Result<void> open() override;
    /// In the state WrongFormat it answers Timeout: no frame that can be used has come.
    Result<void> next_frame(Frame& frame, std::chrono::milliseconds deadline) override;
    [[nodiscard]] CameraState state() const override { return state_; }
    [[nodiscard]] std::string_view label() const override { return path_; }
    void close() override;

  private:
    Result<void> fail(CameraState state, Errc code, const char* what);
    Result<void> accept(Frame& frame);
    Result<void> note_silence();

    std::string path_;
    const Clock& clock_;
    VideoCameraOptions options_;
    std::unique_ptr<VideoSource> source_;
    std::optional<FramePacer> pacer_;
    CameraState state_ = CameraState::Closed;
    bool is_open_ = false;
    std::uint64_t sequence_ = 0;
    std::int64_t newest_at_ms_ = 0;
    std::int32_t black_in_a_row_ = 0;
};

}  // namespace outpost
