// Which of a camera's formats and sizes to use.
#pragma once

#include "drivers/camera/video_source.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace outpost {

/// A format and size that a camera offers.
struct VideoMode {
    std::uint32_t fourcc = 0;
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    double frames_per_second = 0.0;  // the fastest; 0 when the device does not tell
};

/// Slower than this, a symbol that a hand holds is smeared or waited for.
inline constexpr double frames_per_second_min = 15.0;

enum class SizeWish : std::uint8_t {
    Large,  // 1920x1080 where it comes fast enough
    Small,  // 1280x720: less light is needed for the same rate
};

/// True for the pixel formats that the video library turns into grey.
bool is_usable_format(std::uint32_t fourcc);

/// 1920x1080 (unless Small is wished) at 15 frames a second or more, else 1280x720, else the
/// fast size nearest to 1280x720 in area, else the fastest there is. Of one size an uncompressed
/// format that is fast enough, because JPEG smears the edges of modules. Never asks for more
/// than 30.
/// @return nothing when no mode can be used
std::optional<VideoFormat> choose_mode(const std::vector<VideoMode>& modes, SizeWish wish);

}  // namespace outpost
