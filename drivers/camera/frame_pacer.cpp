// Makes a file give its frames as slowly as a camera would.
#include "drivers/camera/frame_pacer.h"

#include <algorithm>
#include <thread>

namespace outpost {

void FramePacer::restart() {
    due_at_ms_ = clock_.monotonic_ms();
}

bool FramePacer::wait(std::chrono::milliseconds deadline) {
    if (interval_ms_ <= 0) return true;
    const auto now_ms = clock_.monotonic_ms();
    const auto wait_ms = due_at_ms_ - now_ms;
    if (wait_ms > 0)
        std::this_thread::sleep_for(std::min(std::chrono::milliseconds(wait_ms), deadline));
    if (wait_ms > deadline.count()) return false;
    // After a long pause of the reader the frames do not come in a burst.
    due_at_ms_ = std::max(due_at_ms_, now_ms - interval_ms_) + interval_ms_;
    return true;
}

}  // namespace outpost
