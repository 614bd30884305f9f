#include "drivers/camera/threaded_source.h"

#include <catch2/catch.hpp>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

using namespace outpost;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds soon(5);
constexpr milliseconds patient(60'000);  // for what must come, however slow the machine is

/// What a library does, and a way to let it go on.
struct Library {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<GrabOutcome> outcomes;
    bool opens = true;
    bool blocks_in_open = false;
    bool blocks_in_grab = false;
    int closings = 0;
    std::uint8_t shade = 0;

    void release() {
        const std::lock_guard lock(mutex);
        blocks_in_open = blocks_in_grab = false;
        changed.notify_all();
    }
    void give(GrabOutcome outcome) {
        const std::lock_guard lock(mutex);
        outcomes.push_back(outcome);
        changed.notify_all();
    }
    void wait_for_closing(int count) {
        std::unique_lock lock(mutex);
        REQUIRE(changed.wait_for(lock, patient, [&] { return closings >= count; }));
    }
};

class LibrarySource final : public VideoSource {
  public:
    explicit LibrarySource(std::shared_ptr<Library> library) : library_(std::move(library)) {}
    bool open(const std::string&, VideoFormat) override {
        std::unique_lock lock(library_->mutex);
        library_->changed.wait(lock, [this] { return !library_->blocks_in_open; });
        return library_->opens;
    }
    GrabOutcome grab(Frame& frame, milliseconds deadline) override {
        std::unique_lock lock(library_->mutex);
        library_->changed.wait(lock, [this] { return !library_->blocks_in_grab; });
        if (!library_->changed.wait_for(lock, deadline,
                                        [this] { return !library_->outcomes.empty(); }))
            return GrabOutcome::Nothing;
        const auto outcome = library_->outcomes.front();
        library_->outcomes.pop_front();
        if (outcome == GrabOutcome::Grabbed) {
            frame.width_px = frame.height_px = 1;
            frame.pixels.assign(1, ++library_->shade);
        }
        library_->changed.notify_all();
        return outcome;
    }
    [[nodiscard]] milliseconds frame_interval() const override { return milliseconds(40); }
    void close() override {
        const std::lock_guard lock(library_->mutex);
        ++library_->closings;
        library_->changed.notify_all();
    }

  private:
    std::shared_ptr<Library> library_;
};

struct Bench {
    std::shared_ptr<Library> library = std::make_shared<Library>();
    ThreadedSource source;
    Frame frame;

    explicit Bench(ThreadedSource::Limits limits = {patient, patient})
        : source(std::make_unique<LibrarySource>(library), limits) {}
    bool open() { return source.open("http://camera/", {}); }
};

}  // namespace

TEST_CASE("threaded source: frames, silence, wrong formats, the end", "[camera]") {
    Bench bench;
    CHECK(bench.source.grab(bench.frame, soon) == GrabOutcome::Lost);
    REQUIRE(bench.open());
    CHECK(bench.source.grab(bench.frame, soon) == GrabOutcome::Nothing);
    bench.library->give(GrabOutcome::Grabbed);
    REQUIRE(bench.source.grab(bench.frame, patient) == GrabOutcome::Grabbed);
    CHECK(bench.frame.pixels[0] == 1);
    bench.library->give(GrabOutcome::WrongFormat);
    CHECK(bench.source.grab(bench.frame, patient) == GrabOutcome::WrongFormat);
    CHECK(bench.source.grab(bench.frame, soon) == GrabOutcome::Nothing);
    bench.library->give(GrabOutcome::Grabbed);
    bench.library->give(GrabOutcome::Ended);
    bench.library->wait_for_closing(1);
    CHECK(bench.source.grab(bench.frame, patient) == GrabOutcome::Grabbed);  // not lost to the end
    CHECK(bench.source.grab(bench.frame, patient) == GrabOutcome::Lost);
    REQUIRE(bench.open());
    bench.library->give(GrabOutcome::Grabbed);
    CHECK(bench.source.grab(bench.frame, patient) == GrabOutcome::Grabbed);
    bench.source.close();
    CHECK(bench.library->closings == 2);
    CHECK(bench.source.grab(bench.frame, soon) == GrabOutcome::Lost);
}

TEST_CASE("threaded source: the newest frame wins", "[camera]") {
    Bench bench;
    for (int k = 0; k < 5; ++k) bench.library->outcomes.push_back(GrabOutcome::Grabbed);
    bench.library->outcomes.push_back(GrabOutcome::Lost);
    REQUIRE(bench.open());
    bench.library->wait_for_closing(1);
    REQUIRE(bench.source.grab(bench.frame, patient) == GrabOutcome::Grabbed);
    CHECK(bench.frame.pixels[0] == 5);
    CHECK(bench.source.grab(bench.frame, patient) == GrabOutcome::Lost);
}

TEST_CASE("threaded source: what does not open", "[camera]") {
    Bench bench;
    bench.library->opens = false;
    CHECK_FALSE(bench.open());
    bench.library->opens = true;
    CHECK(bench.open());
}

TEST_CASE("threaded source: a library that hangs in opening keeps nobody waiting", "[camera]") {
    Bench bench({soon, soon});
    bench.library->blocks_in_open = true;
    CHECK_FALSE(bench.open());
    CHECK(bench.source.grab(bench.frame, soon) == GrabOutcome::Lost);
    CHECK_FALSE(bench.open());  // the thread has not come back: no second one
    bench.library->release();
    bench.library->wait_for_closing(1);
}

TEST_CASE("threaded source: a library that hangs in grabbing keeps nobody waiting", "[camera]") {
    Bench bench({patient, soon});
    bench.library->blocks_in_grab = true;
    REQUIRE(bench.open());
    CHECK(bench.source.grab(bench.frame, soon) == GrabOutcome::Nothing);
    CHECK_FALSE(bench.open());  // the thread has not come back: no second one
    bench.library->release();
    bench.library->wait_for_closing(1);
}

TEST_CASE("threaded source: goes while its library hangs", "[camera]") {
    auto library = std::make_shared<Library>();
    library->blocks_in_grab = true;
    {
        ThreadedSource source(std::make_unique<LibrarySource>(library), {patient, soon});
        REQUIRE(source.open("gst:", {}));
    }
    library->release();
    library->wait_for_closing(1);
}
