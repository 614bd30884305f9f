// Runs decoders over the corpus.
#include "tools/scancorpus/bench_run.h"

#include <time.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace outpost::corpus {

namespace {

constexpr std::string_view no_symbol = "-";
constexpr std::string_view empty_variant = "empty";

/// All seeds of one kind: decoders.size() cells.
struct Job {
    const CorpusSymbol* symbol = nullptr;  // none: frames without a symbol
    const Variant* variant = nullptr;
    std::size_t first_cell = 0;
};

double thread_cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

using Decoders = std::vector<std::unique_ptr<Decoder>>;

class Bench {
  public:
    Bench(const BenchPlan& plan, const FrameSink& sink) : plan_(plan), sink_(sink) {
        for (const auto& symbol : plan.symbols) {
            for (const auto& variant : plan.variants)
                add_job({&symbol, &variant}, symbol.name, variant.name);
        }
        if (plan.empty_frames > 0) add_job({}, no_symbol, empty_variant);
    }

    Result<std::vector<BenchCell>> run() {
        std::vector<std::thread> others;
        for (std::int32_t k = 1; k < plan_.threads; ++k) others.emplace_back([this] { work(); });
        work();
        for (auto& other : others) other.join();
        if (error_) return *error_;
        return std::move(cells_);
    }

  private:
    void add_job(Job job, std::string_view symbol, std::string_view variant) {
        job.first_cell = cells_.size();
        jobs_.push_back(job);
        for (const auto& kind : plan_.decoders) {
            BenchCell cell;
            cell.decoder = kind.name;
            cell.symbol = symbol;
            cell.variant = variant;
            cells_.push_back(std::move(cell));
        }
    }

    void work() {
        Decoders decoders;
        for (const auto& kind : plan_.decoders) decoders.push_back(kind.make());
        for (auto k = next_job_++; k < jobs_.size(); k = next_job_++) {
            const auto done = run_job(jobs_[k], decoders);
            if (done) continue;
            const std::lock_guard lock(error_guard_);
            error_ = done.error();
            next_job_ = jobs_.size();
        }
    }

    Result<void> run_job(const Job& job, const Decoders& decoders) {
        const auto frames = job.symbol == nullptr ? plan_.empty_frames : plan_.seeds;
        for (std::int32_t k = 0; k < frames; ++k) {
            const auto seed = plan_.first_seed + static_cast<std::uint64_t>(k);
            OUTPOST_TRY(const auto made, job.symbol == nullptr
                                             ? make_empty_frame(seed)
                                             : make_frame(*job.symbol, *job.variant, seed));
            const auto& cell = cells_[job.first_cell];
            if (sink_) {
                auto name = std::string(cell.symbol) + "." + std::string(cell.variant);
                sink_(name + "." + std::to_string(seed), made.frame);
            }
            for (std::size_t d = 0; d < decoders.size(); ++d) {
                OUTPOST_TRY(const auto burst, frames_before(job, seed, plan_.decoders[d].frames));
                measure(made, burst, *decoders[d], cells_[job.first_cell + d]);
            }
        }
        return {};
    }

    /// The frames of a burst before the last: the same symbol in a hand, other noise.
    static Result<std::vector<CorpusFrame>> frames_before(const Job& job, std::uint64_t seed,
                                                          std::int32_t frames) {
        constexpr std::uint64_t far_away = 1'000'000;  // seeds of the bench stay below
        std::vector<CorpusFrame> burst;
        for (std::int32_t k = 1; k < frames && job.symbol != nullptr; ++k) {
            const auto other = seed * far_away + static_cast<std::uint64_t>(k);
            OUTPOST_TRY(auto made, make_frame(*job.symbol, *job.variant, other));
            burst.push_back(std::move(made));
        }
        return burst;
    }

    static void measure(const CorpusFrame& made, const std::vector<CorpusFrame>& burst,
                        Decoder& decoder, BenchCell& cell) {
        decoder.forget();
        std::vector<Bytes> payloads;
        const auto note = [&](std::vector<Bytes> read) {
            std::move(read.begin(), read.end(), std::back_inserter(payloads));
        };
        for (const auto& earlier : burst) note(decoder.read(earlier.frame.view()));
        const auto before = thread_cpu_ms();
        note(decoder.read(made.frame.view()));
        const auto spent = thread_cpu_ms() - before;
        const auto outcome = judge(made, payloads);
        ++cell.frames;
        cell.all_ms.push_back(spent);
        if (outcome == Outcome::Misread) ++cell.misreads;
        if (outcome != Outcome::Right) return;
        ++cell.right;
        cell.right_ms.push_back(spent);
    }

    const BenchPlan& plan_;
    const FrameSink& sink_;
    std::vector<Job> jobs_;
    std::vector<BenchCell> cells_;  // one job touches only its own
    std::atomic<std::size_t> next_job_{0};
    std::mutex error_guard_;
    std::optional<Error> error_;
};

double percentile(const std::vector<double>& sorted, double share) {
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(std::lround(share * last))];
}

}  // namespace

Result<std::vector<BenchCell>> run_bench(const BenchPlan& plan, const FrameSink& sink) {
    return Bench(plan, sink).run();
}

Times times_of(std::vector<double> ms) {
    if (ms.empty()) return {};
    std::sort(ms.begin(), ms.end());
    return {percentile(ms, 0.5), percentile(ms, 0.95)};
}

}  // namespace outpost::corpus
