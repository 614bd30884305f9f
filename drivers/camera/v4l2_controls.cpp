// Exposure, focus, white balance, light of a V4L2 camera.
#include "drivers/camera/v4l2_controls.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include <linux/videodev2.h>

namespace outpost {

namespace {

/// Where a control may be found, best first.
std::vector<std::uint32_t> ids_of(CameraControl control) {
    switch (control) {
        case CameraControl::ExposureAutomatic:
            return {V4L2_CID_EXPOSURE_AUTO};
        case CameraControl::ExposureTime:
            return {V4L2_CID_EXPOSURE_ABSOLUTE};
        case CameraControl::Gain:
            return {V4L2_CID_GAIN, V4L2_CID_ANALOGUE_GAIN};
        case CameraControl::Brightness:
            return {V4L2_CID_BRIGHTNESS};
        case CameraControl::FocusAutomatic:
            return {V4L2_CID_FOCUS_AUTO};
        case CameraControl::FocusDistance:
            return {V4L2_CID_FOCUS_ABSOLUTE};
        case CameraControl::WhiteBalanceAutomatic:
            return {V4L2_CID_AUTO_WHITE_BALANCE};
        case CameraControl::WhiteBalance:
            return {V4L2_CID_WHITE_BALANCE_TEMPERATURE};
        case CameraControl::MainsFrequency:
            return {V4L2_CID_POWER_LINE_FREQUENCY};
        case CameraControl::Torch:
            return {V4L2_CID_FLASH_LED_MODE, V4L2_CID_ILLUMINATORS_1};
    }
    return {};
}

bool is_switch(CameraControl control) {
    return control == CameraControl::ExposureAutomatic || control == CameraControl::Torch ||
           control == CameraControl::FocusAutomatic ||
           control == CameraControl::WhiteBalanceAutomatic;
}

Error error_of(int failure) {
    // ENOTTY: a node without controls; EINVAL, ERANGE: not this one; EACCES: read only.
    if (failure == -ENODEV || failure == -ENXIO || failure == -EIO || failure == -EBADF)
        return {Errc::Unavailable, 0, "the camera is gone"};
    return {Errc::Unsupported, 0, "the camera does not have this control"};
}

/// Into the range and onto a step from its lowest value; the device's numbers may be anything.
std::int32_t fitted(const ControlRange& range, std::int32_t value) {
    const std::int64_t lowest = range.lowest;
    const std::int64_t highest = std::max(range.lowest, range.highest);
    const std::int64_t step = std::max(range.step, 1);
    const auto within = std::clamp<std::int64_t>(value, lowest, highest);
    const auto stepped = lowest + (within - lowest + step / 2) / step * step;
    return static_cast<std::int32_t>(stepped > highest ? stepped - step : stepped);
}

}  // namespace

Result<std::unique_ptr<V4l2Controls>> V4l2Controls::open(V4l2Calls& calls,
                                                         const std::string& path) {
    std::unique_ptr<V4l2Controls> controls(new V4l2Controls(calls, path));
    if (!controls->device_.is_open())
        return Error{Errc::Unavailable, 0, "the camera's controls do not open"};
    return controls;
}

Result<ControlRange> V4l2Controls::range(CameraControl control) {
    OUTPOST_TRY(const auto known, find(control));
    if (is_switch(control)) return ControlRange{0, 1, 1, known.range.initial != 0 ? 1 : 0};
    return known.range;
}

Result<std::int32_t> V4l2Controls::value(CameraControl control) {
    OUTPOST_TRY(const auto known, find(control));
    v4l2_control read{};
    read.id = known.id;
    if (const int failure = device_.ioctl(VIDIOC_G_CTRL, &read); failure < 0)
        return error_of(failure);
    if (control == CameraControl::ExposureAutomatic)
        return read.value == V4L2_EXPOSURE_MANUAL ? 0 : 1;
    if (known.id == V4L2_CID_FLASH_LED_MODE) return read.value == V4L2_FLASH_LED_MODE_TORCH ? 1 : 0;
    return is_switch(control) ? std::min(std::abs(read.value), 1) : read.value;
}

Result<std::int32_t> V4l2Controls::set(CameraControl control, std::int32_t value) {
    OUTPOST_TRY(const auto known, find(control));
    if (is_switch(control)) value = value != 0 ? 1 : 0;
    if (control == CameraControl::ExposureAutomatic)
        return set_automatic_exposure(known, value == 1);
    if (known.id == V4L2_CID_FLASH_LED_MODE) {
        const auto mode = value == 1 ? V4L2_FLASH_LED_MODE_TORCH : V4L2_FLASH_LED_MODE_NONE;
        if (!has_item(known, mode)) return Error{Errc::Unsupported, 0, "no steady light"};
        OUTPOST_TRY_VOID(write(known, mode));
        return value;
    }
    const auto wanted = fitted(known.range, value);
    if (!has_item(known, wanted)) return Error{Errc::Unsupported, 0, "not offered by the camera"};
    return write(known, wanted);
}

Result<V4l2Controls::Known> V4l2Controls::find(CameraControl control) {
    Error failure{Errc::Unsupported, 0, "no such control"};
    for (const auto id : ids_of(control)) {
        auto known = ask(id);
        if (known) return known;
        failure = known.error();
        if (failure.code == Errc::Unavailable) break;
    }
    return failure;
}

Result<V4l2Controls::Known> V4l2Controls::ask(std::uint32_t id) {
    v4l2_queryctrl query{};
    query.id = id;
    if (const int failure = device_.ioctl(VIDIOC_QUERYCTRL, &query); failure < 0)
        return error_of(failure);
    // Inactive (a manual value while the automatic is on) is no obstacle: order matters, not state.
    if ((query.flags & (V4L2_CTRL_FLAG_DISABLED | V4L2_CTRL_FLAG_READ_ONLY)) != 0)
        return Error{Errc::Unsupported, 0, "the camera does not let this be set"};
    const bool is_menu =
        query.type == V4L2_CTRL_TYPE_MENU || query.type == V4L2_CTRL_TYPE_INTEGER_MENU;
    if (query.minimum > query.maximum)
        return Error{Errc::Unsupported, 0, "the camera tells no range"};
    return Known{id, {query.minimum, query.maximum, query.step, query.default_value}, is_menu};
}

/// Menus have gaps; what is no menu has every value of its range.
bool V4l2Controls::has_item(const Known& known, std::int32_t item) {
    if (item < known.range.lowest || item > known.range.highest) return false;
    if (!known.is_menu) return true;
    v4l2_querymenu menu{};
    menu.id = known.id;
    menu.index = static_cast<std::uint32_t>(item);
    return device_.ioctl(VIDIOC_QUERYMENU, &menu) == 0;
}

Result<std::int32_t> V4l2Controls::write(const Known& known, std::int32_t value) {
    v4l2_control written{};
    written.id = known.id;
    written.value = value;
    if (const int failure = device_.ioctl(VIDIOC_S_CTRL, &written); failure < 0)
        return error_of(failure);
    return written.value;  // the driver writes back what it took
}

Result<std::int32_t> V4l2Controls::set_automatic_exposure(const Known& known, bool on) {
    // Web cameras mostly offer 1 and 3, sensors 0 and 1.
    std::vector<std::int32_t> items{V4L2_EXPOSURE_MANUAL, V4L2_EXPOSURE_SHUTTER_PRIORITY};
    if (on) items = {V4L2_EXPOSURE_APERTURE_PRIORITY, V4L2_EXPOSURE_AUTO};
    const auto item = std::find_if(items.begin(), items.end(),
                                   [&](std::int32_t one) { return has_item(known, one); });
    if (item == items.end()) return Error{Errc::Unsupported, 0, "no such exposure mode"};
    OUTPOST_TRY_VOID(write(known, *item));
    // In poor light a device may lengthen the frames; we would rather have grain than blur.
    if (const auto priority = ask(V4L2_CID_EXPOSURE_AUTO_PRIORITY)) (void)write(*priority, 0);
    if (const auto gain = ask(V4L2_CID_AUTOGAIN)) (void)write(*gain, on ? 1 : 0);
    return on ? 1 : 0;
}

}  // namespace outpost
