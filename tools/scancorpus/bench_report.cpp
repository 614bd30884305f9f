// The bench's figures as a table to read, as CSV and as JSON.
#include "tools/scancorpus/bench_report.h"

#include <iomanip>
#include <ostream>
#include <string_view>

namespace outpost::corpus {

namespace {

constexpr int name_columns = 18;
constexpr int figure_columns = 10;
constexpr std::string_view no_symbol = "-";

/// Several cells taken together.
struct Sum {
    std::int32_t frames = 0;
    std::int32_t right = 0;
    std::int32_t misreads = 0;
    std::vector<double> all_ms;
    std::vector<double> right_ms;

    void add(const BenchCell& cell) {
        frames += cell.frames;
        right += cell.right;
        misreads += cell.misreads;
        all_ms.insert(all_ms.end(), cell.all_ms.begin(), cell.all_ms.end());
        right_ms.insert(right_ms.end(), cell.right_ms.begin(), cell.right_ms.end());
    }
    [[nodiscard]] double rate() const { return frames == 0 ? 0.0 : 100.0 * right / frames; }
};

/// Cells that match; an empty name matches all but the empty frames.
Sum sum_of(const std::vector<BenchCell>& cells, std::string_view decoder, std::string_view symbol,
           std::string_view variant) {
    Sum sum;
    for (const auto& cell : cells) {
        if (cell.decoder != decoder) continue;
        if (symbol.empty() ? cell.symbol == no_symbol : cell.symbol != symbol) continue;
        if (variant.empty() || cell.variant == variant) sum.add(cell);
    }
    return sum;
}

void print_head(std::ostream& out, std::string_view title, const BenchPlan& plan) {
    out << "\n" << std::left << std::setw(name_columns) << title << std::right;
    for (const auto& kind : plan.decoders) out << std::setw(figure_columns) << kind.name;
    out << "\n";
}

void print_rates(std::ostream& out, const BenchPlan& plan, const std::vector<BenchCell>& cells,
                 std::string_view symbol) {
    print_head(out, symbol.empty() ? "all, rate %" : symbol, plan);
    const auto print_row = [&](std::string_view title, std::string_view variant) {
        out << std::left << std::setw(name_columns) << title << std::right;
        for (const auto& kind : plan.decoders) {
            const auto sum = sum_of(cells, kind.name, symbol, variant);
            out << std::setw(figure_columns) << sum.rate();
        }
        out << "\n";
    };
    for (const auto& variant : plan.variants) print_row(variant.name, variant.name);
    print_row("MEAN", {});
}

void print_summary(std::ostream& out, const BenchPlan& plan, const std::vector<BenchCell>& cells) {
    print_head(out, "summary", plan);
    const auto print_row = [&](std::string_view title, std::string_view symbol, auto figure) {
        out << std::left << std::setw(name_columns) << title << std::right;
        for (const auto& kind : plan.decoders)
            out << std::setw(figure_columns) << figure(sum_of(cells, kind.name, symbol, {}));
        out << "\n";
    };
    const auto rate = [](const Sum& sum) { return sum.rate(); };
    for (const auto& symbol : plan.symbols) print_row(symbol.name, symbol.name, rate);
    print_row("overall, %", {}, rate);
    print_row("misreads", {}, [](const Sum& sum) { return sum.misreads; });
    print_row("read, median ms", {},
              [](const Sum& sum) { return times_of(sum.right_ms).median_ms; });
    print_row("read, p95 ms", {}, [](const Sum& sum) { return times_of(sum.right_ms).p95_ms; });
    print_row("any, median ms", {}, [](const Sum& sum) { return times_of(sum.all_ms).median_ms; });
    print_row("any, p95 ms", {}, [](const Sum& sum) { return times_of(sum.all_ms).p95_ms; });
    if (plan.empty_frames == 0) return;
    print_row("empty, median ms", no_symbol,
              [](const Sum& sum) { return times_of(sum.all_ms).median_ms; });
    print_row("empty, p95 ms", no_symbol,
              [](const Sum& sum) { return times_of(sum.all_ms).p95_ms; });
    print_row("empty, misreads", no_symbol, [](const Sum& sum) { return sum.misreads; });
}

}  // namespace

void print_tables(std::ostream& out, const BenchPlan& plan, const std::vector<BenchCell>& cells) {
    out << std::fixed << std::setprecision(1);
    for (const auto& symbol : plan.symbols) print_rates(out, plan, cells, symbol.name);
    print_rates(out, plan, cells, {});
    print_summary(out, plan, cells);
}

void write_csv(std::ostream& out, const std::vector<BenchCell>& cells) {
    out << "decoder,symbol,variant,frames,right,misreads,median_ms,p95_ms,read_median_ms\n";
    for (const auto& cell : cells) {
        const auto any = times_of(cell.all_ms);
        out << cell.decoder << "," << cell.symbol << "," << cell.variant << "," << cell.frames
            << "," << cell.right << "," << cell.misreads << "," << any.median_ms << ","
            << any.p95_ms << "," << times_of(cell.right_ms).median_ms << "\n";
    }
}

void write_json(std::ostream& out, const std::vector<BenchCell>& cells) {
    std::string_view separator = "[\n";
    for (const auto& cell : cells) {
        const auto any = times_of(cell.all_ms);
        out << separator << R"({"decoder":")" << cell.decoder << R"(","symbol":")" << cell.symbol
            << R"(","variant":")" << cell.variant << R"(","frames":)" << cell.frames
            << R"(,"right":)" << cell.right << R"(,"misreads":)" << cell.misreads
            << R"(,"median_ms":)" << any.median_ms << R"(,"p95_ms":)" << any.p95_ms
            << R"(,"read_median_ms":)" << times_of(cell.right_ms).median_ms << "}";
        separator = ",\n";
    }
    out << "\n]\n";
}

}  // namespace outpost::corpus
