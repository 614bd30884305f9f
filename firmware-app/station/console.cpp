// Writing to a terminal that hostile text must not reach raw.
#include "firmware-app/station/console.h"

#include "core/bytes/utf8.h"

#include <cstdint>

namespace outpost::station {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// Code point of a well-formed sequence of 1 to 4 bytes.
std::uint32_t code_point(std::string_view sequence) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(sequence[i]); };
    if (sequence.size() == 1) return byte(0);
    std::uint32_t value = byte(0) & (0xFFU >> (sequence.size() + 1));
    for (std::size_t i = 1; i < sequence.size(); ++i) value = value << 6U | (byte(i) & 0x3FU);
    return value;
}

bool may_act_on_terminal(std::uint32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0) ||  // C0, DEL, C1
           (point >= 0x202A && point <= 0x202E) ||             // embeddings and overrides
           (point >= 0x2066 && point <= 0x2069) ||             // isolates
           point == 0x200E || point == 0x200F || point == 0x2028 || point == 0x2029;
}

}  // namespace

void Console::result(std::string_view line) const {
    std::fwrite(line.data(), 1, line.size(), out);
    std::fputc('\n', out);
    std::fflush(out);  // a reader of a pipe waits for each result
}

void Console::message(std::string_view text) const {
    const auto line = std::string(program) + ": " + std::string(text) + "\n";
    std::fwrite(line.data(), 1, line.size(), err);
}

std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto length = bytes::utf8_sequence_bytes(text, at);
        if (length == 0 || may_act_on_terminal(code_point(text.substr(at, length))))
            out += replacement;
        else
            out += text.substr(at, length);
        at += length == 0 ? 1 : length;
    }
    return out;
}

}  // namespace outpost::station
