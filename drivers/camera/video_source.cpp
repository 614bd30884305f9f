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

bool is_device_name(const std::string& name) {
    return is_number(name) || name.starts_with("/dev/");
}

std::string device_path(const std::string& name) {
    return is_number(name) ? "/dev/video" + name : name;
}

}  // namespace outpost
