// Runs the outpost program with arguments, without a shell.
#pragma once

#include "core/json/value.h"

#include <string>
#include <vector>

namespace outpost::tests {

struct ProgramResult {
    int exit_code = -1;
    std::string out;
    std::string err;

    /// stdout as JSON, a line each. Throws when a line is none.
    [[nodiscard]] std::vector<json::Document> lines() const;
};

ProgramResult run_outpost(const std::vector<std::string>& arguments, const std::string& input = {});

}  // namespace outpost::tests
