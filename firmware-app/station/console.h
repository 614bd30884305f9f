// Where results and messages go: results to stdout, everything for people to stderr.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace outpost::station {

struct Console {
    std::FILE* out = stdout;
    std::FILE* err = stderr;
    const char* program = "outpost";

    /// One result line.
    void result(std::string_view line) const;
    /// One message, the program's name before it.
    void message(std::string_view text) const;
};

/// The text with control characters, terminal escapes and direction overrides replaced by U+FFFD,
/// so that nothing scanned can act on a terminal. Not UTF-8 becomes U+FFFD too.
std::string printable(std::string_view text);

}  // namespace outpost::station
