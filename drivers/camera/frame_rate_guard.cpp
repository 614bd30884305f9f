// Notices that a size is too much for the light or the machine.
#include "drivers/camera/frame_rate_guard.h"

namespace outpost {

void FrameRateGuard::restart(std::int64_t now_ms) {
    constexpr std::int64_t settling_ms = 1'000;
    window_began_ms_ = now_ms + settling_ms;
    frames_ = 0;
}

bool FrameRateGuard::frame_came(std::int64_t now_ms, bool is_large) {
    if (now_ms < window_began_ms_) return false;
    if (wish_ == SizeWish::Small) {
        if (now_ms - small_since_ms_ < large_again_after_ms) return false;
        wish_ = SizeWish::Large;
        return true;
    }
    if (!is_large) return false;  // nothing to gain
    ++frames_;
    const auto watched_ms = now_ms - window_began_ms_;
    if (watched_ms < window_ms) return false;
    // A pause of the reader is no slow camera: such a window says nothing.
    const bool is_slow =
        watched_ms < 2 * window_ms &&
        frames_ * 1'000.0 / static_cast<double>(watched_ms) < frames_per_second_min;
    window_began_ms_ = now_ms;
    frames_ = 0;
    if (!is_slow) return false;
    wish_ = SizeWish::Small;
    small_since_ms_ = now_ms;
    return true;
}

}  // namespace outpost
