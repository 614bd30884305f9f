// The arguments of a program, read once.
#pragma once

#include <CLI/CLI.hpp>

#include <optional>

namespace outpost::tools {

/// Parses; prints for --help, --version and wrong usage.
/// @return then the exit code: 0 when something was answered, 2 for wrong usage
std::optional<int> parse_or_answer(CLI::App& app, int argc, const char* const* argv);

}  // namespace outpost::tools
