// Test double: a camera that does what a script says, faults included.
#pragma once

#include "core/ports/camera.h"

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

namespace outpost::tests {

/// One step of the script, taken by each next_frame() or open().
struct CameraStep {
    enum class Kind : std::uint8_t { Show, Silence, Unplug, RefuseOpen, WrongFormat, End };
    Kind kind = Kind::Show;
    Frame frame = {};
};

/// After the script: Ended when `ends`, else silence.
class FaultCamera final : public Camera {
  public:
    using Kind = CameraStep::Kind;

    FaultCamera(std::vector<CameraStep> script, bool ends)
        : script_(std::move(script)), ends_(ends) {}

    Result<void> open() override {
        ++openings_;
        if (at_ < script_.size() && script_[at_].kind == Kind::RefuseOpen) {
            ++at_;
            state_ = CameraState::Unplugged;
            return Error{Errc::NotFound, 0, "no such camera"};
        }
        if (state_ == CameraState::Ended) at_ = 0;
        state_ = CameraState::Streaming;
        sequence_ = 0;
        return {};
    }

    Result<void> next_frame(Frame& frame, std::chrono::milliseconds deadline) override {
        if (state_ == CameraState::Closed || state_ == CameraState::Unplugged ||
            state_ == CameraState::Ended)
            return Error{Errc::Unavailable, 0, "the camera is not open"};
        if (at_ == script_.size()) return ends_ ? stop(CameraState::Ended) : wait(deadline);
        const auto& step = script_[at_++];
        switch (step.kind) {
            case Kind::Show:
                return show(step.frame, frame);
            case Kind::Unplug:
                return stop(CameraState::Unplugged);
            case Kind::End:
                return stop(CameraState::Ended);
            case Kind::WrongFormat:
                state_ = CameraState::WrongFormat;
                return Error{Errc::Timeout, 0, "wrong format"};
            case Kind::Silence:
            case Kind::RefuseOpen:
                break;
        }
        return wait(deadline);
    }

    [[nodiscard]] CameraState state() const override { return state_; }
    [[nodiscard]] std::string_view label() const override { return "script"; }
    void close() override { state_ = CameraState::Closed; }

    [[nodiscard]] int openings() const { return openings_; }

  private:
    Result<void> show(const Frame& scripted, Frame& frame) {
        frame = scripted;
        frame.sequence = sequence_++;
        if (frame.taken_at_ms == 0) frame.taken_at_ms = 1 + static_cast<std::int64_t>(at_);
        state_ = CameraState::Streaming;
        return {};
    }
    Result<void> stop(CameraState state) {
        state_ = state;
        return Error{Errc::Unavailable, 0, "the camera has stopped"};
    }
    Result<void> wait(std::chrono::milliseconds deadline) {
        std::this_thread::sleep_for(deadline);
        state_ = CameraState::NoFrames;
        return Error{Errc::Timeout, 0, "no frame in time"};
    }

    std::vector<CameraStep> script_;
    bool ends_;
    std::size_t at_ = 0;
    std::uint64_t sequence_ = 0;
    CameraState state_ = CameraState::Closed;
    std::atomic<int> openings_{0};
};

}  // namespace outpost::tests
