#include "drivers/camera/file_camera.h"

#include "tests/support/files.h"
#include "tests/support/manual_clock.h"
#include "tests/support/memory_file_store.h"

#include <catch2/catch.hpp>

using namespace outpost;
using std::chrono::milliseconds;

namespace {

/// Files that begin with 'P': each further byte is a page of that shade; "P!" is a damaged one.
class ShadeReader final : public PictureReader {
  public:
    [[nodiscard]] bool recognises(ByteView content) const override {
        return !content.empty() && content[0] == 'P';
    }
    Result<std::vector<Frame>> read(ByteView content) override {
        if (content.size() < 2 || content[1] == '!') return Error{Errc::BadSyntax, 1, "damaged"};
        std::vector<Frame> pages;
        for (const auto shade : content.subspan(1)) {
            Frame page;
            page.width_px = page.height_px = 8;
            page.pixels.assign(64, shade);
            pages.push_back(std::move(page));
        }
        return pages;
    }
};

struct Bench {
    tests::MemoryFileStore files;
    tests::ManualClock clock;
    ShadeReader reader;
    Frame frame;

    void add(const std::string& name, std::string_view content) {
        REQUIRE(files.write_atomically("/p/" + name, as_bytes(content)));
    }
    FileCamera camera(const std::string& path, FileCameraOptions options = {}) {
        return FileCamera(path, files, {&reader}, clock, options);
    }
};

}  // namespace

TEST_CASE("file camera: every page of every picture in the order of the names", "[camera]") {
    Bench bench;
    bench.add("b", "Pcd");
    bench.add("a", "Pa");
    bench.add("notes.txt", "words");
    bench.add("torn", "P!");
    bench.add("z", "Pz");
    auto camera = bench.camera("/p");
    REQUIRE(camera.open());
    std::string shades;
    std::string shown;
    while (camera.next_frame(bench.frame, milliseconds(1))) {
        shades += static_cast<char>(bench.frame.pixels[0]);
        shown += camera.shown_file() + " ";
        CHECK(bench.frame.source == camera.shown_file());
    }
    CHECK(shades == "acdz");
    CHECK(shown == "/p/a /p/b /p/b /p/z ");
    CHECK(camera.state() == CameraState::Ended);
    CHECK(camera.unreadable_files() == std::vector<std::string>{"/p/notes.txt", "/p/torn"});
}

TEST_CASE("file camera: a single picture", "[camera]") {
    Bench bench;
    bench.add("a", "Pa");
    bench.add("b", "Pb");
    auto camera = bench.camera("/p/b");
    REQUIRE(camera.open());
    REQUIRE(camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(bench.frame.pixels[0] == 'b');
    CHECK_FALSE(camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(camera.state() == CameraState::Ended);
}

TEST_CASE("file camera: repeats, but not a folder without pictures", "[camera]") {
    Bench bench;
    bench.add("a", "Pa");
    bench.add("b", "P!");
    auto camera = bench.camera("/p", {milliseconds(0), true});
    REQUIRE(camera.open());
    for (std::uint64_t k = 0; k < 5; ++k) {
        REQUIRE(camera.next_frame(bench.frame, milliseconds(1)));
        CHECK(bench.frame.sequence == k);
    }
    CHECK(camera.unreadable_files().size() == 1);  // each is told once
    Bench empty;
    empty.add("b", "P!");
    auto dark = empty.camera("/p", {milliseconds(0), true});
    CHECK(dark.open().error().code == Errc::NotFound);
}

TEST_CASE("file camera: its own speed", "[camera]") {
    Bench bench;
    bench.add("a", "Pabc");
    auto camera = bench.camera("/p", {milliseconds(100), false});
    REQUIRE(camera.open());
    REQUIRE(camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(camera.next_frame(bench.frame, milliseconds(1)).error().code == Errc::Timeout);
    bench.clock.advance_ms(99);
    CHECK(camera.next_frame(bench.frame, milliseconds(0)).error().code == Errc::Timeout);
    bench.clock.advance_ms(1);
    REQUIRE(camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(bench.frame.pixels[0] == 'b');
}

TEST_CASE("file camera: a black picture is told as such", "[camera]") {
    Bench bench;
    bench.add("a", std::string_view("P\0P", 3));
    auto camera = bench.camera("/p");
    REQUIRE(camera.open());
    REQUIRE(camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(camera.state() == CameraState::Black);
    REQUIRE(camera.next_frame(bench.frame, milliseconds(1)));
    CHECK(camera.state() == CameraState::Streaming);
}
