#include "drivers/camera/v4l2_devices.h"

#include "tests/drivers/camera/scripted_v4l2.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace outpost;
using outpost::tests::ScriptedDevice;
using outpost::tests::ScriptedV4l2;
namespace fs = std::filesystem;

namespace {

const std::uint32_t mjpeg = V4L2_PIX_FMT_MJPEG;
const std::uint32_t yuyv = V4L2_PIX_FMT_YUYV;

/// As most USB 2 cameras: the bus is too slow for large uncompressed pictures.
ScriptedDevice usb_camera() {
    ScriptedDevice device;
    device.formats = {
        {yuyv, {{640, 480, {30, 15}}, {1280, 720, {10, 5}}, {1920, 1080, {5}}}},
        {mjpeg, {{640, 480, {30}}, {1280, 720, {60, 30}}, {1920, 1080, {15, 30}}}},
    };
    return device;
}

struct Machine {
    tests::TemporaryFolder folder;
    ScriptedV4l2 calls;
    VideoDevicePaths paths;

    Machine() {
        const auto root = fs::canonical(folder.path());
        paths = {(root / "sys").string(), (root / "dev").string(), (root / "by-id").string()};
        for (const auto& path : {paths.sysfs, paths.devices, paths.by_id})
            fs::create_directory(path);
    }
    std::string add(const std::string& name, ScriptedDevice device, const std::string& id = {}) {
        const auto path = paths.devices + "/" + name;
        fs::create_directory(paths.sysfs + "/" + name);
        std::ofstream(path) << "x";
        if (!id.empty()) fs::create_symlink("../dev/" + name, paths.by_id + "/" + id);
        calls.devices[path] = std::move(device);
        return path;
    }
};

}  // namespace

TEST_CASE("v4l2 devices: modes of a camera, and nothing stays open", "[camera][v4l2]") {
    ScriptedV4l2 calls;
    calls.devices["/dev/video0"] = usb_camera();
    const auto device = query_video_device(calls, "/dev/video0");
    REQUIRE(device);
    CHECK(device->card == "Document camera");
    REQUIRE(device->modes.size() == 6);
    CHECK(device->modes[0].fourcc == yuyv);
    CHECK(device->modes[0].frames_per_second == Approx(30.0));
    CHECK(device->modes[5].width_px == 1920);
    CHECK(device->modes[5].frames_per_second == Approx(30.0));
    CHECK(calls.open_count == 0);
}

TEST_CASE("v4l2 devices: what is no camera", "[camera][v4l2]") {
    ScriptedV4l2 calls;
    auto& device = calls.devices["/dev/video0"];
    const auto code = [&calls] { return query_video_device(calls, "/dev/video0").error().code; };
    device.device_caps = V4L2_CAP_META_CAPTURE | V4L2_CAP_STREAMING;  // the second node of one
    CHECK(code() == Errc::Unsupported);
    device.device_caps = V4L2_CAP_VIDEO_M2M | V4L2_CAP_STREAMING;
    CHECK(code() == Errc::Unsupported);
    device.device_caps = V4L2_CAP_VIDEO_CAPTURE;
    CHECK(code() == Errc::Unsupported);
    device = usb_camera();
    device.formats = {{V4L2_PIX_FMT_H264, {{1920, 1080, {30}}}}};
    CHECK(code() == Errc::Unsupported);
    device.ioctl_failure = -ENOTTY;
    CHECK(code() == Errc::Unavailable);
    device.open_failure = -EACCES;
    CHECK(code() == Errc::Unavailable);
    CHECK(query_video_device(calls, "/dev/video9").error().code == Errc::Unavailable);
    CHECK(calls.open_count == 0);
}

TEST_CASE("v4l2 devices: endless lists, huge sizes, odd names", "[camera][v4l2]") {
    ScriptedV4l2 calls;
    auto& device = calls.devices["/dev/video0"];
    device.lists_never_end = true;
    const auto endless = query_video_device(calls, "/dev/video0");
    REQUIRE(endless);
    CHECK(endless->modes.size() <= video_modes_max);
    CHECK(calls.calls <= 5'000);

    device = usb_camera();
    device.card = std::string("Cam\n\x1b[31m\xff") + std::string(40, 'x');
    device.formats = {{yuyv, {{0, 480, {}}, {4'000'000'000U, 2, {}}, {640, 480, {0}}}}};
    const auto odd = query_video_device(calls, "/dev/video0");
    REQUIRE(odd);
    CHECK(odd->card.size() == 31);
    CHECK(odd->card.starts_with("Cam??[31m?x"));
    REQUIRE(odd->modes.size() == 1);
    CHECK(odd->modes[0].frames_per_second == 0.0);  // 1/0 is no rate
}

TEST_CASE("v4l2 devices: any size within bounds", "[camera][v4l2]") {
    ScriptedV4l2 calls;
    auto& device = calls.devices["/dev/video0"];
    device.formats = {{yuyv, {}}};
    device.stepwise = {16, 2592, 16, 16, 1944, 8};
    auto queried = query_video_device(calls, "/dev/video0");
    REQUIRE(queried);
    REQUIRE(queried->modes.size() == 2);
    CHECK(queried->modes[0].width_px == 1920);
    CHECK(queried->modes[1].width_px == 1280);
    device.stepwise = {16, 800, 0, 16, 600, 0};
    queried = query_video_device(calls, "/dev/video0");
    REQUIRE(queried->modes.size() == 1);
    CHECK(queried->modes[0].width_px == 800);
    device.stepwise = {0, 0xffffffffU, 1, 0, 0xffffffffU, 1};
    CHECK(query_video_device(calls, "/dev/video0")->modes.size() == 2);
}

TEST_CASE("v4l2 devices: the list of a machine, in the order of numbers", "[camera][v4l2]") {
    Machine machine;
    auto front = usb_camera();
    front.card = "Front Camera";
    const auto tenth = machine.add("video10", front, "usb-Maker_Front_0001-video-index0");
    const auto second = machine.add("video2", usb_camera());
    ScriptedDevice metadata;
    metadata.device_caps = V4L2_CAP_META_CAPTURE;
    machine.add("video3", metadata);
    machine.add("vbi0", usb_camera());
    machine.add("video", usb_camera());
    machine.add("video4x", usb_camera());
    machine.add("video99999999999", usb_camera());
    const auto devices = list_video_devices(machine.calls, machine.paths);
    REQUIRE(devices.size() == 2);
    CHECK(devices[0].path == second);
    CHECK(devices[0].stable_path.empty());
    CHECK(devices[1].path == tenth);
    CHECK(devices[1].stable_path == machine.paths.by_id + "/usb-Maker_Front_0001-video-index0");
    CHECK(prefer_device(devices, "") == &devices[0]);  // as good as the other, and first
    for (const auto& wish :
         {std::string("front"), tenth, std::string("maker_FRONT"),
          std::string("usb-Maker_Front_0001-video-index0"), devices[1].stable_path})
        CHECK(prefer_device(devices, wish) == &devices[1]);
    CHECK(prefer_device(devices, "document") == &devices[0]);
    CHECK(prefer_device(devices, "rear") == nullptr);
    CHECK(prefer_device({}, "") == nullptr);
    CHECK(list_video_devices(machine.calls, {"/no/such", "/no/such", "/no/such"}).empty());
}

TEST_CASE("v4l2 devices: the better camera is preferred", "[camera][v4l2]") {
    Machine machine;
    ScriptedDevice small;
    small.formats = {{yuyv, {{640, 480, {30}}, {1920, 1080, {5}}}}};
    machine.add("video0", small);
    const auto large = machine.add("video1", usb_camera());
    const auto devices = list_video_devices(machine.calls, machine.paths);
    REQUIRE(devices.size() == 2);
    CHECK(prefer_device(devices, "")->path == large);
}

TEST_CASE("video mode: large where it is fast, else small, uncompressed where it is fast",
          "[camera][v4l2]") {
    const auto chosen = [](const std::vector<VideoMode>& modes, SizeWish wish = SizeWish::Large) {
        return choose_mode(modes, wish).value_or(VideoFormat{0, 0, 0, 0.0});
    };
    const std::vector<VideoMode> usb{{yuyv, 640, 480, 30},    {yuyv, 1280, 720, 10},
                                     {yuyv, 1920, 1080, 5},   {mjpeg, 1280, 720, 60},
                                     {mjpeg, 1920, 1080, 30}, {mjpeg, 3840, 2160, 30}};
    CHECK(chosen(usb).width_px == 1920);
    CHECK(chosen(usb).fourcc == mjpeg);
    CHECK(chosen(usb).frames_per_second == 30.0);
    CHECK(chosen(usb, SizeWish::Small).width_px == 1280);
    CHECK(chosen(usb, SizeWish::Small).frames_per_second == 30.0);  // never 60
    const std::vector<VideoMode> usb3{{mjpeg, 1920, 1080, 60}, {yuyv, 1920, 1080, 15}};
    CHECK(chosen(usb3).fourcc == yuyv);
    const std::vector<VideoMode> slow_large{{mjpeg, 1920, 1080, 14.9}, {yuyv, 1280, 720, 15}};
    CHECK(chosen(slow_large).width_px == 1280);
    const std::vector<VideoMode> silent{{yuyv, 1920, 1080, 0}, {yuyv, 1280, 720, 0}};
    CHECK(chosen(silent).width_px == 1920);
    const std::vector<VideoMode> neither{
        {yuyv, 320, 240, 30}, {yuyv, 1024, 768, 30}, {yuyv, 1600, 1200, 20}};
    CHECK(chosen(neither).width_px == 1024);
    const std::vector<VideoMode> all_slow{{yuyv, 1920, 1080, 5}, {yuyv, 640, 480, 10}};
    CHECK(chosen(all_slow).width_px == 640);
    CHECK_FALSE(choose_mode({}, SizeWish::Large));
    CHECK_FALSE(choose_mode({{V4L2_PIX_FMT_H264, 1920, 1080, 30}}, SizeWish::Large));
    CHECK_FALSE(
        choose_mode({{yuyv, -1920, 1080, 30}, {yuyv, 1 << 30, 1 << 30, 30}}, SizeWish::Large));
}
