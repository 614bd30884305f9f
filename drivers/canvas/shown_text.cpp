#include "drivers/canvas/shown_text.h"

#include "core/bytes/utf8.h"

#include <glib.h>

#include <algorithm>

namespace outpost::canvas {

namespace {

/// @param length  of one well-formed character
char32_t code_point(std::string_view text, std::size_t at, std::size_t length) {
    constexpr unsigned first_bits[] = {0, 0x7FU, 0x1FU, 0x0FU, 0x07U};
    char32_t out = static_cast<unsigned char>(text[at]) & first_bits[length];
    for (std::size_t k = 1; k < length; ++k)
        out = out << 6U | (static_cast<unsigned char>(text[at + k]) & 0x3FU);
    return out;
}

bool is_space_like(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

bool is_dropped(char32_t c) {
    return (c >= 0x202A && c <= 0x202E) || c == 0xFEFF;
}

bool is_tall(char32_t c) {
    const bool is_arabic =
        (c >= 0x600 && c <= 0x77F) || (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC);
    const bool is_indic_or_eastern = c >= 0x900 && c <= 0x109F;
    return is_arabic || is_indic_or_eastern || (c >= 0x1780 && c <= 0x17FF);
}

}  // namespace

std::string shown_text(std::string_view text) {
    std::string out;
    int marks = 0;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size() && characters < text_characters_max; ++characters) {
        const auto length = bytes::utf8_sequence_bytes(text, at);
        if (length == 0) {
            out += "\xEF\xBF\xBD";
            ++at;
            continue;
        }
        const auto c = code_point(text, at, length);
        marks = g_unichar_ismark(c) != FALSE ? marks + 1 : 0;
        if (is_space_like(c))
            out += ' ';
        else if (!is_dropped(c) && marks <= marks_in_a_row_max)
            out += text.substr(at, length);
        at += length;
    }
    return out;
}

bool has_tall_letters(std::string_view well_formed) {
    for (std::size_t at = 0; at < well_formed.size();) {
        const auto length = std::max<std::size_t>(1, bytes::utf8_sequence_bytes(well_formed, at));
        if (is_tall(code_point(well_formed, at, length))) return true;
        at += length;
    }
    return false;
}

void wipe(std::string& text) {
    // Volatile: the compiler may not leave out writes that nobody reads.
    volatile char* to = text.data();
    for (std::size_t k = 0; k < text.size(); ++k) to[k] = 0;
}

}  // namespace outpost::canvas
