// The place between the capture thread and the decode workers.
#include "firmware-app/runtime/frame_slot.h"

#include "core/base/check.h"

#include <utility>

namespace outpost::runtime {

void FrameSlot::put_newest(Frame& frame) {
    {
        const std::lock_guard lock(mutex_);
        if (is_full_) ++lost_;
        std::swap(frame_, frame);
        is_full_ = true;
    }
    changed_.notify_all();
}

bool FrameSlot::put_every(Frame& frame, std::stop_token stop) {
    {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [this] { return !is_full_; })) return false;
        std::swap(frame_, frame);
        is_full_ = true;
    }
    changed_.notify_all();
    return true;
}

bool FrameSlot::take(Frame& frame, std::stop_token stop) {
    {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [this] { return is_full_; })) return false;
        std::swap(frame_, frame);
        is_full_ = false;
        ++being_read_;
    }
    changed_.notify_all();
    return true;
}

void FrameSlot::done() {
    {
        const std::lock_guard lock(mutex_);
        OUTPOST_CHECK(being_read_ > 0);
        --being_read_;
    }
    changed_.notify_all();
}

bool FrameSlot::wait_until_idle(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    return changed_.wait(lock, stop, [this] { return !is_full_ && being_read_ == 0; });
}

std::uint64_t FrameSlot::lost() const {
    const std::lock_guard lock(mutex_);
    return lost_;
}

}  // namespace outpost::runtime
