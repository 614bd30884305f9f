#include "drivers/camera/v4l2_controls.h"

#include "tests/drivers/camera/scripted_v4l2.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace outpost;
using outpost::tests::ScriptedV4l2;

namespace {

const std::string path = "/dev/video0";

struct Bench {
    ScriptedV4l2 calls;
    tests::ScriptedDevice& device;
    std::unique_ptr<V4l2Controls> controls;

    Bench() : device(calls.devices[path]), controls(std::move(*V4l2Controls::open(calls, path))) {}
    std::int32_t raw(std::uint32_t id) { return device.controls.at(id).value; }
};

}  // namespace

TEST_CASE("v4l2 controls: what a device lacks is unsupported, each alone", "[camera][v4l2]") {
    Bench bench;
    for (std::uint8_t k = 0; k < camera_control_count; ++k) {
        const auto control = static_cast<CameraControl>(k);
        CHECK(bench.controls->range(control).error().code == Errc::Unsupported);
        CHECK(bench.controls->value(control).error().code == Errc::Unsupported);
        CHECK(bench.controls->set(control, 1).error().code == Errc::Unsupported);
    }
    bench.device.add_control(V4L2_CID_BRIGHTNESS, -64, 64);
    CHECK(*bench.controls->set(CameraControl::Brightness, 5) == 5);
    CHECK(bench.controls->set(CameraControl::Gain, 5).error().code == Errc::Unsupported);
}

TEST_CASE("v4l2 controls: values are brought into the range and onto a step", "[camera][v4l2]") {
    Bench bench;
    bench.device.add_control(V4L2_CID_EXPOSURE_ABSOLUTE, 3, 2047, 4);
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    constexpr auto least = std::numeric_limits<std::int32_t>::min();
    const auto set = [&](std::int32_t value) {
        return *bench.controls->set(CameraControl::ExposureTime, value);
    };
    CHECK(set(least) == 3);
    CHECK(set(most) == 2047);
    CHECK(set(8) == 7);
    CHECK(set(9) == 11);
    CHECK(bench.raw(V4L2_CID_EXPOSURE_ABSOLUTE) == 11);
    CHECK(*bench.controls->value(CameraControl::ExposureTime) == 11);
    CHECK(bench.controls->range(CameraControl::ExposureTime)->highest == 2047);
    auto& query = bench.device.controls[V4L2_CID_EXPOSURE_ABSOLUTE].query;
    query.minimum = least;
    query.maximum = most;
    query.step = 0;
    CHECK(set(most) == most);
    CHECK(set(least) == least);
    query.step = most;
    CHECK(set(most) <= most);
    query.minimum = 5;
    query.maximum = 4;
    CHECK(bench.controls->set(CameraControl::ExposureTime, 5).error().code == Errc::Unsupported);
}

TEST_CASE("v4l2 controls: exposure modes of web cameras and of sensors", "[camera][v4l2]") {
    Bench bench;
    const auto set = [&](std::int32_t value) {
        return bench.controls->set(CameraControl::ExposureAutomatic, value);
    };
    bench.device.add_control(V4L2_CID_EXPOSURE_AUTO_PRIORITY, 0, 1);
    bench.device.add_control(V4L2_CID_AUTOGAIN, 0, 1);
    bench.device.controls[V4L2_CID_EXPOSURE_AUTO_PRIORITY].value = 1;
    bench.device.add_menu(V4L2_CID_EXPOSURE_AUTO, {1, 3});
    CHECK(*set(1) == 1);
    CHECK(bench.raw(V4L2_CID_EXPOSURE_AUTO) == V4L2_EXPOSURE_APERTURE_PRIORITY);
    CHECK(bench.raw(V4L2_CID_AUTOGAIN) == 1);
    CHECK(bench.raw(V4L2_CID_EXPOSURE_AUTO_PRIORITY) == 0);  // the rate is held
    CHECK(*bench.controls->value(CameraControl::ExposureAutomatic) == 1);
    CHECK(*set(0) == 0);
    CHECK(bench.raw(V4L2_CID_EXPOSURE_AUTO) == V4L2_EXPOSURE_MANUAL);
    CHECK(bench.raw(V4L2_CID_AUTOGAIN) == 0);
    CHECK(*bench.controls->value(CameraControl::ExposureAutomatic) == 0);
    bench.device.add_menu(V4L2_CID_EXPOSURE_AUTO, {0, 1});
    CHECK(*set(7) == 1);
    CHECK(bench.raw(V4L2_CID_EXPOSURE_AUTO) == V4L2_EXPOSURE_AUTO);
    bench.device.add_menu(V4L2_CID_EXPOSURE_AUTO, {0});
    CHECK(set(0).error().code == Errc::Unsupported);
}

TEST_CASE("v4l2 controls: light, focus, white balance, mains", "[camera][v4l2]") {
    Bench bench;
    auto& controls = *bench.controls;
    bench.device.add_control(V4L2_CID_ILLUMINATORS_1, 0, 1);
    CHECK(*controls.set(CameraControl::Torch, 5) == 1);
    CHECK(bench.raw(V4L2_CID_ILLUMINATORS_1) == 1);
    bench.device.add_menu(V4L2_CID_FLASH_LED_MODE, {0, 1, 2});
    CHECK(*controls.set(CameraControl::Torch, 1) == 1);
    CHECK(bench.raw(V4L2_CID_FLASH_LED_MODE) == V4L2_FLASH_LED_MODE_TORCH);
    CHECK(*controls.value(CameraControl::Torch) == 1);
    CHECK(*controls.set(CameraControl::Torch, 0) == 0);
    bench.device.add_menu(V4L2_CID_FLASH_LED_MODE, {0, 1});  // flashes only
    CHECK(controls.set(CameraControl::Torch, 1).error().code == Errc::Unsupported);
    bench.device.add_control(V4L2_CID_FOCUS_AUTO, 0, 1);
    bench.device.add_control(V4L2_CID_FOCUS_ABSOLUTE, 0, 250, 5);
    CHECK(*controls.set(CameraControl::FocusAutomatic, 0) == 0);
    CHECK(*controls.set(CameraControl::FocusDistance, 33) == 35);
    bench.device.add_control(V4L2_CID_WHITE_BALANCE_TEMPERATURE, 2800, 6500, 10);
    CHECK(*controls.set(CameraControl::WhiteBalance, 100) == 2800);
    bench.device.add_menu(V4L2_CID_POWER_LINE_FREQUENCY, {0, 1, 2});
    CHECK(*controls.set(CameraControl::MainsFrequency, 3) == 2);
}

TEST_CASE("v4l2 controls: read only, disabled, gone", "[camera][v4l2]") {
    Bench bench;
    bench.device.add_control(V4L2_CID_GAIN, 0, 100);
    auto& query = bench.device.controls[V4L2_CID_GAIN].query;
    query.flags = V4L2_CTRL_FLAG_READ_ONLY;
    CHECK(bench.controls->set(CameraControl::Gain, 5).error().code == Errc::Unsupported);
    query.flags = V4L2_CTRL_FLAG_DISABLED;
    CHECK(bench.controls->value(CameraControl::Gain).error().code == Errc::Unsupported);
    query.flags = V4L2_CTRL_FLAG_INACTIVE;
    CHECK(bench.controls->set(CameraControl::Gain, 5));
    bench.device.ioctl_failure = -ENODEV;
    CHECK(bench.controls->set(CameraControl::Gain, 5).error().code == Errc::Unavailable);
    CHECK(bench.calls.open_count == 1);
    bench.controls.reset();
    CHECK(bench.calls.open_count == 0);
    CHECK(V4l2Controls::open(bench.calls, "/dev/video7").error().code == Errc::Unavailable);
    SystemV4l2Calls real;
    CHECK(V4l2Controls::open(real, "/dev/video-none").error().code == Errc::Unavailable);
    CHECK(V4l2Controls::open(real, "/etc/hostname").error().code == Errc::Unavailable);
}
