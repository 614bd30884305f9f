// The seam between this program and the plug-in that holds the video libraries.
#pragma once

#include "core/base/result.h"
#include "core/ports/frame.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace outpost {

struct VideoFormat {
    std::int32_t width_px = 1280;  // asked of a device, which may answer with another
    std::int32_t height_px = 720;
};

enum class GrabOutcome : std::uint8_t {
    Grabbed,
    Nothing,      // not within the deadline
    WrongFormat,  // a picture that is not 8-bit grey or colour
    Lost,         // the device fails
    Ended,        // the end of a video file
};

/// A device or a video file that is open or not.
class VideoSource {
  public:
    virtual ~VideoSource() = default;
    /// @param name  a device path such as /dev/video0, or a video file
    virtual bool open(const std::string& name, VideoFormat format) = 0;
    /// Writes pixels, width and height.
    virtual GrabOutcome grab(Frame& frame, std::chrono::milliseconds deadline) = 0;
    /// From the file's own rate; zero for a device.
    [[nodiscard]] virtual std::chrono::milliseconds frame_interval() const = 0;
    virtual void close() = 0;
};

/// What the plug-in exports; the caller owns the object.
using VideoPluginEntry = VideoSource* (*)();
inline constexpr const char* video_plugin_entry = "outpost_video_source_1";
inline constexpr const char* video_plugin_file = "outpost-videoio.so";

/// The folder that plug-ins are loaded from: ../lib/outpost seen from the running program.
std::string default_video_plugin_folder();

/// True for /dev/... and for a bare number.
bool is_device_name(const std::string& name);
/// "0" to "/dev/video0"; other names as they are.
std::string device_path(const std::string& name);

}  // namespace outpost
