#include "core/ports/camera.h"
#include "drivers/camera/file_camera.h"
#include "drivers/camera/video_camera.h"
#include "drivers/clock/system_clock.h"
#include "drivers/picture/picture_file_reader.h"
#include "drivers/store/posix_file_store.h"
#include "tests/contract/fault_camera.h"
#include "tests/support/files.h"
#include "tests/support/scripted_frame_reader.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <memory>

using namespace outpost;
using std::chrono::milliseconds;
namespace fs = std::filesystem;

namespace {

constexpr milliseconds deadline(50);

/// A source of three frames, as a video file would give them.
class ThreeFrames final : public VideoSource {
  public:
    bool open(const std::string&, VideoFormat) override {
        shown_ = 0;
        return true;
    }
    GrabOutcome grab(Frame& frame, milliseconds) override {
        if (shown_ == 3) return GrabOutcome::Ended;
        ++shown_;
        const auto sequence = frame.sequence;
        frame = tests::ScriptedFrameReader::frame(200);
        frame.sequence = sequence;
        return GrabOutcome::Grabbed;
    }
    [[nodiscard]] milliseconds frame_interval() const override { return milliseconds(0); }
    void close() override {}

  private:
    int shown_ = 0;
};

/// Every implementation, each over a source of exactly three frames.
struct Cameras {
    tests::TemporaryFolder folder;
    SystemClock clock;
    PosixFileStore files;
    PictureFileReader pictures;
    std::vector<std::unique_ptr<Camera>> all;

    Cameras() {
        const auto samples = tests::source_dir() / "assets/samples";
        const auto shown = folder.path() / "pictures";
        fs::create_directory(shown);
        fs::copy_file(samples / "no-symbol.png", shown / "1.png");
        fs::copy_file(samples / "no-symbol.png", shown / "2.png");
        fs::copy_file(samples / "altered-name.png", shown / "3.png");
        all.push_back(std::make_unique<FileCamera>(shown.string(), files,
                                                   std::vector<PictureReader*>{&pictures}, clock));
        all.push_back(std::make_unique<VideoCamera>((shown / "1.png").string(), clock,
                                                    VideoCameraOptions{},
                                                    std::make_unique<ThreeFrames>()));
        using Kind = tests::CameraStep::Kind;
        const auto frame = tests::ScriptedFrameReader::frame(200);
        all.push_back(std::make_unique<tests::FaultCamera>(
            std::vector<tests::CameraStep>{
                {Kind::Show, frame}, {Kind::Show, frame}, {Kind::Show, frame}},
            true));
    }
};

}  // namespace

TEST_CASE("camera contract: closed, streaming, ended, and open again", "[contract]") {
    Cameras cameras;
    for (auto& camera : cameras.all) {
        CAPTURE(std::string(camera->label()));
        CHECK_FALSE(camera->label().empty());
        CHECK(camera->state() == CameraState::Closed);
        Frame frame;
        CHECK(camera->next_frame(frame, deadline).error().code == Errc::Unavailable);
        for (int round = 0; round < 2; ++round) {
            REQUIRE(camera->open());
            CHECK(camera->state() == CameraState::Streaming);
            std::int64_t newest_ms = 0;
            for (std::uint64_t shown = 0; shown < 3; ++shown) {
                REQUIRE(camera->next_frame(frame, deadline));
                CHECK(frame.sequence == shown);  // counts from the opening
                CHECK(frame.taken_at_ms >= newest_ms);
                CHECK(frame.pixels.size() == static_cast<std::size_t>(frame.width_px) *
                                                 static_cast<std::size_t>(frame.height_px));
                newest_ms = frame.taken_at_ms;
            }
            CHECK(camera->next_frame(frame, deadline).error().code == Errc::Unavailable);
            CHECK(camera->state() == CameraState::Ended);
            CHECK_FALSE(camera->next_frame(frame, deadline));
        }
        camera->close();
        CHECK(camera->state() == CameraState::Closed);
        camera->close();
        CHECK(camera->next_frame(frame, deadline).error().code == Errc::Unavailable);
    }
}

TEST_CASE("camera contract: each state has words for people", "[contract]") {
    for (const auto state :
         {CameraState::Closed, CameraState::Streaming, CameraState::NoFrames, CameraState::Black,
          CameraState::WrongFormat, CameraState::Unplugged, CameraState::Ended})
        CHECK(describe(state).size() > 10);
}

TEST_CASE("camera contract: a missing device or file is told by open()", "[contract]") {
    Cameras cameras;
    VideoCamera device("/dev/video-none", cameras.clock, {}, std::make_unique<ThreeFrames>());
    CHECK(device.open().error().code == Errc::NotFound);
    CHECK(device.state() == CameraState::Unplugged);
    FileCamera file("/no/such/file", cameras.files, {&cameras.pictures}, cameras.clock);
    CHECK(file.open().error().code == Errc::NotFound);
    tests::FaultCamera refusing({{tests::CameraStep::Kind::RefuseOpen}}, true);
    CHECK(refusing.open().error().code == Errc::NotFound);
    CHECK(refusing.open());
}

TEST_CASE("camera contract: a silent camera keeps the deadline", "[contract]") {
    tests::FaultCamera silent({}, false);
    REQUIRE(silent.open());
    Frame frame;
    const auto started = std::chrono::steady_clock::now();
    CHECK(silent.next_frame(frame, deadline).error().code == Errc::Timeout);
    CHECK(std::chrono::steady_clock::now() - started < deadline + milliseconds(200));
    CHECK(silent.state() == CameraState::NoFrames);
}
