// The words with which a person names a scanner: "serial:/dev/ttyACM0,baud=9600,suffix=0d".
#pragma once

#include "core/framing/payload_cutter.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::framing {

/// Most characters of the whole option.
inline constexpr std::size_t scanner_option_chars_max = 1024;

struct ScannerOption {
    SourceKind kind = SourceKind::SerialBytes;
    std::string path;  // absolute, up to the first comma
    std::uint32_t baud = 115200;
    std::string layout = "us";  // an xkb layout, "de", or with a variant, "de(nodeadkeys)"
    FramingRules rules;         // have passed check_rules()
};

/// SOURCE:PATH[,NAME=VALUE]... with SOURCE `serial` or `keys`. Names for both: `prefix` and
/// `suffix` (hex, or `none`), `idle` and `pause` (ms), `max` (bytes); `baud` for serial and
/// `layout` for keys. Without `pause` it is five times `idle`, at least 400 ms; `idle` is 80 ms for
/// serial and 150 ms for keys.
/// @error TooLong, BadSyntax, Unsupported (source or name), Duplicate (name), BadValue; the offset
/// is that of the part at fault. Whether the path exists and the baud rate can be set shows at
/// open.
Result<ScannerOption> parse_scanner_option(std::string_view text);

}  // namespace outpost::framing
