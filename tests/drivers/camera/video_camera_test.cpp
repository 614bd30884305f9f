#include "drivers/camera/video_camera.h"

#include "tests/drivers/camera/scripted_v4l2.h"
#include "tests/support/files.h"
#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace outpost;
using std::chrono::milliseconds;

namespace {

/// What a device does next, seen from the plug-in's seam.
struct Script {
    bool opens = true;
    GrabOutcome outcome = GrabOutcome::Grabbed;
    std::uint8_t shade = 128;
    int openings = 0;
    int closings = 0;
    VideoFormat asked;
    std::string name;
    std::int32_t side_px = 16;
};

class ScriptedSource final : public VideoSource {
  public:
    explicit ScriptedSource(Script& script) : script_(script) {}
    bool open(const std::string& name, VideoFormat format) override {
        ++script_.openings;
        script_.asked = format;
        script_.name = name;
        return script_.opens;
    }
    GrabOutcome grab(Frame& frame, milliseconds) override {
        if (script_.outcome != GrabOutcome::Grabbed) return script_.outcome;
        frame.width_px = frame.height_px = script_.side_px;
        const auto side = static_cast<std::size_t>(script_.side_px);
        frame.pixels.assign(side * side, script_.shade);
        return GrabOutcome::Grabbed;
    }
    [[nodiscard]] milliseconds frame_interval() const override { return milliseconds(40); }
    void close() override { ++script_.closings; }

  private:
    Script& script_;
};

struct Bench {
    tests::TemporaryFolder folder;
    std::string device = (folder.path() / "video0").string();  // stands for the device node
    tests::ManualClock clock;
    Script script;
    VideoCamera camera;
    Frame frame;

    explicit Bench(VideoCameraOptions options = {})
        : camera((std::ofstream(device) << "x", device), clock, std::move(options),
                 std::make_unique<ScriptedSource>(script)) {}
    Errc next_code() { return camera.next_frame(frame, milliseconds(1)).error().code; }
};

}  // namespace

TEST_CASE("video camera: silence becomes a fault after a while, and goes with a frame",
          "[camera]") {
    Bench bench;
    REQUIRE(bench.camera.open());
    bench.script.outcome = GrabOutcome::Nothing;
    CHECK(bench.next_code() == Errc::Timeout);
    CHECK(bench.camera.state() == CameraState::Streaming);
    bench.clock.advance_ms(1999);
    CHECK(bench.next_code() == Errc::Timeout);
    CHECK(bench.camera.state() == CameraState::Streaming);
    bench.clock.advance_ms(1);
    CHECK(bench.next_code() == Errc::Timeout);
    CHECK(bench.camera.state() == CameraState::NoFrames);
    bench.script.outcome = GrabOutcome::Grabbed;
    REQUIRE(bench.camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(bench.camera.state() == CameraState::Streaming);
    CHECK(bench.frame.taken_at_ms == bench.clock.monotonic_ms());
}

TEST_CASE("video camera: black needs several frames, and frames still come", "[camera]") {
    Bench bench;
    REQUIRE(bench.camera.open());
    bench.script.shade = 3;
    for (int shown = 1; shown <= 12; ++shown) {
        REQUIRE(bench.camera.next_frame(bench.frame, milliseconds(1)));
        CHECK(bench.camera.state() == (shown < 10 ? CameraState::Streaming : CameraState::Black));
    }
    bench.script.shade = 100;
    REQUIRE(bench.camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(bench.camera.state() == CameraState::Streaming);
}

TEST_CASE("video camera: a wrong format is told and may pass", "[camera]") {
    Bench bench;
    REQUIRE(bench.camera.open());
    bench.script.outcome = GrabOutcome::WrongFormat;
    CHECK(bench.next_code() == Errc::Timeout);
    CHECK(bench.camera.state() == CameraState::WrongFormat);
    bench.script.outcome = GrabOutcome::Grabbed;
    CHECK(bench.camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(bench.camera.state() == CameraState::Streaming);
}

TEST_CASE("video camera: unplugged by failure or by a vanished path, and back again", "[camera]") {
    Bench bench;
    REQUIRE(bench.camera.open());
    SECTION("the device fails") {
        bench.script.outcome = GrabOutcome::Lost;
    }
    SECTION("the path is gone") {
        bench.script.outcome = GrabOutcome::Nothing;
        std::filesystem::remove(bench.device);
    }
    CHECK(bench.next_code() == Errc::Unavailable);
    CHECK(bench.camera.state() == CameraState::Unplugged);
    CHECK(bench.script.closings == 1);
    CHECK(bench.next_code() == Errc::Unavailable);
    std::filesystem::remove(bench.device);
    CHECK(bench.camera.open().error().code == Errc::NotFound);
    CHECK(bench.camera.state() == CameraState::Unplugged);
    std::ofstream(bench.device) << "x";
    bench.script.opens = false;  // in use by another program
    CHECK(bench.camera.open().error().code == Errc::Unavailable);
    bench.script.opens = true;
    bench.script.outcome = GrabOutcome::Grabbed;
    REQUIRE(bench.camera.open());
    REQUIRE(bench.camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(bench.frame.sequence == 0);
}

TEST_CASE("video camera: in real time it waits for each frame's turn", "[camera]") {
    VideoCameraOptions options;
    options.in_real_time = true;
    Bench bench(std::move(options));
    REQUIRE(bench.camera.open());
    REQUIRE(bench.camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(bench.next_code() == Errc::Timeout);
    bench.clock.advance_ms(40);
    REQUIRE(bench.camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(bench.frame.sequence == 1);
    bench.clock.advance_ms(10'000);  // a long pause is followed by two frames at most, not by 250
    REQUIRE(bench.camera.next_frame(bench.frame, milliseconds(1)));
    REQUIRE(bench.camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(bench.next_code() == Errc::Timeout);
}

TEST_CASE("video camera: without its plug-in it says so", "[camera]") {
    const tests::TemporaryFolder folder;
    const auto path = (folder.path() / "a.avi").string();
    std::ofstream(path) << "no video";
    const tests::ManualClock clock;
    for (const char* plugins : {"/no/such/folder", "relative", ""}) {
        VideoCameraOptions options;
        options.plugin_folder = plugins;
        VideoCamera camera(path, clock, std::move(options));
        CHECK(camera.open().error().code == Errc::Unavailable);
        CHECK(camera.state() == CameraState::Closed);
    }
    VideoCamera camera(path, clock);
    CHECK(camera.open().error().code ==
          Errc::Unavailable);  // the plug-in is there, the video is none
    CHECK(camera.state() == CameraState::Unplugged);
}

TEST_CASE("video camera: a video file through the real plug-in", "[camera][plugin]") {
    const tests::TemporaryFolder folder;
    const auto path = (folder.path() / "grey.y4m").string();
    {
        std::ofstream video(path, std::ios::binary);
        video << "YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420jpeg\n";
        for (const char luma : {'\x20', '\x40', '\x60'}) {
            video << "FRAME\n" << std::string(64 * 48, luma) << std::string(64 * 48 / 2, '\x80');
        }
    }
    const tests::ManualClock clock;
    VideoCamera camera(path, clock);
    for (int round = 0; round < 2; ++round) {
        REQUIRE(camera.open());
        Frame frame;
        for (const int shade : {0x20, 0x40, 0x60}) {
            REQUIRE(camera.next_frame(frame, milliseconds(100)));
            CHECK(frame.width_px == 64);
            CHECK(frame.height_px == 48);
            REQUIRE(frame.pixels.size() == 64 * 48);
            CHECK(std::abs(frame.pixels[1000] - shade) <= 20);  // full or studio range
        }
        CHECK_FALSE(camera.next_frame(frame, milliseconds(100)));
        CHECK(camera.state() == CameraState::Ended);
    }
}

namespace {

/// A machine with one camera, wherever its node is.
struct Kiosk {
    tests::TemporaryFolder folder;
    std::string root = std::filesystem::canonical(folder.path()).string();
    tests::ManualClock clock;
    tests::ScriptedV4l2 calls;
    Script script;
    std::string path;

    void plug_in(const std::string& name) {
        namespace fs = std::filesystem;
        fs::remove_all(root + "/sys");
        fs::remove_all(root + "/dev");
        fs::create_directories(root + "/sys/" + name);
        fs::create_directories(root + "/dev");
        path = root + "/dev/" + name;
        std::ofstream(path) << "x";
        tests::ScriptedDevice device;
        device.formats = {
            {V4L2_PIX_FMT_MJPEG, {{1280, 720, {30}}, {1920, 1080, {30}}}},
        };
        device.add_control(V4L2_CID_GAIN, 0, 100);
        calls.devices.clear();
        calls.devices[path] = device;
    }
    VideoCamera camera(const std::string& name) {
        VideoCameraOptions options;
        options.device_calls = &calls;
        options.device_paths = {root + "/sys", root + "/dev", root + "/by-id"};
        return {name, clock, std::move(options), std::make_unique<ScriptedSource>(script)};
    }
};

}  // namespace

TEST_CASE("video camera: the chosen one is found again under another path", "[camera][v4l2]") {
    Kiosk kiosk;
    auto camera = kiosk.camera("auto");
    CHECK(camera.open().error().code == Errc::NotFound);
    CHECK(camera.state() == CameraState::Unplugged);
    CHECK(camera.label() == "auto");
    for (const char* name : {"video0", "video2"}) {
        kiosk.plug_in(name);
        REQUIRE(camera.open());
        CHECK(kiosk.script.name == kiosk.path);
        CHECK(camera.label() == kiosk.path);
        CHECK(kiosk.script.asked.width_px == 1920);
        CHECK(kiosk.script.asked.fourcc == V4L2_PIX_FMT_MJPEG);
        REQUIRE(camera.controls() != nullptr);
        CHECK(*camera.controls()->set(CameraControl::Gain, 500) == 100);
    }
    camera.close();
    CHECK(camera.controls() == nullptr);
    CHECK(kiosk.calls.open_count == 0);
    auto other = kiosk.camera("auto:front");
    CHECK(other.open().error().code == Errc::NotFound);
    auto wished = kiosk.camera("auto:document");
    CHECK(wished.open());
}

TEST_CASE("video camera: a large picture that comes slowly becomes a small one", "[camera][v4l2]") {
    Kiosk kiosk;
    kiosk.plug_in("video0");
    auto camera = kiosk.camera("auto");
    REQUIRE(camera.open());
    kiosk.script.side_px = 1000;  // more pixels than 1280x720
    Frame frame;
    const auto show = [&](int frames, std::int64_t frame_ms) {
        for (int k = 0; k < frames; ++k) {
            kiosk.clock.advance_ms(frame_ms);
            REQUIRE(camera.next_frame(frame, milliseconds(1)));
        }
    };
    show(300, 33);
    CHECK(kiosk.script.openings == 1);
    show(100, 100);  // the light goes
    CHECK(kiosk.script.openings == 2);
    CHECK(kiosk.script.asked.width_px == 1280);
    CHECK(camera.state() == CameraState::Streaming);
    kiosk.script.side_px = 100;
    show(100, 100);
    CHECK(kiosk.script.openings == 2);
    kiosk.clock.advance_ms(FrameRateGuard::large_again_after_ms);
    show(1, 33);
    CHECK(kiosk.script.openings == 3);
    CHECK(kiosk.script.asked.width_px == 1920);
    kiosk.script.opens = false;
    kiosk.script.side_px = 1000;
    for (int k = 0; k < 100 && camera.state() == CameraState::Streaming; ++k) show(1, 100);
    // The change fails: told by the state, and by the next call.
    CHECK(camera.state() == CameraState::Unplugged);
    CHECK(camera.next_frame(frame, milliseconds(1)).error().code == Errc::Unavailable);
}

TEST_CASE("frame rate guard: a reader that pauses is no slow camera", "[camera][v4l2]") {
    FrameRateGuard guard;
    guard.restart(0);
    for (std::int64_t now_ms = 1'000; now_ms < 200'000; now_ms += 10'000)
        CHECK_FALSE(guard.frame_came(now_ms, true));
    FrameRateGuard small;
    small.restart(0);
    for (std::int64_t now_ms = 1'000; now_ms < 60'000; now_ms += 200)
        CHECK_FALSE(small.frame_came(now_ms, false));
    CHECK(small.wish() == SizeWish::Large);
}
