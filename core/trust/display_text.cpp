// Text that can not play tricks on whoever reads it.
#include "core/trust/display_text.h"

#include "core/bytes/utf8.h"

#include <cstdint>

namespace outpost::trust {

namespace {

std::uint32_t code_point_of(std::string_view sequence) {
    const auto lead = static_cast<std::uint8_t>(sequence[0]);
    if (sequence.size() == 1) return lead;
    std::uint32_t code_point = lead & (0xFFU >> (sequence.size() + 1));
    for (const char c : sequence.substr(1))
        code_point = (code_point << 6U) | (static_cast<std::uint8_t>(c) & 0x3FU);
    return code_point;
}

bool is_harmless(std::uint32_t code_point, bool tab_allowed) {
    if (code_point == '\t') return tab_allowed;
    if (code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F)) return false;
    if (code_point == 0x200E || code_point == 0x200F) return false;  // direction marks
    if (code_point >= 0x2028 && code_point <= 0x202E) return false;  // separators, embeddings
    return code_point < 0x2066 || code_point > 0x2069;               // isolates
}

}  // namespace

bool is_display_text(std::string_view text, bool tab_allowed) {
    for (std::size_t at = 0; at < text.size();) {
        const auto length = bytes::utf8_sequence_bytes(text, at);
        if (length == 0) return false;
        if (!is_harmless(code_point_of(text.substr(at, length)), tab_allowed)) return false;
        at += length;
    }
    return true;
}

}  // namespace outpost::trust
