// A 2D scanner as the option text names it, with the drivers behind it.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/code_scanner.h"

#include <memory>
#include <string_view>

namespace outpost::equipment {

/// Not open yet. `clock` outlives it.
/// @param option  as core/framing/scanner_option.h reads it: "serial:/dev/ttyACM0,baud=9600"
/// @error those of parse_scanner_option(); NotFound, Unavailable (keyboard layout)
Result<std::unique_ptr<CodeScanner>> make_scanner(std::string_view option, const Clock& clock);

}  // namespace outpost::equipment
