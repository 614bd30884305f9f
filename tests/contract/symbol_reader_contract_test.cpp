#include "core/ports/symbol_reader.h"
#include "drivers/symbol/zxing_symbol_reader.h"
#include "tests/support/scripted_symbol_reader.h"
#include "tools/samples/scene.h"

#include <catch2/catch.hpp>

#include <random>

using namespace outpost;

namespace {

struct Case {
    std::unique_ptr<SymbolReader> reader;
    Frame with_symbol;
    Bytes payload;
    Frame without_symbol;
};

std::vector<Case> cases() {
    std::vector<Case> all;
    samples::Scene scene;
    scene.width_px = 400;
    scene.height_px = 300;
    const Bytes payload{0, 255, 7, 128};
    all.push_back({std::make_unique<ZxingSymbolReader>(), *samples::draw_scene(payload, scene),
                   payload, *samples::draw_scene({}, scene)});
    all.push_back({std::make_unique<tests::ScriptedSymbolReader>(),
                   tests::ScriptedSymbolReader::frame(9, ReadEffort::Plain, true), Bytes{9},
                   tests::ScriptedSymbolReader::frame(0)});
    return all;
}

constexpr ReadEffort efforts[] = {ReadEffort::Plain, ReadEffort::Enlarged, ReadEffort::Still};

}  // namespace

TEST_CASE("symbol reader contract: reads the bytes, again and again", "[contract]") {
    for (auto& each : cases()) {
        for (int round = 0; round < 3; ++round) {
            for (const auto effort : efforts) {
                const auto symbols = each.reader->read(each.with_symbol.view(), effort);
                REQUIRE(symbols.size() == 1);
                CHECK(symbols[0].payload == each.payload);
                for (const auto corner : symbols[0].corners) {
                    CHECK((corner.x_px >= 0 && corner.x_px < each.with_symbol.width_px));
                    CHECK((corner.y_px >= 0 && corner.y_px < each.with_symbol.height_px));
                }
                CHECK(each.reader->read(each.without_symbol.view(), effort).empty());
            }
            CHECK(each.reader->has_finder_pattern(each.with_symbol.view()));
            CHECK_FALSE(each.reader->has_finder_pattern(each.without_symbol.view()));
        }
    }
}

TEST_CASE("symbol reader contract: no frame, no pixels, no symbol, no harm", "[contract]") {
    const std::uint8_t pixel = 0;
    for (auto& each : cases()) {
        for (const FrameView frame : {FrameView{}, FrameView{nullptr, 100, 100, 100},
                                      FrameView{&pixel, 1, 1, 1}, FrameView{&pixel, 0, 0, 0}}) {
            for (const auto effort : efforts) CHECK(each.reader->read(frame, effort).empty());
            CHECK_FALSE(each.reader->has_finder_pattern(frame));
        }
    }
}
