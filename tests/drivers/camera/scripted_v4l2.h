// Test double: V4L2 devices that answer as a script says.
#pragma once

#include "drivers/camera/v4l2_calls.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include <linux/videodev2.h>

namespace outpost::tests {

struct ScriptedSize {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::vector<std::uint32_t> rates;  // frames per second; none: the device does not tell
};

struct ScriptedControl {
    v4l2_queryctrl query{};
    std::vector<std::uint32_t> items;  // of a menu
    std::int32_t value = 0;
};

struct ScriptedDevice {
    std::uint32_t capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    std::uint32_t device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    std::string card = "Document camera";
    std::vector<std::pair<std::uint32_t, std::vector<ScriptedSize>>> formats;
    v4l2_frmsize_stepwise stepwise{};  // instead of sizes, when max_width is not 0
    std::map<std::uint32_t, ScriptedControl> controls;
    int open_failure = 0;   // negative errno
    int ioctl_failure = 0;  // negative errno of every call
    bool lists_never_end = false;

    void add_control(std::uint32_t id, std::int32_t lowest, std::int32_t highest,
                     std::int32_t step = 1) {
        auto& control = controls[id];
        control.query.id = id;
        control.query.type = V4L2_CTRL_TYPE_INTEGER;
        control.query.minimum = lowest;
        control.query.maximum = highest;
        control.query.step = step;
        control.query.default_value = lowest;
        control.value = lowest;
    }
    void add_menu(std::uint32_t id, std::vector<std::uint32_t> items) {
        add_control(id, 0, static_cast<std::int32_t>(items.back()));
        controls[id].query.type = V4L2_CTRL_TYPE_MENU;
        controls[id].items = std::move(items);
    }
};

class ScriptedV4l2 final : public V4l2Calls {
  public:
    std::map<std::string, ScriptedDevice> devices;
    int open_count = 0;
    int calls = 0;

    int open(const char* path) override {
        const auto found = devices.find(path);
        if (found == devices.end()) return -ENOENT;
        if (found->second.open_failure < 0) return found->second.open_failure;
        ++open_count;
        opened_.push_back(path);
        return static_cast<int>(opened_.size()) - 1;
    }
    void close(int) override { --open_count; }
    int ioctl(int number, unsigned long request, void* argument) override {
        ++calls;
        auto& device = devices[opened_.at(static_cast<std::size_t>(number))];
        if (device.ioctl_failure < 0) return device.ioctl_failure;
        switch (request) {
            case VIDIOC_QUERYCAP:
                return query(device, *static_cast<v4l2_capability*>(argument));
            case VIDIOC_ENUM_FMT:
                return format(device, *static_cast<v4l2_fmtdesc*>(argument));
            case VIDIOC_ENUM_FRAMESIZES:
                return size(device, *static_cast<v4l2_frmsizeenum*>(argument));
            case VIDIOC_ENUM_FRAMEINTERVALS:
                return interval(device, *static_cast<v4l2_frmivalenum*>(argument));
            default:
                return control(device, request, argument);
        }
    }

  private:
    static int query(const ScriptedDevice& device, v4l2_capability& answer) {
        answer.capabilities = device.capabilities | V4L2_CAP_DEVICE_CAPS;
        answer.device_caps = device.device_caps;
        std::memcpy(answer.card, device.card.data(),
                    std::min(device.card.size(), sizeof answer.card));
        return 0;
    }
    static int format(const ScriptedDevice& device, v4l2_fmtdesc& item) {
        if (device.lists_never_end) {
            item.pixelformat = V4L2_PIX_FMT_YUYV;
            return 0;
        }
        if (item.index >= device.formats.size()) return -EINVAL;
        item.pixelformat = device.formats[item.index].first;
        return 0;
    }
    static const std::vector<ScriptedSize>* sizes(const ScriptedDevice& device,
                                                  std::uint32_t fourcc) {
        for (const auto& [known, offered] : device.formats)
            if (known == fourcc) return &offered;
        return nullptr;
    }
    static int size(const ScriptedDevice& device, v4l2_frmsizeenum& item) {
        item.type = V4L2_FRMSIZE_TYPE_DISCRETE;
        if (device.lists_never_end) {
            item.discrete = {640 + item.index, 480};
            return 0;
        }
        if (device.stepwise.max_width != 0) {
            item.type = V4L2_FRMSIZE_TYPE_STEPWISE;
            item.stepwise = device.stepwise;
            return 0;
        }
        const auto* offered = sizes(device, item.pixel_format);
        if (offered == nullptr || item.index >= offered->size()) return -EINVAL;
        item.discrete = {(*offered)[item.index].width, (*offered)[item.index].height};
        return 0;
    }
    static int interval(const ScriptedDevice& device, v4l2_frmivalenum& item) {
        item.type = V4L2_FRMIVAL_TYPE_DISCRETE;
        item.discrete = {1, 30};
        if (device.lists_never_end) return 0;
        const auto* offered = sizes(device, item.pixel_format);
        if (offered == nullptr) return -EINVAL;
        for (const auto& one : *offered) {
            if (one.width != item.width || one.height != item.height) continue;
            if (item.index >= one.rates.size()) return -EINVAL;
            item.discrete = {1, one.rates[item.index]};
            return 0;
        }
        return -EINVAL;
    }
    static int control(ScriptedDevice& device, unsigned long request, void* argument) {
        if (request == VIDIOC_QUERYCTRL) {
            auto& answer = *static_cast<v4l2_queryctrl*>(argument);
            const auto found = device.controls.find(answer.id);
            if (found == device.controls.end()) return -EINVAL;
            answer = found->second.query;
            return 0;
        }
        if (request == VIDIOC_QUERYMENU) {
            const auto& asked = *static_cast<v4l2_querymenu*>(argument);
            for (const auto item : device.controls[asked.id].items)
                if (item == asked.index) return 0;
            return -EINVAL;
        }
        auto& access = *static_cast<v4l2_control*>(argument);
        const auto found = device.controls.find(access.id);
        if (found == device.controls.end()) return -EINVAL;
        if (request == VIDIOC_G_CTRL) access.value = found->second.value;
        if (request == VIDIOC_S_CTRL) found->second.value = access.value;
        return 0;
    }

    std::vector<std::string> opened_;
};

}  // namespace outpost::tests
