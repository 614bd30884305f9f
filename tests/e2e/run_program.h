// Runs the outpost program with arguments, without a shell.
#pragma once

#include "core/json/value.h"
#include "tests/support/files.h"

#include <string>
#include <vector>

#include <sys/types.h>

namespace outpost::tests {

struct ProgramResult {
    int exit_code = -1;
    std::string out;
    std::string err;

    /// stdout as JSON, a line each. Throws when a line is none.
    [[nodiscard]] std::vector<json::Document> lines() const;
};

/// @param environment  NAME=VALUE, added to this process's own
ProgramResult run_outpost(const std::vector<std::string>& arguments, const std::string& input = {},
                          const std::vector<std::string>& environment = {});

/// outpost running beside the test; killed with the object.
class RunningProgram {
  public:
    explicit RunningProgram(const std::vector<std::string>& arguments);
    ~RunningProgram();
    RunningProgram(const RunningProgram&) = delete;
    RunningProgram& operator=(const RunningProgram&) = delete;
    [[nodiscard]] std::string out() const;
    [[nodiscard]] std::string err() const;
    /// SIGTERM, and the exit code.
    int stop();

  private:
    TemporaryFolder folder_;
    pid_t child_;
};

}  // namespace outpost::tests
