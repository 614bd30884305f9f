// Runs another program on bytes: no shell, no files, hard limits on time, memory and output.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <chrono>
#include <string>
#include <vector>

namespace outpost {

struct ChildLimits {
    std::chrono::milliseconds time{10'000};  // also its limit of processor time, rounded up
    std::size_t output_bytes_max = std::size_t{64} * 1024 * 1024;
    std::size_t memory_bytes_max = std::size_t{1024} * 1024 * 1024;  // address space
};

struct ChildOutput {
    int exit_code = 0;
    Bytes bytes;  // its standard output; what it says on standard error is thrown away
};

/// Feeds `input` to the program's standard input and collects its standard output. `command[0]` is
/// an absolute path. The child has a small fixed environment, no descriptors of ours, its own
/// process group, writes no files, and dies with us. Past a limit the whole group is killed.
/// @error Unavailable (cannot be started), Timeout, TooLong (output), BadValue (killed by a signal,
/// as
///        by a limit of its own), Io
Result<ChildOutput> run_child(const std::vector<std::string>& command, ByteView input,
                              const ChildLimits& limits);

}  // namespace outpost
