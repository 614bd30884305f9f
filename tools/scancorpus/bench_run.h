// Runs decoders over the corpus and keeps what each did with each frame.
#pragma once

#include "core/base/result.h"
#include "tools/scancorpus/corpus.h"
#include "tools/scancorpus/decoder.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::corpus {

/// What is to be run.
struct BenchPlan {
    std::vector<CorpusSymbol> symbols;
    std::vector<Variant> variants;
    std::vector<DecoderKind> decoders;
    std::uint64_t first_seed = 1;
    std::int32_t seeds = 12;
    std::int32_t empty_frames = 12;
    std::int32_t threads = 1;
};

/// One decoder on one kind of frame. For frames without a symbol the names are "-" and "empty".
struct BenchCell {
    std::string_view decoder;
    std::string_view symbol;
    std::string_view variant;
    std::int32_t frames = 0;
    std::int32_t right = 0;        // must-not-read and empty frames: nothing was read
    std::int32_t misreads = 0;     // a payload that is not in the frame
    std::vector<double> all_ms;    // CPU time of the thread
    std::vector<double> right_ms;  // of the frames that were read
};

/// Called with each frame as it is made, from any thread.
using FrameSink = std::function<void(const std::string& name, const Frame& frame)>;

/// One cell a decoder, symbol and variant, in the plan's order, then the empty frames.
/// @error what make_frame() answers
Result<std::vector<BenchCell>> run_bench(const BenchPlan& plan, const FrameSink& sink);

/// Middle and 95th percentile; 0 when there are none.
struct Times {
    double median_ms = 0.0;
    double p95_ms = 0.0;
};
Times times_of(std::vector<double> ms);

}  // namespace outpost::corpus
