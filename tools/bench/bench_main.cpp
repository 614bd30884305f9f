// outpost-bench [--benchmark_filter=...]: Google Benchmark, and a table of ratios to one libsodium
// Ed25519 verification of the same run. Absolute times depend on the machine and its neighbours;
// ratios less.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace {

constexpr const char* yardstick = "ed25519_alone";

class RatioReporter : public benchmark::ConsoleReporter {
  public:
    RatioReporter() : ConsoleReporter(OO_None) {}

    void ReportRuns(const std::vector<Run>& runs) override {
        for (const auto& run : runs) {
            const bool is_single = run.run_type == Run::RT_Iteration && run.repetitions <= 1;
            if (run.error_occurred || (!is_single && run.aggregate_name != "median")) continue;
            const auto seconds =
                run.GetAdjustedCPUTime() / benchmark::GetTimeUnitMultiplier(run.time_unit);
            microseconds_.emplace_back(run.run_name.str(), seconds * 1e6);
        }
        ConsoleReporter::ReportRuns(runs);
    }

    void print_ratios() const {
        double one = 0;
        for (const auto& [name, time_us] : microseconds_)
            if (name == yardstick) one = time_us;
        if (one <= 0) return;
        std::printf("\n%-32s %12s %s\n", "CPU time", "us", "x one Ed25519 verification");
        for (const auto& [name, time_us] : microseconds_)
            std::printf("%-32s %12.1f %8.2f\n", name.c_str(), time_us, time_us / one);
    }

  private:
    std::vector<std::pair<std::string, double>> microseconds_;
};

}  // namespace

int main(int argc, char** argv) {
    ::setenv("TZ", "UTC0", 1);  // as the programs do
    // In turn and several times, so that a neighbour's load falls on all of them; a ratio of
    // medians then says more than one of two single runs. Options of the caller come later and win.
    std::vector<std::string> words{argv[0], "--benchmark_enable_random_interleaving=true",
                                   "--benchmark_repetitions=7", "--benchmark_min_time=0.1",
                                   "--benchmark_report_aggregates_only=true"};
    words.insert(words.end(), argv + 1, argv + argc);
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    argc = static_cast<int>(arguments.size());
    argv = arguments.data();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    RatioReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratios();
    return 0;
}
