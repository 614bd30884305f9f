// Which of a camera's formats and sizes to use.
#include "drivers/camera/video_mode.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <tuple>

#include <linux/videodev2.h>

namespace outpost {

namespace {

constexpr double frames_per_second_max = 30.0;
constexpr std::int32_t side_px_max = 8192;

/// Best first: grey as it is, then the formats with a plane or a byte of grey, then compressed.
constexpr std::array<std::uint32_t, 9> usable_formats{
    V4L2_PIX_FMT_GREY,  V4L2_PIX_FMT_NV12,  V4L2_PIX_FMT_YUV420,
    V4L2_PIX_FMT_YUYV,  V4L2_PIX_FMT_UYVY,  V4L2_PIX_FMT_BGR24,
    V4L2_PIX_FMT_RGB24, V4L2_PIX_FMT_MJPEG, V4L2_PIX_FMT_JPEG};

/// Devices that do not tell their rate get the benefit of the doubt: the rate is watched anyway.
double rate_of(const VideoMode& mode) {
    const auto told = mode.frames_per_second;
    return told > 0.0 ? std::min(told, frames_per_second_max) : frames_per_second_max;
}

/// The lesser the better.
auto rank_of(const VideoMode& mode, SizeWish wish) {
    const std::int64_t area = std::int64_t{mode.width_px} * mode.height_px;
    const bool is_fast = rate_of(mode) >= frames_per_second_min;
    const bool is_large = mode.width_px == 1920 && mode.height_px == 1080;
    const bool is_small = mode.width_px == 1280 && mode.height_px == 720;
    constexpr std::int64_t small_area = 1280 * 720;
    int size_class = 4;
    if (is_fast && is_large && wish == SizeWish::Large)
        size_class = 0;
    else if (is_fast && is_small)
        size_class = 1;
    else if (is_fast && area <= std::int64_t{1920} * 1080)
        size_class = 2;
    else if (is_fast)
        size_class = 3;
    const auto area_rank = size_class == 2 ? std::llabs(area - small_area) : area;
    const auto slow_rank = is_fast ? 0.0 : -rate_of(mode);
    const auto format = std::find(usable_formats.begin(), usable_formats.end(), mode.fourcc) -
                        usable_formats.begin();
    return std::make_tuple(size_class, slow_rank, area_rank, format, -rate_of(mode));
}

}  // namespace

bool is_usable_format(std::uint32_t fourcc) {
    return std::find(usable_formats.begin(), usable_formats.end(), fourcc) != usable_formats.end();
}

std::optional<VideoFormat> choose_mode(const std::vector<VideoMode>& modes, SizeWish wish) {
    const VideoMode* best = nullptr;
    for (const auto& mode : modes) {
        if (!is_usable_format(mode.fourcc) || mode.width_px <= 0 || mode.height_px <= 0 ||
            mode.width_px > side_px_max || mode.height_px > side_px_max)
            continue;
        if (best == nullptr || rank_of(mode, wish) < rank_of(*best, wish)) best = &mode;
    }
    if (best == nullptr) return std::nullopt;
    return VideoFormat{best->width_px, best->height_px, best->fourcc, rate_of(*best)};
}

}  // namespace outpost
