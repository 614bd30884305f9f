// Test doubles of scanning: a real clock, a camera with controls, a watch that tells what it must.
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "core/ports/device_watch.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace outpost::tests {

/// Moves with real time: for tests in which threads wait.
class RealClock final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override { return {0}; }
    [[nodiscard]] std::int64_t monotonic_us() const override {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }
};

/// For any thread.
class ScriptedWatch final : public DeviceWatch {
  public:
    void tell(DeviceEvent event) {
        {
            const std::lock_guard lock(mutex_);
            events_.push_back(std::move(event));
        }
        told_.notify_all();
    }
    void fail() {
        const std::lock_guard lock(mutex_);
        fails_ = true;
    }

    Result<std::optional<DeviceEvent>> next(std::chrono::milliseconds deadline) override {
        std::unique_lock lock(mutex_);
        if (fails_) return Error{Errc::Io, 0, "watch"};
        if (!told_.wait_for(lock, deadline, [this] { return !events_.empty(); }))
            return std::optional<DeviceEvent>();
        auto event = std::optional(std::move(events_.front()));
        events_.pop_front();
        return event;
    }

  private:
    std::mutex mutex_;
    std::condition_variable told_;
    std::deque<DeviceEvent> events_;
    bool fails_ = false;
};

/// Washed out for as long as its exposure time is what it began with. After `frames_max` frames it
/// is silent. The results are for after the pipeline has ended, frames() and openings() for any
/// time.
class DimmableCamera final : public Camera {
  public:
    static constexpr std::int32_t initial_time = 300;

    explicit DimmableCamera(int frames_max) : frames_max_(frames_max) {}

    /// So many frames after each opening it is unplugged, and its controls are gone.
    void fail_each(int frames) { fails_each_ = frames; }

    Result<void> open() override {
        ++openings_;
        controls_ = std::make_unique<Controls>(*this);
        since_open_ = 0;
        state_ = CameraState::Streaming;
        return {};
    }
    Result<void> next_frame(Frame& frame, std::chrono::milliseconds deadline) override {
        if (controls_ == nullptr) return Error{Errc::Unavailable, 0, "closed"};
        if (fails_each_ > 0 && since_open_++ >= fails_each_) {
            close();
            state_ = CameraState::Unplugged;
            return Error{Errc::Unavailable, 0, "unplugged"};
        }
        if (frames_ >= frames_max_) {
            std::this_thread::sleep_for(deadline);
            return Error{Errc::Timeout, 0, "no more"};
        }
        frame.width_px = 48;
        frame.height_px = 36;
        const bool is_washed_out = automatic_ == 1 || time_ >= initial_time;
        frame.pixels.assign(std::size_t{48} * 36, is_washed_out ? 255 : 180);
        frame.sequence = sequence_++;
        frame.taken_at_ms = 1 + 66 * static_cast<std::int64_t>(frames_);
        ++frames_;
        return {};
    }
    [[nodiscard]] CameraState state() const override { return state_; }
    [[nodiscard]] std::string_view label() const override { return "dimmable"; }
    void close() override {
        if (controls_ != nullptr) {
            controls_->is_gone = true;
            graveyard_.push_back(std::move(controls_));  // so that a late use is seen, not fatal
        }
        state_ = CameraState::Closed;
    }
    [[nodiscard]] CameraControls* controls() override { return controls_.get(); }

    [[nodiscard]] int frames() const { return frames_; }
    [[nodiscard]] int openings() const { return openings_; }
    [[nodiscard]] int orders() const { return orders_; }
    [[nodiscard]] int stray_uses() const { return stray_uses_; }
    [[nodiscard]] bool is_automatic() const { return automatic_ == 1; }
    [[nodiscard]] std::optional<std::int32_t> first_automatic() const { return first_automatic_; }
    [[nodiscard]] std::int32_t least_time() const { return least_time_; }

  private:
    struct Controls final : CameraControls {
        explicit Controls(DimmableCamera& of) : camera(of) {}
        Result<ControlRange> range(CameraControl control) override {
            note_use();
            if (control == CameraControl::ExposureAutomatic) return ControlRange{0, 1, 1, 1};
            if (control == CameraControl::ExposureTime)
                return ControlRange{1, 1000, 1, initial_time};
            return Error{Errc::Unsupported, 0, "control"};
        }
        Result<std::int32_t> value(CameraControl control) override {
            note_use();
            if (control == CameraControl::ExposureAutomatic) return camera.automatic_;
            if (control == CameraControl::ExposureTime) return camera.time_;
            return Error{Errc::Unsupported, 0, "control"};
        }
        Result<std::int32_t> set(CameraControl control, std::int32_t value) override {
            note_use();
            if (control == CameraControl::ExposureAutomatic) {
                if (!camera.first_automatic_) camera.first_automatic_ = value;
                return camera.automatic_ = value;
            }
            if (control != CameraControl::ExposureTime)
                return Error{Errc::Unsupported, 0, "control"};
            ++camera.orders_;
            camera.least_time_ = std::min(camera.least_time_, value);
            return camera.time_ = value;
        }
        void note_use() { camera.stray_uses_ += is_gone ? 1 : 0; }

        DimmableCamera& camera;
        bool is_gone = false;
    };

    std::unique_ptr<Controls> controls_;
    std::vector<std::unique_ptr<Controls>> graveyard_;
    CameraState state_ = CameraState::Closed;
    int frames_max_;
    int fails_each_ = 0;
    int since_open_ = 0;
    std::uint64_t sequence_ = 0;
    std::atomic<int> frames_{0};
    std::atomic<int> openings_{0};
    int orders_ = 0;
    int stray_uses_ = 0;
    std::int32_t automatic_ = 0;  // what the last program left
    std::int32_t time_ = initial_time;
    std::int32_t least_time_ = initial_time;
    std::optional<std::int32_t> first_automatic_;
};

}  // namespace outpost::tests
