// From a command line to its manual page: names, options and texts stand in one place.
#pragma once

#include "tools/manual/manual.h"

#include <CLI/CLI.hpp>

#include <string>

namespace outpost::tools {

/// Every command without commands of its own, with its options and its footer.
void describe_command(const CLI::App& command, const std::string& prefix, Manual& manual);

}  // namespace outpost::tools
