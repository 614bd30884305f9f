// The command line of outpost-hub as a contract: names, options and help texts in one place.
#pragma once

#include "tools/outpost-hub/arguments.h"

#include <optional>
#include <string>

namespace outpost::hub_tool {

struct ParsedCommandLine {
    std::optional<Arguments> arguments;  // empty: nothing to run
    int exit_code = 0;                   // then this
};

/// Parses and, for --help and errors, prints.
ParsedCommandLine parse_command_line(int argc, const char* const* argv);

/// The manual page (troff, man macros), made from the same texts as --help.
std::string manual_page();

}  // namespace outpost::hub_tool
