// Real frames through the pipeline with the real reader.
#include "firmware-app/decoder/frame_readers.h"
#include "firmware-app/runtime/scan_pipeline.h"
#include "tests/contract/fault_camera.h"
#include "tests/core/scanning/corpus_frames.h"
#include "tests/firmware-app/runtime/scan_doubles.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace outpost;
using namespace outpost::runtime;
using std::chrono::milliseconds;

TEST_CASE("scan pipeline: two symbols in a live frame are both reported, once each", "[runtime]") {
    const auto made =
        scanning::tests::frame_of(scanning::tests::all_symbols().front(), "two-symbols", 1);
    REQUIRE(made.symbols.size() == 2);
    std::set<Bytes> expected;
    for (const auto& symbol : made.symbols) expected.insert(symbol.payload);
    REQUIRE(expected.size() == 2);

    std::vector<tests::CameraStep> script(12, {tests::CameraStep::Kind::Show, made.frame});
    for (std::size_t k = 0; k < script.size(); ++k) {
        script[k].frame.taken_at_ms = 1 + 66 * static_cast<std::int64_t>(k);
        script[k].frame.source.clear();
    }
    tests::FaultCamera camera(script, true);
    const tests::RealClock clock;
    ScanOptions options;
    options.frame_deadline = milliseconds(5);
    options.thorough_interval = milliseconds(0);
    options.tells_frames = true;
    ScanPipeline pipeline(
        camera, [&clock] { return decoder::make_frame_reader(clock); }, clock, options);
    std::vector<Bytes> payloads;
    std::size_t outlines = 0;
    while (auto event = pipeline.next_event(milliseconds(60'000))) {
        if (const auto* symbol = std::get_if<SymbolSeen>(&*event))
            payloads.push_back(symbol->payload);
        if (const auto* frame = std::get_if<FrameSeen>(&*event))
            outlines = std::max(outlines, frame->outlines.size());
        if (std::holds_alternative<SourceEnded>(*event)) break;
    }
    CHECK(payloads.size() == 2);
    CHECK(std::set<Bytes>(payloads.begin(), payloads.end()) == expected);
    CHECK(outlines >= 2);
}
