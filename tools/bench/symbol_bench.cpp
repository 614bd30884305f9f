// Reading symbols from 1280 x 720 frames. Budgets on two shared cores: a clean version-30 symbol in
// under 8 ms, an empty frame with both passes in under 15 ms.
#include "drivers/clock/system_clock.h"
#include "firmware-app/decoder/frame_readers.h"
#include "tools/samples/scene.h"

#include <benchmark/benchmark.h>

#include <cstdint>

namespace {

using outpost::Frame;
using outpost::ReadEffort;
namespace samples = outpost::samples;

constexpr std::size_t payload_bytes_version_30 = 1350;

outpost::Bytes some_bytes(std::size_t count) {
    outpost::Bytes bytes;
    std::uint32_t state = 1;
    for (std::size_t k = 0; k < count; ++k) {
        state = state * 1664525 + 1013904223;
        bytes.push_back(static_cast<std::uint8_t>(state >> 24));
    }
    return bytes;
}

Frame draw(std::size_t payload_bytes, std::int32_t blur_passes, std::int32_t noise) {
    samples::Scene scene;
    scene.module_px = 4.0;
    scene.angle_deg = blur_passes > 0 ? 2.0 : 0.0;
    scene.blur_passes = blur_passes;
    scene.noise = noise;
    auto frame = samples::draw_scene(some_bytes(payload_bytes), scene);
    return frame ? std::move(*frame) : Frame{};
}

void run(benchmark::State& state, const Frame& frame, ReadEffort effort, bool must_find) {
    const outpost::SystemClock clock;
    const auto reader = outpost::decoder::make_frame_reader(clock);
    for (auto _ : state) {
        const auto symbols =
            reader->read(frame.view(), {effort, std::chrono::milliseconds(400), 0}).symbols;
        if (symbols.empty() == must_find) state.SkipWithError("not what the frame shows");
        benchmark::DoNotOptimize(symbols.data());
    }
}

void read_clean_version_30(benchmark::State& state) {
    run(state, draw(payload_bytes_version_30, 0, 0), ReadEffort::Quick, true);
}
void read_noisy_version_30(benchmark::State& state) {
    run(state, draw(payload_bytes_version_30, 1, 5), ReadEffort::Quick, true);
}
void read_empty_plain(benchmark::State& state) {
    run(state, draw(0, 1, 5), ReadEffort::Quick, false);
}
void read_empty_enlarged(benchmark::State& state) {
    run(state, draw(0, 1, 5), ReadEffort::Thorough, false);
}
void read_empty_still(benchmark::State& state) {
    run(state, draw(0, 1, 5), ReadEffort::Still, false);
}

BENCHMARK(read_clean_version_30)->Unit(benchmark::kMillisecond);
BENCHMARK(read_noisy_version_30)->Unit(benchmark::kMillisecond);
BENCHMARK(read_empty_plain)->Unit(benchmark::kMillisecond);
BENCHMARK(read_empty_enlarged)->Unit(benchmark::kMillisecond);
BENCHMARK(read_empty_still)->Unit(benchmark::kMillisecond);

}  // namespace
