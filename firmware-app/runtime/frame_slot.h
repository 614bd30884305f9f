// The place between the capture thread and the decode workers: room for one frame.
#pragma once

#include "core/ports/frame.h"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace outpost::runtime {

/// Frames change places with the slot's, so that no storage is allocated once all have been used.
class FrameSlot {
  public:
    /// Puts the newest frame in; one that nobody has taken yet is lost (and counted).
    void put_newest(Frame& frame);
    /// Waits until the slot is empty. False when stopped.
    bool put_every(Frame& frame, std::stop_token stop);
    /// Waits for a frame. False when stopped. After true, call done() when the frame has been read.
    bool take(Frame& frame, std::stop_token stop);
    void done();
    /// Waits until every frame that was put in has been taken and done. False when stopped.
    bool wait_until_idle(std::stop_token stop);

    [[nodiscard]] std::uint64_t lost() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    Frame frame_;
    bool is_full_ = false;
    std::uint32_t being_read_ = 0;
    std::uint64_t lost_ = 0;
};

}  // namespace outpost::runtime
