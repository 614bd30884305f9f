// The cameras of this machine, what they offer, and which one is meant.
#pragma once

#include "core/base/result.h"
#include "drivers/camera/v4l2_calls.h"
#include "drivers/camera/video_mode.h"

#include <string>
#include <string_view>
#include <vector>

namespace outpost {

struct VideoDevice {
    std::string path;  // /dev/video0; may be another camera after the next start
    std::string
        stable_path;   // /dev/v4l/by-id/...: stays with the camera; empty where there is none
    std::string card;  // what the camera calls itself: printable ASCII, at most 31 characters
    std::vector<VideoMode> modes;
};

/// Where to look; tests have a tree of their own.
struct VideoDevicePaths {
    std::string sysfs = "/sys/class/video4linux";
    std::string devices = "/dev";
    std::string by_id = "/dev/v4l/by-id";
};

inline constexpr std::size_t video_devices_max = 64;
inline constexpr std::size_t video_modes_max = 256;

/// Asks one device for its name and modes. Ends also with a device that never ends its lists.
/// @error Unavailable (it does not open or answer), Unsupported (no camera: metadata, output,
/// codec)
Result<VideoDevice> query_video_device(V4l2Calls& calls, const std::string& path);

/// Every camera that can be used, in the order of their numbers.
std::vector<VideoDevice> list_video_devices(V4l2Calls& calls, const VideoDevicePaths& paths = {});

/// The camera that is meant: the whole path, the stable path or its last part, else a part of the
/// stable path or of the card in any case of letters ("front"). An empty wish means the best: of
/// the fast modes, the largest; of equals, the first.
/// @return null when there is none: never another camera than the wished one
const VideoDevice* prefer_device(const std::vector<VideoDevice>& devices, std::string_view wish);

}  // namespace outpost
