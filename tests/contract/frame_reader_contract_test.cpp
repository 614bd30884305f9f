#include "core/ports/frame_reader.h"
#include "drivers/clock/system_clock.h"
#include "firmware-app/decoder/frame_readers.h"
#include "tests/support/scripted_frame_reader.h"
#include "tools/samples/scene.h"

#include <catch2/catch.hpp>

#include <random>

using namespace outpost;

namespace {

struct Case {
    std::unique_ptr<FrameReader> reader;
    Frame with_symbol;
    Bytes payload;
    Frame without_symbol;
};

std::vector<Case> cases() {
    static const SystemClock clock;
    std::vector<Case> all;
    samples::Scene scene;
    scene.width_px = 400;
    scene.height_px = 300;
    const Bytes payload{0, 255, 7, 128};
    all.push_back({decoder::make_frame_reader(clock), *samples::draw_scene(payload, scene), payload,
                   *samples::draw_scene({}, scene)});
    all.push_back({std::make_unique<tests::ScriptedFrameReader>(),
                   tests::ScriptedFrameReader::frame(9), Bytes{9},
                   tests::ScriptedFrameReader::frame(0)});
    return all;
}

constexpr ReadEffort efforts[] = {ReadEffort::Glance, ReadEffort::Quick, ReadEffort::Thorough,
                                  ReadEffort::Still};

ReadRequest request_of(ReadEffort effort) {
    return {effort, std::chrono::seconds(2), 0};
}

}  // namespace

TEST_CASE("frame reader contract: reads the bytes, again and again", "[contract]") {
    for (auto& each : cases()) {
        for (int round = 0; round < 3; ++round) {
            for (const auto effort : efforts) {
                const auto symbols =
                    each.reader->read(each.with_symbol.view(), request_of(effort)).symbols;
                REQUIRE(symbols.size() == 1);
                CHECK(symbols[0].payload == each.payload);
                for (const auto corner : symbols[0].corners) {
                    CHECK((corner.x_px >= 0 && corner.x_px < each.with_symbol.width_px));
                    CHECK((corner.y_px >= 0 && corner.y_px < each.with_symbol.height_px));
                }
                CHECK(each.reader->read(each.without_symbol.view(), request_of(effort))
                          .symbols.empty());
            }
        }
    }
}

TEST_CASE("frame reader contract: no frame, no pixels, no symbol, no harm", "[contract]") {
    const std::uint8_t pixel = 0;
    for (auto& each : cases()) {
        for (const FrameView frame : {FrameView{}, FrameView{nullptr, 100, 100, 100},
                                      FrameView{&pixel, 1, 1, 1}, FrameView{&pixel, 0, 0, 0}}) {
            for (const auto effort : efforts)
                CHECK(each.reader->read(frame, request_of(effort)).symbols.empty());
        }
    }
}
