#include "drivers/camera/choose_camera.h"

#include "tests/support/files.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_file_store.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace outpost;
using std::chrono::milliseconds;

namespace {

class PngLike final : public PictureReader {
  public:
    [[nodiscard]] bool recognises(ByteView content) const override {
        return as_text(content).starts_with("PNG");
    }
    Result<std::vector<Frame>> read(ByteView) override { return std::vector<Frame>(1); }
};

}  // namespace

TEST_CASE("choose camera: by the name and the file's first bytes", "[camera]") {
    const tests::TemporaryFolder folder;
    const auto root = folder.path().string();
    std::ofstream(root + "/picture") << "PNG...";
    std::ofstream(root + "/video") << "RIFF....AVI ";
    std::ofstream(root + "/empty") << "";
    tests::MemoryFileStore files;
    const tests::ManualClock clock;
    PngLike reader;
    const auto choose = [&](const std::string& name, FileCameraOptions options = {}) {
        return choose_camera(name, files, {&reader}, clock, options);
    };
    const auto is_file_camera = [](const Result<CameraChoice>& choice) {
        return dynamic_cast<const FileCamera*>(choice->camera.get()) != nullptr;
    };
    const auto number = choose("0");
    REQUIRE(number);
    CHECK(number->camera->label() == "/dev/video0");
    CHECK_FALSE(number->is_finite);
    CHECK(choose("/dev/video7")->camera->label() == "/dev/video7");
    for (const auto& name : {root, root + "/picture"}) {
        const auto choice = choose(name);
        REQUIRE(choice);
        CHECK(is_file_camera(choice));
        CHECK(choice->is_finite);
        CHECK_FALSE(choose(name, {milliseconds(0), true})->is_finite);
        CHECK_FALSE(choose(name, {milliseconds(33), false})->is_finite);
    }
    for (const auto& name : {root + "/video", root + "/empty"}) {
        const auto choice = choose(name);
        REQUIRE(choice);
        CHECK_FALSE(is_file_camera(choice));
        CHECK(choice->is_finite);
    }
    CHECK(choose(root + "/none").error().code == Errc::NotFound);
    CHECK(choose("").error().code == Errc::NotFound);
    for (const char* name : {"auto", "auto:front", "http://10.0.0.2/video", "https://camera/"}) {
        const auto choice = choose(name);
        REQUIRE(choice);
        CHECK_FALSE(choice->is_finite);
    }
    CHECK(choose("http://user:word@camera:81/x?y")->camera->label() == "http://camera:81");
    CHECK(choose("gst:videotestsrc ! appsink").error().code == Errc::Unsupported);
    CHECK(choose("http://" + std::string(camera_name_bytes_max, 'x')).error().code ==
          Errc::TooLong);
}
