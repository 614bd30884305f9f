// The seam between this program and the plug-in that holds the video libraries.
#pragma once

#include "core/base/result.h"
#include "core/ports/frame.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace outpost {

/// Asked of a device, which may answer with another.
struct VideoFormat {
    std::int32_t width_px = 1280;
    std::int32_t height_px = 720;
    std::uint32_t fourcc = 0;        // as V4L2 writes it; 0: the device's choice
    double frames_per_second = 0.0;  // 0: the device's choice
};

/// What the libraries behind a stream are given, where they take such a limit.
inline constexpr std::chrono::milliseconds stream_open_timeout{4'000};
inline constexpr std::chrono::milliseconds stream_read_timeout{2'000};

enum class GrabOutcome : std::uint8_t {
    Grabbed,
    Nothing,      // not within the deadline
    WrongFormat,  // a picture that is not 8-bit grey or colour
    Lost,         // the device fails
    Ended,        // the end of a video file
};

/// A device, a video file or a stream that is open or not.
class VideoSource {
  public:
    virtual ~VideoSource() = default;
    /// @param name  a device path such as /dev/video0, http://... or https://..., gst:PIPELINE, or
    ///              a video file
    virtual bool open(const std::string& name, VideoFormat format) = 0;
    /// Writes pixels, width and height.
    virtual GrabOutcome grab(Frame& frame, std::chrono::milliseconds deadline) = 0;
    /// From the file's own rate; zero for a device.
    [[nodiscard]] virtual std::chrono::milliseconds frame_interval() const = 0;
    virtual void close() = 0;
};

/// What the plug-in exports; the caller owns the object.
using VideoPluginEntry = VideoSource* (*)();
inline constexpr const char* video_plugin_entry = "outpost_video_source_2";
inline constexpr const char* video_plugin_file = "outpost-videoio.so";

/// The folder that plug-ins are loaded from: ../lib/outpost seen from the running program.
std::string default_video_plugin_folder();

/// Longest name of a camera that is looked at.
inline constexpr std::size_t camera_name_bytes_max = 2'000;

/// Where a name leads; told by its beginning alone.
enum class CameraPlace : std::uint8_t {
    Device,    // /dev/... or a bare number
    Chosen,    // "auto", or "auto:WISH": the best device there is
    Network,   // http:// or https://
    Pipeline,  // gst:
    File,      // anything else
};
CameraPlace place_of(const std::string& name);
/// A pipeline must give its frames to us and to nobody else: its last element is appsink.
bool ends_in_appsink(std::string_view pipeline);
/// For people and logs: without user, password, path and query of an address, without a pipeline.
std::string label_of(const std::string& name);

/// True for /dev/... and for a bare number.
bool is_device_name(const std::string& name);
/// "0" to "/dev/video0"; other names as they are.
std::string device_path(const std::string& name);

}  // namespace outpost
