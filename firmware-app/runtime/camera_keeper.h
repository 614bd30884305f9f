// Keeps a camera open for the capture thread.
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "core/ports/device_watch.h"
#include "firmware-app/runtime/event_queue.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>

namespace outpost::runtime {

struct KeeperOptions {
    bool gives_up = false;                     // after the first attempt: a file
    std::chrono::milliseconds reopen_first{};  // pause before the camera is opened again,
    std::chrono::milliseconds reopen_max{};    // doubled after each failure up to this
    std::chrono::milliseconds reopen_when_silent{};
};

/// Tells each change of the camera's state once, and opens it again when it is gone. For one
/// thread; whatever lives on the camera's controls is dropped before open() and leave().
class CameraKeeper {
  public:
    struct Ports {
        Camera& camera;
        const Clock& clock;
        DeviceWatch* watch = nullptr;  // null: only the camera itself tells that it has gone
    };

    CameraKeeper(const Ports& ports, const KeeperOptions& options, EventQueue& events)
        : ports_(ports), options_(options), events_(events) {}

    /// Opens the camera, as often as it takes; a camera that arrives meanwhile is tried at once.
    /// False when it gave up or was stopped; counts the attempts after the first.
    bool open(const std::stop_token& stop, std::atomic<std::uint64_t>& reopenings);
    /// The same after a first pause.
    bool open_again(const std::stop_token& stop, std::atomic<std::uint64_t>& reopenings);

    void note_frame() { newest_at_ms_ = ports_.clock.monotonic_ms(); }
    [[nodiscard]] bool has_to_reopen() const;
    void tell_state() { tell(ports_.camera.state()); }
    /// Takes what the watch has to tell. True when this very device was removed.
    bool was_removed();
    /// Closes a removed camera and tells so.
    void leave();

  private:
    void tell(CameraState state);
    bool pause(std::chrono::milliseconds duration, const std::stop_token& stop);
    [[nodiscard]] bool gives_frames() const;

    Ports ports_;
    KeeperOptions options_;
    EventQueue& events_;
    std::optional<CameraState> told_;
    bool has_arrived_ = false;  // a camera, while this one showed nothing
    std::int64_t newest_at_ms_ = 0;
};

}  // namespace outpost::runtime
