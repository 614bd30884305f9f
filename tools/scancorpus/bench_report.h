// The bench's figures as a table to read, as CSV and as JSON.
#pragma once

#include "tools/scancorpus/bench_run.h"

#include <iosfwd>
#include <vector>

namespace outpost::corpus {

/// For each symbol the rate of each decoder on each variant; then means, misreads and times.
void print_tables(std::ostream& out, const BenchPlan& plan, const std::vector<BenchCell>& cells);
/// One line a cell: decoder,symbol,variant,frames,right,misreads,median_ms,p95_ms,read_median_ms
void write_csv(std::ostream& out, const std::vector<BenchCell>& cells);
/// An array of objects with the same members.
void write_json(std::ostream& out, const std::vector<BenchCell>& cells);

}  // namespace outpost::corpus
