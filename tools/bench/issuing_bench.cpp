// From a signed credential to its symbol: the zip and the payload, then the modules.
#include "core/formats/divoc_payload.h"
#include "core/formats/qr_capacity.h"
#include "drivers/symbolwriter/qrencode_symbol_writer.h"
#include "tests/support/verifying.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

namespace {

using namespace outpost;

void make_payload(benchmark::State& state, PayloadForm form) {
    const auto json = tests::verify_data("v3-dose1.rsa.signed.json");
    for (auto _ : state) {
        const auto payload = formats::make_divoc_payload(json, form);
        if (!payload) state.SkipWithError("no payload");
        benchmark::DoNotOptimize(payload);
    }
}
void payload_compact(benchmark::State& state) {
    make_payload(state, PayloadForm::Compact);
}
void payload_divoc(benchmark::State& state) {
    make_payload(state, PayloadForm::Divoc);
}

/// A full symbol of that version at level M; its bytes do not repeat.
void write_symbol(benchmark::State& state, std::int32_t version) {
    Bytes payload;
    std::uint32_t random = 1;
    while (payload.size() < formats::qr_byte_capacity(version, EccLevel::M)) {
        random = random * 1664525 + 1013904223;
        payload.push_back(static_cast<std::uint8_t>(random >> 24));
    }
    QrencodeSymbolWriter writer;
    for (auto _ : state) {
        const auto matrix = writer.write(payload, EccLevel::M);
        if (!matrix || matrix->version != version) state.SkipWithError("another symbol");
        benchmark::DoNotOptimize(matrix);
    }
}
void write_symbol_v25(benchmark::State& state) {
    write_symbol(state, 25);
}
void write_symbol_v28(benchmark::State& state) {
    write_symbol(state, 28);
}
void write_symbol_v35(benchmark::State& state) {
    write_symbol(state, 35);
}

BENCHMARK(payload_compact);
BENCHMARK(payload_divoc);
BENCHMARK(write_symbol_v25)->Unit(benchmark::kMillisecond);
BENCHMARK(write_symbol_v28)->Unit(benchmark::kMillisecond);
BENCHMARK(write_symbol_v35)->Unit(benchmark::kMillisecond);

}  // namespace
