// Cameras and scanners that come and go, as udev tells.
#include "drivers/hotplug/udev_watch.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include <libudev.h>
#include <poll.h>

namespace outpost {

namespace {

constexpr std::size_t node_bytes_max = 64;

struct Family {
    std::string_view subsystem;
    std::string_view node_prefix;
    DeviceClass device_class;
};
constexpr std::array<Family, 3> families{{
    {"video4linux", "/dev/video", DeviceClass::Camera},
    {"tty", "/dev/tty", DeviceClass::Serial},
    {"input", "/dev/input/event", DeviceClass::Keys},
}};

template <typename T, T* (*Release)(T*)>
struct Unref {
    void operator()(T* object) const { Release(object); }
};
using Udev = std::unique_ptr<udev, Unref<udev, udev_unref>>;
using Monitor = std::unique_ptr<udev_monitor, Unref<udev_monitor, udev_monitor_unref>>;
using Device = std::unique_ptr<udev_device, Unref<udev_device, udev_device_unref>>;

std::string text_of(const char* text) {
    return text == nullptr ? std::string() : std::string(text);
}

class MonitorSource final : public UdevSource {
  public:
    MonitorSource(Udev context, Monitor monitor)
        : context_(std::move(context)), monitor_(std::move(monitor)) {}

    Wait wait(std::chrono::milliseconds deadline) override {
        constexpr std::int64_t deadline_ms_max = 60'000;
        pollfd descriptor{udev_monitor_get_fd(monitor_.get()), POLLIN, 0};
        const auto timeout =
            static_cast<int>(std::clamp<std::int64_t>(deadline.count(), 0, deadline_ms_max));
        const int ready = ::poll(&descriptor, 1, timeout);
        if (ready < 0) return errno == EINTR ? Wait::Nothing : Wait::Failed;
        if (ready == 0) return Wait::Nothing;
        // POLLERR stands for a queue that ran over; receive() finds out.
        return (descriptor.revents & POLLNVAL) != 0 ? Wait::Failed : Wait::Ready;
    }

    Result<std::optional<UdevRecord>> receive() override {
        errno = 0;
        const Device device(udev_monitor_receive_device(monitor_.get()));
        if (device == nullptr) {
            // Messages that do not come from udevd are dropped by the library the same way.
            if (errno == ENOBUFS) return Error{Errc::Io, 0, "device events were lost"};
            return std::optional<UdevRecord>();
        }
        return std::optional<UdevRecord>(UdevRecord{
            text_of(udev_device_get_action(device.get())),
            text_of(udev_device_get_subsystem(device.get())),
            text_of(udev_device_get_devnode(device.get())),
        });
    }

  private:
    Udev context_;
    Monitor monitor_;
};

bool is_plain(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

}  // namespace

std::optional<DeviceEvent> event_of(const UdevRecord& record) {
    DeviceEvent event;
    if (record.action == "remove")
        event.kind = DeviceEvent::Kind::Removed;
    else if (record.action != "add")
        return std::nullopt;
    const std::string_view node = record.node;
    if (node.size() > node_bytes_max) return std::nullopt;
    for (const auto& family : families) {
        if (record.subsystem != family.subsystem || !node.starts_with(family.node_prefix) ||
            node.size() == family.node_prefix.size() ||
            !is_plain(node.substr(family.node_prefix.size())))
            continue;
        event.device_class = family.device_class;
        event.path = record.node;
        return event;
    }
    return std::nullopt;
}

Result<std::unique_ptr<UdevWatch>> UdevWatch::open() {
    Udev context(udev_new());
    if (context == nullptr) return Error{Errc::Unavailable, 0, "udev"};
    // "udev", not "kernel": the node has its owner and its stable name by then.
    Monitor monitor(udev_monitor_new_from_netlink(context.get(), "udev"));
    if (monitor == nullptr) return Error{Errc::Unavailable, 0, "udev tells no events here"};
    for (const auto& family : families) {
        const std::string subsystem(family.subsystem);
        if (udev_monitor_filter_add_match_subsystem_devtype(monitor.get(), subsystem.c_str(),
                                                            nullptr) < 0)
            return Error{Errc::Unavailable, 0, "udev takes no filter"};
    }
    if (udev_monitor_enable_receiving(monitor.get()) < 0)
        return Error{Errc::Unavailable, 0, "udev tells no events here"};
    return std::make_unique<UdevWatch>(
        std::make_unique<MonitorSource>(std::move(context), std::move(monitor)));
}

Result<std::optional<DeviceEvent>> UdevWatch::next(std::chrono::milliseconds deadline) {
    // One device brings many records; a flood of those that do not matter must end, too.
    constexpr int records_max = 256;
    auto wait = deadline;
    for (int k = 0; k < records_max; ++k) {
        switch (source_->wait(wait)) {
            case UdevSource::Wait::Nothing:
                return std::optional<DeviceEvent>();
            case UdevSource::Wait::Failed:
                return Error{Errc::Io, 0, "udev tells no events any more"};
            case UdevSource::Wait::Ready:
                break;
        }
        OUTPOST_TRY(const auto record, source_->receive());
        if (record) {
            if (auto event = event_of(*record)) return event;
        }
        wait = std::chrono::milliseconds(0);  // the deadline is spent once, not for each record
    }
    return std::optional<DeviceEvent>();
}

}  // namespace outpost
