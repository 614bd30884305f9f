// The cameras of this machine, what they offer, and which one is meant.
#include "drivers/camera/v4l2_devices.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include <linux/videodev2.h>

namespace outpost {

namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t list_items_max = 64;  // of one list that a device enumerates
constexpr std::uint32_t side_px_max = 8'192;
constexpr int asked_max = 4'096;  // of one device altogether

/// Asks a device within a budget.
class Enquiry {
  public:
    Enquiry(V4l2Calls& calls, const std::string& path) : device_(calls, path.c_str()) {}

    [[nodiscard]] bool is_open() const { return device_.is_open(); }
    template <typename T>
    bool ask(unsigned long request, T& answer) {
        if (++asked_ > asked_max) return false;
        return device_.ioctl(request, &answer) == 0;
    }

  private:
    V4l2Descriptor device_;
    int asked_ = 0;
};

template <std::size_t N>
std::string printable(const unsigned char (&text)[N]) {
    std::string kept;
    for (std::size_t k = 0; k + 1 < N && text[k] != 0; ++k)
        kept += text[k] >= 0x20 && text[k] < 0x7f ? static_cast<char>(text[k]) : '?';
    return kept;
}

double rate_of(const v4l2_fract& interval) {
    if (interval.numerator == 0 || interval.denominator == 0) return 0.0;
    return static_cast<double>(interval.denominator) / interval.numerator;
}

double fastest_rate(Enquiry& device, const VideoMode& mode) {
    double fastest = 0.0;
    for (std::uint32_t k = 0; k < list_items_max; ++k) {
        v4l2_frmivalenum item{};
        item.index = k;
        item.pixel_format = mode.fourcc;
        item.width = static_cast<std::uint32_t>(mode.width_px);
        item.height = static_cast<std::uint32_t>(mode.height_px);
        if (!device.ask(VIDIOC_ENUM_FRAMEINTERVALS, item)) break;
        if (item.type != V4L2_FRMIVAL_TYPE_DISCRETE) return rate_of(item.stepwise.min);
        fastest = std::max(fastest, rate_of(item.discrete));
    }
    return fastest;
}

void add_mode(Enquiry& device, VideoDevice& camera, std::uint32_t fourcc,
              std::pair<std::uint32_t, std::uint32_t> size) {
    const auto [width, height] = size;
    if (camera.modes.size() >= video_modes_max || width == 0 || height == 0 ||
        width > side_px_max || height > side_px_max)
        return;
    VideoMode mode{fourcc, static_cast<std::int32_t>(width), static_cast<std::int32_t>(height),
                   0.0};
    mode.frames_per_second = fastest_rate(device, mode);
    camera.modes.push_back(mode);
}

bool fits(std::uint32_t length, std::uint32_t least, std::uint32_t most, std::uint32_t step) {
    return length >= least && length <= most && (length - least) % std::max(step, 1U) == 0;
}

/// Of a camera that offers any size within bounds, the two that we want, else its largest.
void add_stepwise(Enquiry& device, VideoDevice& camera, std::uint32_t fourcc,
                  const v4l2_frmsize_stepwise& sizes) {
    bool has_wanted = false;
    for (const auto& [width, height] : {std::pair(1920U, 1080U), std::pair(1280U, 720U)}) {
        if (!fits(width, sizes.min_width, sizes.max_width, sizes.step_width) ||
            !fits(height, sizes.min_height, sizes.max_height, sizes.step_height))
            continue;
        has_wanted = true;
        add_mode(device, camera, fourcc, {width, height});
    }
    if (!has_wanted) add_mode(device, camera, fourcc, {sizes.max_width, sizes.max_height});
}

void add_format(Enquiry& device, VideoDevice& camera, std::uint32_t fourcc) {
    for (std::uint32_t k = 0; k < list_items_max; ++k) {
        v4l2_frmsizeenum item{};
        item.index = k;
        item.pixel_format = fourcc;
        if (!device.ask(VIDIOC_ENUM_FRAMESIZES, item)) return;
        if (item.type != V4L2_FRMSIZE_TYPE_DISCRETE)
            return add_stepwise(device, camera, fourcc, item.stepwise);
        add_mode(device, camera, fourcc, {item.discrete.width, item.discrete.height});
    }
}

/// 7 of "video7"; nothing for other names.
std::optional<int> number_of(const std::string& name) {
    constexpr std::string_view prefix = "video";
    int number = 0;
    if (!name.starts_with(prefix) || name.size() > prefix.size() + 4) return std::nullopt;
    const auto* end = name.data() + name.size();
    const auto parsed = std::from_chars(name.data() + prefix.size(), end, number);
    if (parsed.ec != std::errc() || parsed.ptr != end || number < 0) return std::nullopt;
    return number;
}

/// Device path to stable path.
std::map<std::string, std::string> stable_paths(const VideoDevicePaths& paths) {
    std::map<std::string, std::string> found;
    std::error_code failure;
    for (fs::directory_iterator at(paths.by_id, failure), end; !failure && at != end;
         at.increment(failure)) {
        if (found.size() >= video_devices_max) break;
        std::error_code broken;
        const auto target = fs::weakly_canonical(at->path(), broken);
        if (broken) continue;
        auto& name = found[target.string()];
        if (name.empty() || at->path().string() < name) name = at->path().string();
    }
    return found;
}

std::string lower(std::string_view text) {
    std::string folded(text);
    for (auto& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return folded;
}

bool is_better(const VideoDevice& one, const VideoDevice& other) {
    const auto area = [](const VideoDevice& device) {
        const auto format = choose_mode(device.modes, SizeWish::Large);
        if (!format || format->frames_per_second < frames_per_second_min) return std::int64_t{0};
        return std::int64_t{format->width_px} * format->height_px;
    };
    return area(one) > area(other);
}

}  // namespace

Result<VideoDevice> query_video_device(V4l2Calls& calls, const std::string& path) {
    Enquiry device(calls, path);
    if (!device.is_open()) return Error{Errc::Unavailable, 0, "the camera does not open"};
    v4l2_capability about{};
    if (!device.ask(VIDIOC_QUERYCAP, about))
        return Error{Errc::Unavailable, 0, "the camera does not answer"};
    const bool has_own = (about.capabilities & V4L2_CAP_DEVICE_CAPS) != 0;
    // One camera has several nodes; those for metadata share everything but these bits.
    const auto can = has_own ? about.device_caps : about.capabilities;
    constexpr auto needed = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    if ((can & needed) != needed) return Error{Errc::Unsupported, 0, "no camera"};
    VideoDevice camera;
    camera.path = path;
    camera.card = printable(about.card);
    bool has_formats = false;
    bool has_usable = false;
    for (std::uint32_t k = 0; k < list_items_max; ++k) {
        v4l2_fmtdesc format{};
        format.index = k;
        format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        if (!device.ask(VIDIOC_ENUM_FMT, format)) break;
        has_formats = true;
        if (!is_usable_format(format.pixelformat)) continue;
        has_usable = true;
        add_format(device, camera, format.pixelformat);
    }
    if (has_formats && !has_usable) return Error{Errc::Unsupported, 0, "no usable format"};
    return camera;
}

std::vector<VideoDevice> list_video_devices(V4l2Calls& calls, const VideoDevicePaths& paths) {
    std::map<int, std::string> names;
    std::error_code failure;
    for (fs::directory_iterator at(paths.sysfs, failure), end; !failure && at != end;
         at.increment(failure)) {
        if (names.size() >= video_devices_max) break;
        const auto name = at->path().filename().string();
        if (const auto number = number_of(name)) names[*number] = name;
    }
    const auto stable = stable_paths(paths);
    std::vector<VideoDevice> devices;
    for (const auto& [number, name] : names) {
        auto device = query_video_device(calls, paths.devices + "/" + name);
        if (!device) continue;
        const auto found = stable.find(device->path);
        if (found != stable.end()) device->stable_path = found->second;
        devices.push_back(std::move(*device));
    }
    return devices;
}

const VideoDevice* prefer_device(const std::vector<VideoDevice>& devices, std::string_view wish) {
    const VideoDevice* best = nullptr;
    if (wish.empty()) {
        for (const auto& device : devices)
            if (best == nullptr || is_better(device, *best)) best = &device;
        return best;
    }
    for (const auto& device : devices) {
        const auto last_part = fs::path(device.stable_path).filename().string();
        if (device.path == wish || device.stable_path == wish || last_part == wish) return &device;
    }
    const auto folded = lower(wish);
    for (const auto& device : devices) {
        const auto name = fs::path(device.stable_path).filename().string() + "\n" + device.card;
        if (lower(name).find(folded) != std::string::npos) return &device;
    }
    return nullptr;
}

}  // namespace outpost
