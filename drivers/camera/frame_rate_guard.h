// Notices that a size is too much for the light or the machine.
#pragma once

#include "drivers/camera/video_mode.h"

#include <cstdint>

namespace outpost {

/// In poor light many cameras lengthen their frames, whatever rate they promise. Told of each
/// frame, this decides when to change from 1920x1080 to 1280x720, and when to try the other way
/// round again.
class FrameRateGuard {
  public:
    static constexpr std::int64_t window_ms = 3'000;
    static constexpr std::int64_t large_again_after_ms = 600'000;

    [[nodiscard]] SizeWish wish() const { return wish_; }
    /// A stream begins; its first second is not counted, because exposure and focus settle.
    void restart(std::int64_t now_ms);
    /// @param is_large  the frame has more than 1280x720 pixels
    /// @return true when the camera should be opened again with another wish()
    bool frame_came(std::int64_t now_ms, bool is_large);

  private:
    SizeWish wish_ = SizeWish::Large;
    std::int64_t window_began_ms_ = 0;
    std::int64_t small_since_ms_ = 0;
    std::int32_t frames_ = 0;
};

}  // namespace outpost
