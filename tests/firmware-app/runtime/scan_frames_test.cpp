// What the pipeline tells of frames, and what it does to a camera's exposure and on hot-plug.
#include "firmware-app/runtime/scan_cameras.h"
#include "firmware-app/runtime/scan_pipeline.h"

#include "tests/contract/fault_camera.h"
#include "tests/firmware-app/runtime/scan_doubles.h"
#include "tests/support/scripted_frame_reader.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace outpost;
using namespace outpost::runtime;
using std::chrono::milliseconds;
using tests::CameraStep;
using tests::DimmableCamera;
using tests::FaultCamera;
using tests::RealClock;
using tests::ScriptedFrameReader;
using tests::ScriptedWatch;
using Kind = CameraStep::Kind;

namespace {

/// Sees in each frame one read symbol and one that it could not read.
class TracingReader final : public FrameReader {
  public:
    FrameReading read(FrameView frame, const ReadRequest& /*request*/) override {
        FrameReading reading;
        reading.quality.mean_level = frame.pixels[0];
        SymbolTrace trace;
        trace.corners = {{{0, 0}, {2, 0}, {2, 1}, {0, 1}}};
        trace.finder_patterns = 3;
        trace.module_px = 1.0;
        trace.contrast = 200.0;
        reading.quality.symbol = trace;
        if (frame.pixels[0] != 1) return reading;
        SymbolRead symbol;
        symbol.payload = {frame.pixels[0]};
        reading.symbols.push_back(std::move(symbol));
        return reading;
    }
};

/// Writes down what it was asked for.
class EffortRecorder final : public FrameReader {
  public:
    explicit EffortRecorder(std::vector<ReadEffort>& asked) : asked_(asked) {}
    FrameReading read(FrameView frame, const ReadRequest& request) override {
        asked_.push_back(request.effort);
        return inner_.read(frame, request);
    }

  private:
    std::vector<ReadEffort>& asked_;
    ScriptedFrameReader inner_;
};

CameraStep show(std::uint8_t payload, std::int64_t taken_at_ms = 0) {
    CameraStep step{Kind::Show, ScriptedFrameReader::frame(payload)};
    step.frame.taken_at_ms = taken_at_ms;
    return step;
}

ScanOptions quick_options() {
    ScanOptions options;
    options.frame_deadline = milliseconds(5);
    options.reopen_first = milliseconds(2);
    options.reopen_max = milliseconds(8);
    return options;
}

std::unique_ptr<FrameReader> make_tracing() {
    return std::make_unique<TracingReader>();
}
std::unique_ptr<FrameReader> make_scripted() {
    return std::make_unique<ScriptedFrameReader>();
}

DeviceEvent device(DeviceEvent::Kind kind, std::string path) {
    return {kind, DeviceClass::Camera, std::move(path)};
}

}  // namespace

TEST_CASE("scan pipeline: tells of each frame what was seen, the unread symbol too", "[runtime]") {
    FaultCamera camera({show(1, 10), show(2, 20)}, true);
    const RealClock clock;
    auto options = quick_options();
    options.frame_policy = FramePolicy::EveryFrame;
    options.workers = 1;
    options.tells_frames = true;
    ScanPipeline pipeline(camera, &make_tracing, clock, options);
    std::optional<FrameSeen> newest;
    bool has_ended = false;
    while (auto event = pipeline.next_event(milliseconds(2000))) {
        if (const auto* frame = std::get_if<FrameSeen>(&*event)) newest = *frame;
        has_ended = std::holds_alternative<SourceEnded>(*event);
        if (has_ended) break;
    }
    CHECK(has_ended);
    REQUIRE(newest);  // the last frame comes before the end
    CHECK(newest->sequence == 1);
    CHECK(newest->taken_at_ms == 20);
    CHECK(newest->width_px == 3);
    CHECK(newest->height_px == 1);
    CHECK(newest->quality.mean_level == 2.0);
    REQUIRE(newest->outlines.size() == 1);
    CHECK_FALSE(newest->outlines[0].was_read);
    CHECK(newest->outlines[0].corners[2].x_px == 2);
    CHECK(newest->hint != ScanHint::None);
}

TEST_CASE("scan pipeline: frames do not crowd out symbols, and only the newest waits",
          "[runtime]") {
    std::vector<CameraStep> script(300, show(7));
    FaultCamera camera(script, false);
    const RealClock clock;
    auto options = quick_options();
    options.tells_frames = true;
    options.symbols_queued_max = 1;
    ScanPipeline pipeline(camera, &make_scripted, clock, options);
    while (pipeline.counters().frames_read + pipeline.counters().frames_lost < 300)
        std::this_thread::yield();
    int frames = 0;
    int symbols = 0;
    while (auto event = pipeline.next_event(milliseconds(20))) {
        frames += std::holds_alternative<FrameSeen>(*event) ? 1 : 0;
        symbols += std::holds_alternative<SymbolSeen>(*event) ? 1 : 0;
    }
    CHECK(symbols == 1);
    CHECK(frames == 1);
}

TEST_CASE("scan pipeline: frames are told only when they are wanted", "[runtime]") {
    FaultCamera camera({show(1), show(2)}, true);
    const RealClock clock;
    auto options = quick_options();
    options.frame_policy = FramePolicy::EveryFrame;
    ScanPipeline pipeline(camera, &make_tracing, clock, options);
    int frames = 0;
    while (auto event = pipeline.next_event(milliseconds(2000))) {
        frames += std::holds_alternative<FrameSeen>(*event) ? 1 : 0;
        if (std::holds_alternative<SourceEnded>(*event)) break;
    }
    CHECK(frames == 0);
    CHECK(pipeline.counters().frames_read == 2);
}

TEST_CASE("scan pipeline: the exposure follows what is held up, and is handed back", "[runtime]") {
    DimmableCamera camera(400);
    const RealClock clock;
    auto options = quick_options();
    {
        ScanPipeline pipeline(camera, &make_tracing, clock, options);
        while (camera.frames() < 400) std::this_thread::yield();
    }
    CHECK(camera.orders() >= 1);
    CHECK(camera.first_automatic() == 1);  // begins with the device's own
    CHECK(camera.is_automatic());          // and leaves it so
    CHECK(camera.least_time() < DimmableCamera::initial_time);
    CHECK(camera.stray_uses() == 0);
}

TEST_CASE("scan pipeline: the exposure can be left to the device", "[runtime]") {
    DimmableCamera camera(100);
    const RealClock clock;
    auto options = quick_options();
    options.sets_exposure = false;
    {
        ScanPipeline pipeline(camera, &make_tracing, clock, options);
        while (camera.frames() < 100) std::this_thread::yield();
    }
    CHECK(camera.orders() == 0);
}

TEST_CASE("scan pipeline: controls are not used after the camera has closed", "[runtime]") {
    DimmableCamera camera(400);
    camera.fail_each(30);  // closes by itself: new controls at each opening
    const RealClock clock;
    {
        ScanPipeline pipeline(camera, &make_tracing, clock, quick_options());
        while (camera.frames() < 400) std::this_thread::yield();
    }
    CHECK(camera.openings() > 5);
    CHECK(camera.orders() >= 1);
    CHECK(camera.stray_uses() == 0);
}

TEST_CASE("scan pipeline: a camera that arrives is opened at once", "[runtime]") {
    std::vector<CameraStep> script{show(1), {Kind::Unplug}, {Kind::RefuseOpen}, show(2)};
    FaultCamera camera(script, false);
    ScriptedWatch watch;
    const RealClock clock;
    auto options = quick_options();
    options.reopen_first = std::chrono::minutes(10);  // without the watch it would never come back
    options.reopen_max = std::chrono::minutes(10);
    ScanPipeline pipeline(camera, &make_scripted, clock, options, {&watch, nullptr});
    std::set<int> payloads;
    for (int look = 0; look < 2000 && payloads.count(2) == 0; ++look) {
        const auto event = pipeline.next_event(milliseconds(10));
        if (event && std::holds_alternative<SymbolSeen>(*event))
            payloads.insert(std::get<SymbolSeen>(*event).payload.at(0));
        // The others' arrivals and a departure open nothing.
        watch.tell({DeviceEvent::Kind::Added, DeviceClass::Serial, "/dev/ttyACM0"});
        watch.tell(device(DeviceEvent::Kind::Removed, "/dev/video7"));
        if (camera.openings() < 3) watch.tell(device(DeviceEvent::Kind::Added, "/dev/video0"));
    }
    CHECK(payloads.count(2) == 1);
    CHECK(camera.openings() == 3);
}

TEST_CASE("scan pipeline: a removed camera is told though it seems to stream", "[runtime]") {
    FaultCamera camera(std::vector<CameraStep>(100'000, show(1)), false);
    ScriptedWatch watch;
    const RealClock clock;
    auto options = quick_options();
    options.reopen_first = std::chrono::minutes(10);
    ScanPipeline pipeline(camera, &make_scripted, clock, options, {&watch, nullptr});
    watch.tell(device(DeviceEvent::Kind::Removed, "/dev/video3"));  // another one
    std::vector<CameraState> states;
    for (int look = 0; look < 2000 && states.size() < 2; ++look) {
        const auto event = pipeline.next_event(milliseconds(10));
        if (!event || !std::holds_alternative<CameraStateChanged>(*event)) continue;
        states.push_back(std::get<CameraStateChanged>(*event).state);
        watch.tell(device(DeviceEvent::Kind::Removed, "script"));
    }
    CHECK(states == std::vector<CameraState>{CameraState::Streaming, CameraState::Unplugged});
    CHECK(camera.openings() == 1);
}

TEST_CASE("scan pipeline: a watch that fails leaves the camera to be tried as without",
          "[runtime]") {
    FaultCamera camera({{Kind::RefuseOpen}, {Kind::RefuseOpen}, show(4)}, false);
    ScriptedWatch watch;
    watch.fail();
    const RealClock clock;
    ScanPipeline pipeline(camera, &make_scripted, clock, quick_options(), {&watch, nullptr});
    std::set<int> payloads;
    for (int look = 0; look < 500 && payloads.empty(); ++look) {
        const auto event = pipeline.next_event(milliseconds(10));
        if (event && std::holds_alternative<SymbolSeen>(*event))
            payloads.insert(std::get<SymbolSeen>(*event).payload.at(0));
    }
    CHECK(payloads == std::set<int>{4});
    CHECK(camera.openings() == 3);
}

TEST_CASE("scan cameras: each event names its camera, and none is left out", "[runtime]") {
    std::vector<CameraStep> first;
    for (std::uint8_t k = 1; k <= 100; ++k) first.push_back(show(k));
    FaultCamera one(first, true);
    FaultCamera two({show(201), show(202), {Kind::End}}, true);
    FaultCamera missing({{Kind::RefuseOpen}}, true);
    const RealClock clock;
    auto options = quick_options();
    options.frame_policy = FramePolicy::EveryFrame;
    options.symbols_queued_max = 2;
    ScanCameras cameras({{one, &make_scripted, options},
                         {two, &make_scripted, options},
                         {missing, &make_scripted, options}},
                        clock);
    std::array<std::set<int>, 3> payloads;
    std::array<std::uint64_t, 3> ends{99, 99, 99};
    std::size_t ended = 0;
    while (ended < 3) {
        const auto event = cameras.next_event(milliseconds(5000));
        REQUIRE(event);
        if (const auto* symbol = std::get_if<SymbolSeen>(&event->event))
            payloads.at(event->camera).insert(symbol->payload.at(0));
        if (const auto* end = std::get_if<SourceEnded>(&event->event)) {
            ends.at(event->camera) = end->frames;
            ++ended;
        }
    }
    CHECK(payloads[0].size() == 100);
    CHECK(payloads[1] == std::set<int>{201, 202});
    CHECK(payloads[2].empty());
    CHECK(ends == std::array<std::uint64_t, 3>{100, 2, 0});
    CHECK(cameras.counters().frames == 102);
    CHECK_FALSE(cameras.next_event(milliseconds(0)));
}

TEST_CASE("scan pipeline: thorough readings get rarer while nothing is in view", "[runtime]") {
    const auto thorough_readings = [](std::uint8_t payload) {
        std::vector<CameraStep> script;
        for (int k = 0; k < 100; ++k) script.push_back(show(payload, 10'000 + k));
        FaultCamera camera(script, true);
        const RealClock clock;
        auto options = quick_options();
        options.workers = 1;
        options.thorough_interval = milliseconds(0);
        options.thorough_idle_interval = std::chrono::minutes(10);
        ScanPipeline pipeline(camera, &make_scripted, clock, options);
        while (const auto event = pipeline.next_event(milliseconds(5000)))
            if (std::holds_alternative<SourceEnded>(*event)) break;
        const auto counters = pipeline.counters();
        return std::pair(counters.thorough_readings, counters.frames_read);
    };
    CHECK(thorough_readings(0).first == 1);  // the first frame of all
    const auto in_view = thorough_readings(5);
    CHECK(in_view.first == in_view.second);
}

TEST_CASE("scan pipeline: glances while nothing is in view", "[runtime]") {
    const auto efforts = [](std::uint8_t payload) {
        std::vector<CameraStep> script;
        for (int k = 0; k < 20; ++k) {
            script.push_back(show(payload, 10'000));
            script.push_back({Kind::Silence});  // time for the worker to look at it
        }
        FaultCamera camera(script, true);
        const RealClock clock;
        auto options = quick_options();
        options.workers = 1;
        options.thorough_interval = std::chrono::minutes(10);
        options.thorough_idle_interval = std::chrono::minutes(10);
        std::vector<ReadEffort> asked;
        const auto make_recording = [&asked] { return std::make_unique<EffortRecorder>(asked); };
        ScanPipeline pipeline(camera, make_recording, clock, options);
        while (const auto event = pipeline.next_event(milliseconds(5000)))
            if (std::holds_alternative<SourceEnded>(*event)) break;
        REQUIRE(!asked.empty());
        REQUIRE(asked.front() == ReadEffort::Thorough);
        return std::set<ReadEffort>(asked.begin() + 1, asked.end());
    };
    CHECK(efforts(0) == std::set<ReadEffort>{ReadEffort::Glance});
    CHECK(efforts(5) == std::set<ReadEffort>{ReadEffort::Quick});
}
