// outpost-scan-bench: decoder x kind of frame -> rate, misreads, CPU time. docs/scan-corpus.md
#include "tools/scancorpus/bench_report.h"
#include "tools/scancorpus/bench_run.h"
#include "tools/scancorpus/decoders.h"

#include <CLI/CLI.hpp>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace {

using outpost::Errc;
using outpost::Error;
using outpost::Frame;
using outpost::Result;
namespace corpus = outpost::corpus;

struct Options {
    std::vector<std::string> symbols;
    std::vector<std::string> variants{"standard"};
    std::vector<std::string> decoders;
    std::uint64_t first_seed = 1;
    std::int32_t seeds = 12;
    std::int32_t empty_frames = 12;
    std::int32_t threads = 1;
    std::string json_file;
    std::string csv_file;
    std::string dump_folder;
};

bool is_among(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whole sets by their name ("standard", "extra", "burst", "must-not-read", "all"), and single
/// variants.
std::vector<corpus::Variant> choose_variants(const std::vector<std::string>& names) {
    std::vector<corpus::Variant> chosen;
    const auto add = [&](std::string_view set, std::span<const corpus::Variant> variants) {
        const bool is_whole = is_among(names, set) ||
                              (is_among(names, "all") && (set == "standard" || set == "extra"));
        for (const auto& variant : variants) {
            if (is_whole || is_among(names, variant.name)) chosen.push_back(variant);
        }
    };
    add("standard", corpus::standard_variants());
    add("extra", corpus::extra_variants());
    add("burst", corpus::burst_variants());
    add("must-not-read", corpus::must_not_read_variants());
    return chosen;
}

Result<corpus::BenchPlan> make_plan(const Options& options) {
    corpus::BenchPlan plan;
    OUTPOST_TRY(auto symbols, corpus::corpus_symbols());
    for (auto& symbol : symbols) {
        if (options.symbols.empty() || is_among(options.symbols, symbol.name))
            plan.symbols.push_back(std::move(symbol));
    }
    plan.variants = choose_variants(options.variants);
    for (const auto& kind : corpus::decoder_kinds()) {
        const bool is_usual = options.decoders.empty() && kind.frames == 1;
        if (is_usual || is_among(options.decoders, kind.name)) plan.decoders.push_back(kind);
    }
    if (plan.symbols.empty() || plan.variants.empty() || plan.decoders.empty())
        return Error{Errc::NotFound, 0, "no such symbol, variant or decoder"};
    plan.first_seed = options.first_seed;
    plan.seeds = options.seeds;
    plan.empty_frames = options.empty_frames;
    plan.threads = options.threads;
    return plan;
}

void dump(const std::string& folder, const std::string& name, const Frame& frame) {
    auto pixels = frame.pixels;
    const cv::Mat picture(frame.height_px, frame.width_px, CV_8UC1, pixels.data());
    cv::imwrite(folder + "/" + name + ".png", picture);
}

Result<void> write_files(const Options& options, const std::vector<corpus::BenchCell>& cells) {
    if (!options.csv_file.empty()) {
        std::ofstream file(options.csv_file);
        corpus::write_csv(file, cells);
        if (!file.flush()) return Error{Errc::Io, 0, "cannot write the CSV file"};
    }
    if (!options.json_file.empty()) {
        std::ofstream file(options.json_file);
        corpus::write_json(file, cells);
        if (!file.flush()) return Error{Errc::Io, 0, "cannot write the JSON file"};
    }
    return {};
}

Result<void> run(const Options& options) {
    OUTPOST_TRY(const auto plan, make_plan(options));
    corpus::FrameSink sink;
    if (!options.dump_folder.empty())
        sink = [&](const std::string& name, const Frame& frame) {
            dump(options.dump_folder, name, frame);
        };
    OUTPOST_TRY(const auto cells, corpus::run_bench(plan, sink));
    corpus::print_tables(std::cout, plan, cells);
    return write_files(options, cells);
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Measures symbol readers on degraded frames"};
    app.add_option("--symbols", options.symbols, "v12-M, v25-L, v29-M, v35-M (all)")
        ->delimiter(',');
    app.add_option("--variants", options.variants,
                   "standard, extra, all, burst, must-not-read, or names of variants (standard)")
        ->delimiter(',');
    app.add_option("--decoders", options.decoders, "those to run (all that see one frame)")
        ->delimiter(',');
    app.add_option("--seeds", options.seeds, "frames of each kind")->check(CLI::Range(0, 10000));
    app.add_option("--first-seed", options.first_seed, "seed of the first frame");
    app.add_option("--empty", options.empty_frames, "frames without a symbol")
        ->check(CLI::Range(0, 10000));
    app.add_option("--threads", options.threads, "1 or 2")->check(CLI::Range(1, 2));
    app.add_option("--json", options.json_file, "write the figures to this file");
    app.add_option("--csv", options.csv_file, "write the figures to this file");
    app.add_option("--dump", options.dump_folder, "write each frame to this folder as PNG");
    CLI11_PARSE(app, argc, argv);
    if (const auto done = run(options); !done) {
        std::cerr << "outpost-scan-bench: " << done.error().what << "\n";
        return 1;
    }
    return 0;
}
