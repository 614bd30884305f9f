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

/// Where outpost-kiosk was built.
std::string kiosk_program();

/// @param environment  NAME=VALUE, added to this process's own
ProgramResult run_outpost(const std::vector<std::string>& arguments, const std::string& input = {},
                          const std::vector<std::string>& environment = {});

/// The same for outpost-kiosk.
ProgramResult run_kiosk(const std::vector<std::string>& arguments);

/// Any program, found on the PATH. Exit code 127: it is not there.
ProgramResult run_other(const std::string& program, const std::vector<std::string>& arguments,
                        const std::vector<std::string>& environment = {});

/// outpost running beside the test; killed with the object.
class RunningProgram {
  public:
    explicit RunningProgram(const std::vector<std::string>& arguments);
    /// @param program  a path, or a name that is found on the PATH
    RunningProgram(const std::string& program, const std::vector<std::string>& arguments,
                   const std::vector<std::string>& environment);
    ~RunningProgram();
    RunningProgram(const RunningProgram&) = delete;
    RunningProgram& operator=(const RunningProgram&) = delete;
    [[nodiscard]] std::string out() const;
    [[nodiscard]] std::string err() const;
    [[nodiscard]] pid_t process() const { return child_; }
    /// It has not ended yet.
    [[nodiscard]] bool is_running();
    /// SIGTERM where it still runs, and the exit code.
    int stop();

  private:
    TemporaryFolder folder_;
    pid_t child_;
    int ended_with_ = -1;
};

}  // namespace outpost::tests
