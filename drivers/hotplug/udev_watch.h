// Cameras and scanners that come and go, as udev tells.
#pragma once

#include "core/ports/device_watch.h"

#include <memory>
#include <optional>
#include <string>

namespace outpost {

/// What udev says of one event, not yet judged.
struct UdevRecord {
    std::string action;     // "add", "remove", and others that do not matter
    std::string subsystem;  // "video4linux", "tty", "input"
    std::string node;       // "/dev/video0"; empty for devices without a node
};

/// Where records come from; tests write their own.
class UdevSource {
  public:
    enum class Wait { Ready, Nothing, Failed };
    virtual ~UdevSource() = default;
    /// Waits for a record, at most that long.
    virtual Wait wait(std::chrono::milliseconds deadline) = 0;
    /// The record that is ready; nothing when there is none after all.
    /// @error Io  the queue ran over or is broken
    virtual Result<std::optional<UdevRecord>> receive() = 0;
};

/// The event of a record; nothing for what is no camera, serial line or key device of ours.
std::optional<DeviceEvent> event_of(const UdevRecord& record);

class UdevWatch final : public DeviceWatch {
  public:
    /// Listens to the system's udev. @error Unavailable (no netlink here)
    static Result<std::unique_ptr<UdevWatch>> open();
    explicit UdevWatch(std::unique_ptr<UdevSource> source) : source_(std::move(source)) {}

    Result<std::optional<DeviceEvent>> next(std::chrono::milliseconds deadline) override;

  private:
    std::unique_ptr<UdevSource> source_;
};

}  // namespace outpost
