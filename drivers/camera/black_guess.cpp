// Tells a covered lens from a dark room.
#include "drivers/camera/black_guess.h"

namespace outpost {

bool is_black(FrameView frame) {
    constexpr std::uint8_t brightness_min = 24;  // video black is 16, sensors add a little noise
    constexpr std::int32_t step_px = 8;
    std::int64_t looked_at = 0;
    std::int64_t bright = 0;
    for (std::int32_t y = 0; y < frame.height_px; y += step_px) {
        const auto* row = frame.pixels + static_cast<std::size_t>(y) * frame.stride_bytes;
        for (std::int32_t x = 0; x < frame.width_px; x += step_px) {
            ++looked_at;
            if (row[x] >= brightness_min) ++bright;
        }
    }
    return bright * 500 <= looked_at;  // a few hot pixels do not make a picture
}

}  // namespace outpost
