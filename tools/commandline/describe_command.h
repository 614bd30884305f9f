// From a command line to its manual page: names, options and texts stand in one place.
#pragma once

#include "tools/commandline/manual.h"

#include <CLI/CLI.hpp>

namespace outpost::tools {

/// Every command without commands of its own, with its options and its footer.
void describe_commands(const CLI::App& app, Manual& manual);

}  // namespace outpost::tools
