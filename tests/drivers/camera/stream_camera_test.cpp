#include "drivers/camera/choose_camera.h"
#include "drivers/camera/video_camera.h"

#include "tests/drivers/camera/stream_server.h"
#include "tests/support/files.h"
#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <thread>

using namespace outpost;
using outpost::tests::ServerMood;
using outpost::tests::StreamServer;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds patient(20'000);
constexpr milliseconds soon(20);

std::string jpeg() {
    const auto bytes = tests::read_bytes(tests::source_dir() / "tests/drivers/camera/grey.jpg");
    return {bytes.begin(), bytes.end()};
}

/// Frames until the first failure, at most `frames_max`.
int frames_of(VideoCamera& camera, int frames_max) {
    Frame frame;
    for (int k = 0; k < frames_max; ++k) {
        if (!camera.next_frame(frame, patient)) return k;
        CHECK(frame.pixels.size() ==
              static_cast<std::size_t>(frame.width_px) * static_cast<std::size_t>(frame.height_px));
    }
    return frames_max;
}

}  // namespace

TEST_CASE("stream camera: pictures over HTTP", "[camera][plugin][http]") {
    StreamServer server(ServerMood::Streams, jpeg());
    REQUIRE(server.is_up());
    const tests::ManualClock clock;
    VideoCamera camera(server.url(), clock);
    CHECK(std::string(camera.label()).find("secret") == std::string::npos);
    CHECK(std::string(camera.label()).find("hidden") == std::string::npos);
    CHECK(camera.label().starts_with("http://127.0.0.1:"));
    for (int round = 0; round < 2; ++round) {
        REQUIRE(camera.open());
        CHECK(camera.controls() == nullptr);
        CHECK(frames_of(camera, 10) == 10);
        CHECK(camera.state() == CameraState::Streaming);
        camera.close();
        CHECK(camera.state() == CameraState::Closed);
    }
}

TEST_CASE("stream camera: a server that stops is unplugged, and may come back",
          "[camera][plugin][http]") {
    StreamServer server(ServerMood::Closes, jpeg());
    const tests::ManualClock clock;
    VideoCamera camera(server.url(), clock);
    for (int round = 0; round < 2; ++round) {
        REQUIRE(camera.open());
        const auto frames = frames_of(camera, 1'000);
        CHECK(frames >= 1);
        CHECK(frames <= 40);
        CHECK(camera.state() == CameraState::Unplugged);
        Frame frame;
        CHECK(camera.next_frame(frame, soon).error().code == Errc::Unavailable);
    }
}

TEST_CASE("stream camera: a server that falls silent", "[camera][plugin][http]") {
    StreamServer server(ServerMood::HangsLater, jpeg());
    tests::ManualClock clock;
    VideoCamera camera(server.url(), clock);
    REQUIRE(camera.open());
    Frame frame;
    Result<void> outcome;
    int silent = 0;
    // First frames, then nothing, then the library's own limit ends it.
    for (int k = 0; k < 10'000 && (outcome || outcome.error().code == Errc::Timeout); ++k) {
        outcome = camera.next_frame(frame, soon);
        if (outcome || outcome.error().code != Errc::Timeout) continue;
        ++silent;
        clock.advance_ms(soon.count());
    }
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == Errc::Unavailable);
    CHECK(silent > 0);
    CHECK(camera.state() == CameraState::Unplugged);
}

TEST_CASE("stream camera: servers that give no picture", "[camera][plugin][http]") {
    const auto mood = GENERATE(ServerMood::Hangs, ServerMood::Garbage, ServerMood::BadPictures);
    CAPTURE(static_cast<int>(mood));
    StreamServer server(mood, {});
    const tests::ManualClock clock;
    VideoCamera camera(server.url(), clock);
    const auto opened = camera.open();
    if (!opened) {
        CHECK(opened.error().code == Errc::Unavailable);
        CHECK(camera.state() == CameraState::Unplugged);
    } else {
        Frame frame;
        CHECK_FALSE(camera.next_frame(frame, soon));
    }
}

TEST_CASE("stream camera: nobody listens", "[camera][plugin][http]") {
    const tests::ManualClock clock;
    VideoCamera camera("http://127.0.0.1:1/", clock);
    CHECK(camera.open().error().code == Errc::Unavailable);
    VideoCamera unknown("http:///", clock);
    CHECK(unknown.open().error().code == Errc::Unavailable);
    VideoCamera endless("http://" + std::string(5'000, 'a'), clock);
    CHECK(endless.open().error().code == Errc::TooLong);
}

TEST_CASE("stream camera: pipelines only where they are allowed", "[camera]") {
    const tests::ManualClock clock;
    const std::string pipeline = "gst:videotestsrc ! video/x-raw,format=GRAY8 ! appsink";
    VideoCamera refused(pipeline, clock);
    CHECK(refused.open().error().code == Errc::Unsupported);
    CHECK(refused.label() == "gst:");
    VideoCameraOptions options;
    options.allow_pipelines = true;
    for (const char* leak : {"gst:videotestsrc ! filesink location=/tmp/x", "gst:appsink",
                             "gst:", "gst:videotestsrc ! appsink ! filesink location=/tmp/x",
                             "gst:videotestsrc ! appsinkx"}) {
        VideoCamera camera(leak, clock, options);
        CHECK(camera.open().error().code == Errc::Unsupported);
    }
    CHECK(ends_in_appsink("a !appsink"));
    CHECK(ends_in_appsink("a ! appsink drop=true max-buffers=1"));
}

TEST_CASE("stream camera: a GStreamer pipeline", "[camera][plugin][gst]") {
    const tests::ManualClock clock;
    VideoCameraOptions options;
    options.allow_pipelines = true;
    VideoCamera camera(
        "gst:videotestsrc is-live=true pattern=white ! "
        "video/x-raw,format=GRAY8,width=320,height=240,framerate=30/1 ! "
        "appsink drop=true max-buffers=1",
        clock, options);
    if (!camera.open()) {
        WARN("GStreamer's base plug-ins are not installed: pipelines are not tested");
        return;
    }
    Frame frame;
    for (int k = 0; k < 5; ++k) {
        REQUIRE(camera.next_frame(frame, patient));
        CHECK(frame.width_px == 320);
        CHECK(frame.pixels[1000] > 200);
    }
    camera.close();
    VideoCamera finite("gst:videotestsrc num-buffers=3 ! video/x-raw,format=GRAY8 ! appsink", clock,
                       options);
    REQUIRE(finite.open());
    CHECK(frames_of(finite, 100) <= 3);
    CHECK(finite.state() == CameraState::Unplugged);
    VideoCamera unknown("gst:nosuchelement ! appsink", clock, options);
    CHECK(unknown.open().error().code == Errc::Unavailable);
}

TEST_CASE("two cameras at once, each in its own thread", "[camera][plugin]") {
    const tests::TemporaryFolder folder;
    const auto write_video = [&folder](const std::string& name, char luma) {
        const auto path = (folder.path() / name).string();
        std::ofstream video(path, std::ios::binary);
        video << "YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420jpeg\n";
        for (int k = 0; k < 30; ++k)
            video << "FRAME\n" << std::string(64 * 48, luma) << std::string(64 * 48 / 2, '\x80');
        return path;
    };
    const tests::ManualClock clock;
    struct Seen {
        int frames = 0;
        int wrong = 0;
    };
    const auto watch = [&clock](const std::string& path, bool is_bright, Seen& seen) {
        VideoCamera camera(path, clock);
        Frame frame;
        if (!camera.open()) return;
        while (camera.next_frame(frame, patient)) {
            ++seen.frames;
            if ((frame.pixels[1000] > 110) != is_bright) ++seen.wrong;
        }
    };
    const auto front_path = write_video("front.y4m", '\x30');
    const auto document_path = write_video("document.y4m", '\x70');
    Seen front;
    Seen document;
    std::thread one([&] { watch(front_path, false, front); });
    std::thread other([&] { watch(document_path, true, document); });
    one.join();
    other.join();
    CHECK(front.frames == 30);
    CHECK(document.frames == 30);
    CHECK(front.wrong + document.wrong == 0);
}
