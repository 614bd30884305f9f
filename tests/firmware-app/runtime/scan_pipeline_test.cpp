#include "firmware-app/runtime/scan_pipeline.h"

#include "tests/contract/fault_camera.h"
#include "tests/firmware-app/runtime/scan_doubles.h"
#include "tests/support/manual_clock.h"
#include "tests/support/scripted_frame_reader.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <thread>

using namespace outpost;
using namespace outpost::runtime;
using std::chrono::milliseconds;
using tests::CameraStep;
using tests::FaultCamera;
using tests::RealClock;
using tests::ScriptedFrameReader;
using Kind = CameraStep::Kind;

namespace {

std::unique_ptr<FrameReader> make_reader() {
    return std::make_unique<ScriptedFrameReader>();
}

CameraStep show(std::uint8_t payload, ReadEffort effort = ReadEffort::Glance) {
    return {Kind::Show, ScriptedFrameReader::frame(payload, effort)};
}

ScanOptions every_frame() {
    ScanOptions options;
    options.frame_policy = FramePolicy::EveryFrame;
    options.frame_deadline = milliseconds(5);
    options.reopen_first = milliseconds(2);
    options.reopen_max = milliseconds(8);
    return options;
}

ScanOptions newest_wins() {
    auto options = every_frame();
    options.frame_policy = FramePolicy::NewestWins;
    return options;
}

/// Events up to and with the end of the source, or until nothing comes for a while.
std::vector<ScanEvent> take_all(ScanPipeline& pipeline) {
    std::vector<ScanEvent> events;
    while (auto event = pipeline.next_event(milliseconds(2000))) {
        events.push_back(std::move(*event));
        if (std::holds_alternative<SourceEnded>(events.back())) break;
    }
    return events;
}

std::vector<int> payloads_of(const std::vector<ScanEvent>& events) {
    std::vector<int> payloads;
    for (const auto& event : events) {
        if (const auto* seen = std::get_if<SymbolSeen>(&event))
            payloads.push_back(seen->payload.at(0));
    }
    return payloads;
}

std::vector<CameraState> states_of(const std::vector<ScanEvent>& events) {
    std::vector<CameraState> states;
    for (const auto& event : events) {
        if (const auto* change = std::get_if<CameraStateChanged>(&event)) {
            CHECK(change->words == describe(change->state));
            states.push_back(change->state);
        }
    }
    return states;
}

}  // namespace

TEST_CASE("scan pipeline: every picture of a file is looked at, however slow the taker",
          "[runtime]") {
    std::vector<CameraStep> script;
    for (int k = 1; k <= 200; ++k) script.push_back(show(static_cast<std::uint8_t>(k)));
    FaultCamera camera(script, true);
    const RealClock clock;
    auto options = every_frame();
    options.workers = 3;
    options.symbols_queued_max = 2;
    ScanPipeline pipeline(camera, &make_reader, clock, options);
    std::this_thread::sleep_for(milliseconds(30));
    const auto events = take_all(pipeline);
    const auto payloads = payloads_of(events);
    CHECK(payloads.size() == 200);
    CHECK(std::set<int>(payloads.begin(), payloads.end()).size() == 200);
    REQUIRE(std::holds_alternative<SourceEnded>(events.back()));
    CHECK(std::get<SourceEnded>(events.back()).frames == 200);
    const auto counters = pipeline.counters();
    CHECK(counters.frames == 200);
    CHECK(counters.frames_read == 200);
    CHECK(counters.frames_lost == 0);
}

TEST_CASE("scan pipeline: pictures of a file get the whole effort each", "[runtime]") {
    FaultCamera camera({show(1, ReadEffort::Still), show(2, ReadEffort::Thorough), show(0)}, true);
    const tests::ManualClock clock;  // stands still: no interval ever passes
    ScanPipeline pipeline(camera, &make_reader, clock, every_frame());
    auto payloads = payloads_of(take_all(pipeline));
    std::sort(payloads.begin(), payloads.end());
    CHECK(payloads == std::vector<int>{1, 2});
    CHECK(pipeline.counters().thorough_readings == 3);
}

TEST_CASE("scan pipeline: repeats are folded until the symbol was out of view", "[runtime]") {
    const auto at = [](std::uint8_t payload, std::int64_t taken_at_ms) {
        auto step = show(payload);
        step.frame.taken_at_ms = taken_at_ms;
        return step;
    };
    FaultCamera camera(
        {at(5, 100), at(5, 600), at(0, 1200), at(5, 2500), at(6, 2600), at(5, 4499), at(5, 9000)},
        true);
    const RealClock clock;
    auto options = every_frame();
    options.workers = 1;  // one worker keeps the order
    ScanPipeline pipeline(camera, &make_reader, clock, options);
    const auto events = take_all(pipeline);
    CHECK(payloads_of(events) == std::vector<int>{5, 6, 5});
    CHECK(pipeline.counters().symbols == 6);
    std::vector<std::uint64_t> sequences;
    for (const auto& event : events) {
        if (const auto* seen = std::get_if<SymbolSeen>(&event)) {
            sequences.push_back(seen->frame_sequence);
            CHECK(seen->decode_us >= 0);
        }
    }
    CHECK(sequences == std::vector<std::uint64_t>{0, 4, 6});
}

TEST_CASE("scan pipeline: of a device the newest frame is read and the taker never holds it up",
          "[runtime]") {
    std::vector<CameraStep> script(500, show(7));
    FaultCamera camera(script, false);
    const RealClock clock;
    auto options = newest_wins();
    options.workers = 1;
    ScanPipeline pipeline(camera, &make_reader, clock, options);
    const auto events = [&] {
        std::vector<ScanEvent> all;
        while (auto event = pipeline.next_event(milliseconds(100)))
            all.push_back(std::move(*event));
        return all;
    }();
    CHECK(payloads_of(events) == std::vector<int>{7});
    const auto counters = pipeline.counters();
    CHECK(counters.frames == 500);
    CHECK(counters.frames_read + counters.frames_lost == 500);
}

TEST_CASE("scan pipeline: thorough readings are rationed", "[runtime]") {
    const tests::ManualClock clock;  // stands still: the interval allows exactly one
    FaultCamera camera(std::vector<CameraStep>(50, show(0)), false);
    ScanPipeline pipeline(camera, &make_reader, clock, newest_wins());
    while (pipeline.counters().frames < 50) std::this_thread::sleep_for(milliseconds(1));
    while (pipeline.next_event(milliseconds(20))) {
    }
    CHECK(pipeline.counters().thorough_readings == 1);
}

TEST_CASE("scan pipeline: a symbol that only a thorough reading finds comes in time", "[runtime]") {
    auto options = newest_wins();
    options.thorough_interval = milliseconds(1);
    FaultCamera camera(std::vector<CameraStep>(400, show(9, ReadEffort::Thorough)), false);
    const RealClock clock;
    ScanPipeline pipeline(camera, &make_reader, clock, options);
    std::vector<ScanEvent> events;
    while (auto event = pipeline.next_event(milliseconds(300))) events.push_back(std::move(*event));
    CHECK(payloads_of(events) == std::vector<int>{9});
}

TEST_CASE("scan pipeline: symbols that nobody takes are offered again, not lost for good",
          "[runtime]") {
    std::vector<CameraStep> script;
    for (int round = 0; round < 40; ++round) {
        for (std::uint8_t payload = 1; payload <= 3; ++payload) {
            script.push_back(show(payload));
            script.push_back({Kind::Silence});  // time for a worker to look at it
        }
    }
    FaultCamera camera(script, false);
    const RealClock clock;
    auto options = newest_wins();
    options.symbols_queued_max = 1;
    ScanPipeline pipeline(camera, &make_reader, clock, options);
    std::set<int> seen;
    for (int look = 0; look < 200 && seen.size() < 3; ++look) {
        const auto event = pipeline.next_event(milliseconds(50));
        if (!event) break;
        if (const auto* symbol = std::get_if<SymbolSeen>(&*event))
            seen.insert(symbol->payload.at(0));
    }
    CHECK(seen.size() >= 2);
}

TEST_CASE("scan pipeline: faults of the camera are told once each, and it comes back",
          "[runtime]") {
    FaultCamera camera({show(1),
                        {Kind::WrongFormat},
                        {Kind::WrongFormat},
                        show(0),
                        {Kind::Silence},
                        {Kind::Unplug},
                        {Kind::RefuseOpen},
                        {Kind::RefuseOpen},
                        {Kind::RefuseOpen},
                        show(2),
                        {Kind::End}},
                       true);
    const RealClock clock;
    ScanPipeline pipeline(camera, &make_reader, clock, newest_wins());
    const auto events = take_all(pipeline);
    const std::vector<CameraState> expected{CameraState::Streaming, CameraState::WrongFormat,
                                            CameraState::Streaming, CameraState::NoFrames,
                                            CameraState::Unplugged, CameraState::Streaming,
                                            CameraState::Ended};
    CHECK(states_of(events) == expected);
    auto payloads = payloads_of(events);
    CHECK(std::count(payloads.begin(), payloads.end(), 2) == 1);
    CHECK(camera.openings() == 5);
    CHECK(pipeline.counters().reopenings == 4);
}

TEST_CASE("scan pipeline: a silent camera is opened again after a while", "[runtime]") {
    FaultCamera camera({show(1)}, false);
    const RealClock clock;
    auto options = newest_wins();
    options.reopen_when_silent = milliseconds(20);
    ScanPipeline pipeline(camera, &make_reader, clock, options);
    for (int look = 0; look < 400 && camera.openings() < 3; ++look)
        std::this_thread::sleep_for(milliseconds(5));
    CHECK(camera.openings() >= 3);
}

TEST_CASE("scan pipeline: a file that cannot be opened ends at once", "[runtime]") {
    FaultCamera camera({{Kind::RefuseOpen}}, true);
    const RealClock clock;
    ScanPipeline pipeline(camera, &make_reader, clock, every_frame());
    const auto events = take_all(pipeline);
    REQUIRE(events.size() == 2);
    CHECK(states_of(events) == std::vector<CameraState>{CameraState::Unplugged});
    CHECK(std::get<SourceEnded>(events[1]).frames == 0);
}

TEST_CASE("scan pipeline: stops at any moment", "[runtime]") {
    const RealClock clock;
    for (int round = 0; round < 40; ++round) {
        std::vector<CameraStep> script;
        for (int k = 0; k < 300; ++k)
            script.push_back(show(static_cast<std::uint8_t>(k % 250 + 1)));
        if (round % 4 == 0) script.insert(script.begin(), 50, {Kind::RefuseOpen});
        FaultCamera camera(script, round % 2 == 0);
        auto options = round % 3 == 0 ? newest_wins() : every_frame();
        options.symbols_queued_max = 1;  // workers are held up in push()
        ScanPipeline pipeline(camera, &make_reader, clock, options);
        std::this_thread::sleep_for(milliseconds(round % 7));
        if (round % 5 == 0) pipeline.next_event(milliseconds(1));
    }
    SUCCEED("every pipeline has ended");
}
