// Wakes the one thread that waits for several queues.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace outpost::runtime {

/// Take rings() first, then look at the queues, then wait(): what came in between is not missed.
class EventBell {
  public:
    void ring() {
        {
            const std::lock_guard lock(mutex_);
            ++rings_;
        }
        rung_.notify_all();
    }
    [[nodiscard]] std::uint64_t rings() const {
        const std::lock_guard lock(mutex_);
        return rings_;
    }
    /// Until it has been rung since rings() gave `heard`. False when it was not within `at_most`.
    bool wait(std::uint64_t heard, std::chrono::milliseconds at_most) {
        std::unique_lock lock(mutex_);
        return rung_.wait_for(lock, at_most, [&] { return rings_ != heard; });
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable rung_;
    std::uint64_t rings_ = 0;
};

}  // namespace outpost::runtime
