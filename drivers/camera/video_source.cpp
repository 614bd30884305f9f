// Names of devices and the place of the plug-in.
#include "drivers/camera/video_source.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace outpost {

namespace {

bool is_number(const std::string& name) {
    return !name.empty() && name.size() <= 3 &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string default_video_plugin_folder() {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    if (failure) return {};
    return (program.parent_path().parent_path() / "lib" / "outpost").string();
}

CameraPlace place_of(const std::string& name) {
    if (is_device_name(name)) return CameraPlace::Device;
    if (name == "auto" || name.starts_with("auto:")) return CameraPlace::Chosen;
    if (name.starts_with("http://") || name.starts_with("https://")) return CameraPlace::Network;
    if (name.starts_with("gst:")) return CameraPlace::Pipeline;
    return CameraPlace::File;
}

bool ends_in_appsink(std::string_view pipeline) {
    const auto bang = pipeline.rfind('!');
    if (bang == std::string_view::npos) return false;
    auto last = pipeline.substr(bang + 1);
    while (!last.empty() && last.front() == ' ') last.remove_prefix(1);
    constexpr std::string_view sink = "appsink";
    return last.starts_with(sink) && (last.size() == sink.size() || last[sink.size()] == ' ');
}

std::string label_of(const std::string& name) {
    switch (place_of(name)) {
        case CameraPlace::Pipeline:
            return "gst:";
        case CameraPlace::Network: {
            const auto host_at = name.find("//") + 2;
            auto authority = name.substr(host_at, name.find_first_of("/?#", host_at) - host_at);
            const auto user_end = authority.rfind('@');
            if (user_end != std::string::npos) authority.erase(0, user_end + 1);
            return name.substr(0, host_at) + authority;
        }
        default:
            return device_path(name);
    }
}

bool is_device_name(const std::string& name) {
    return is_number(name) || name.starts_with("/dev/");
}

std::string device_path(const std::string& name) {
    return is_number(name) ? "/dev/video" + name : name;
}

}  // namespace outpost
