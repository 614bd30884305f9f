// Keeps a camera open for the capture thread.
#include "firmware-app/runtime/camera_keeper.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace outpost::runtime {

namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr Milliseconds watch_slice{50};       // a stop waits no longer for the watch
constexpr std::size_t watch_events_max = 16;  // between two frames

void pause_for(Milliseconds duration, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, duration, [] { return false; });
}

bool is_arrival(const DeviceEvent& event) {
    return event.kind == DeviceEvent::Kind::Added && event.device_class == DeviceClass::Camera;
}

}  // namespace

bool CameraKeeper::open(const std::stop_token& stop, std::atomic<std::uint64_t>& reopenings) {
    auto wait = options_.reopen_first;
    while (!stop.stop_requested()) {
        has_arrived_ = false;
        if (ports_.camera.open()) {
            note_frame();
            return true;
        }
        tell_state();
        if (options_.gives_up) return false;
        const bool has_arrived = pause(wait, stop);
        wait = has_arrived ? options_.reopen_first : std::min(wait * 2, options_.reopen_max);
        ++reopenings;
    }
    return false;
}

bool CameraKeeper::open_again(const std::stop_token& stop, std::atomic<std::uint64_t>& reopenings) {
    // What has just arrived needs no pause.
    if (!std::exchange(has_arrived_, false)) pause(options_.reopen_first, stop);
    ++reopenings;
    return open(stop, reopenings);
}

bool CameraKeeper::gives_frames() const {
    const auto state = ports_.camera.state();
    return state == CameraState::Streaming || state == CameraState::Black;
}

bool CameraKeeper::has_to_reopen() const {
    const auto state = ports_.camera.state();
    if (state == CameraState::Unplugged || state == CameraState::Closed) return true;
    const auto silent_ms = ports_.clock.monotonic_ms() - newest_at_ms_;
    return has_arrived_ || silent_ms >= options_.reopen_when_silent.count();
}

bool CameraKeeper::was_removed() {
    if (ports_.watch == nullptr) return false;
    for (std::size_t k = 0; k < watch_events_max; ++k) {
        const auto event = ports_.watch->next(Milliseconds{0});
        // Lost events cost nothing here: the camera itself tells later that it has gone.
        if (!event || !*event) return false;
        if (is_arrival(**event)) {
            has_arrived_ = has_arrived_ || !gives_frames();
        } else if ((*event)->kind == DeviceEvent::Kind::Removed &&
                   (*event)->path == ports_.camera.label()) {
            return true;
        }
    }
    return false;
}

void CameraKeeper::leave() {
    ports_.camera.close();
    tell(CameraState::Unplugged);
}

void CameraKeeper::tell(CameraState state) {
    if (told_ == state) return;
    told_ = state;
    events_.tell(CameraStateChanged{state, describe(state)});
}

/// True when it ended early because a camera arrived.
bool CameraKeeper::pause(Milliseconds duration, const std::stop_token& stop) {
    const auto ends_at = std::chrono::steady_clock::now() + duration;
    while (!stop.stop_requested()) {
        const auto left =
            std::chrono::ceil<Milliseconds>(ends_at - std::chrono::steady_clock::now());
        if (left <= Milliseconds{0}) return false;
        if (ports_.watch == nullptr) {
            pause_for(left, stop);
            return false;
        }
        const auto event = ports_.watch->next(std::min(left, watch_slice));
        // A watch that fails, and at once each time, must not make this a busy loop.
        if (!event) pause_for(std::min(left, watch_slice), stop);
        if (event && *event && is_arrival(**event)) return true;
    }
    return false;
}

}  // namespace outpost::runtime
