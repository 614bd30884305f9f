#include "core/issuing/text_rules.h"

#include "core/bytes/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace outpost::issuing {

namespace {

struct Span {
    std::uint32_t first, last;
};

constexpr std::array<Span, 10> white_space = {{{0x09, 0x0D},
                                               {0x20, 0x20},
                                               {0x85, 0x85},
                                               {0xA0, 0xA0},
                                               {0x1680, 0x1680},
                                               {0x2000, 0x200A},
                                               {0x2028, 0x2029},
                                               {0x202F, 0x202F},
                                               {0x205F, 0x205F},
                                               {0x3000, 0x3000}}};

/// Default_Ignorable_Code_Point of Unicode 15, the interlinear marks and the blank braille cell.
constexpr std::array<Span, 19> invisible = {{{0xAD, 0xAD},
                                             {0x34F, 0x34F},
                                             {0x61C, 0x61C},
                                             {0x115F, 0x1160},
                                             {0x17B4, 0x17B5},
                                             {0x180B, 0x180F},
                                             {0x200B, 0x200F},
                                             {0x202A, 0x202E},
                                             {0x2060, 0x206F},
                                             {0x2800, 0x2800},
                                             {0x3164, 0x3164},
                                             {0xFE00, 0xFE0F},
                                             {0xFEFF, 0xFEFF},
                                             {0xFFA0, 0xFFA0},
                                             {0xFFF0, 0xFFFB},
                                             {0x1BCA0, 0x1BCA3},
                                             {0x1D173, 0x1D17A},
                                             {0xE0000, 0xE0FFF},
                                             {0x13439, 0x1343F}}};

template <std::size_t N>
bool is_in(const std::array<Span, N>& spans, std::uint32_t point) {
    return std::any_of(spans.begin(), spans.end(), [point](const Span& span) {
        return point >= span.first && point <= span.last;
    });
}

std::uint32_t point_at(std::string_view text, std::size_t at, std::size_t bytes) {
    const auto lead = static_cast<unsigned char>(text[at]);
    std::uint32_t point = bytes == 1 ? lead : lead & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i)
        point = (point << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    return point;
}

/// Whether `test` holds for any code point; bytes that are no UTF-8 stand for themselves.
template <typename Test>
bool any_point(std::string_view text, Test test) {
    for (std::size_t at = 0; at < text.size();) {
        const auto bytes = std::max<std::size_t>(bytes::utf8_sequence_bytes(text, at), 1);
        if (test(point_at(text, at, bytes))) return true;
        at += bytes;
    }
    return false;
}

bool is_no_character(std::uint32_t point) {
    return (point & 0xFFFEU) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
}

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

}  // namespace

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

bool has_control(std::string_view text, bool is_free_text) {
    if (is_plain_ascii(text)) return false;
    return any_point(text, [is_free_text](std::uint32_t point) {
        if (point == '\n' || point == '\t') return !is_free_text;
        return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 ||
               point == 0x2029 || is_no_character(point);
    });
}

bool has_loose_direction(std::string_view text) {
    if (is_plain_ascii(text)) return false;
    // UAX #9: an embedding or isolate ends with its paragraph at the latest. What the text opens,
    // it has to close itself: else the words that a page sets behind it turn as well.
    std::vector<bool> open_isolates;
    const bool is_broken = any_point(text, [&open_isolates](std::uint32_t point) {
        const bool is_isolate_end = point == 0x2069;
        if (point == '\n') return !open_isolates.empty();
        if (point == 0x202D || point == 0x202E) return true;
        if (point == 0x202A || point == 0x202B || (point >= 0x2066 && point <= 0x2068)) {
            open_isolates.push_back(point >= 0x2066);
        } else if (point == 0x202C || is_isolate_end) {
            if (open_isolates.empty() || open_isolates.back() != is_isolate_end) return true;
            open_isolates.pop_back();
        }
        return false;
    });
    return is_broken || !open_isolates.empty();
}

bool has_invisible(std::string_view text) {
    if (is_plain_ascii(text)) return false;
    return any_point(text, [](std::uint32_t point) { return is_in(invisible, point); });
}

bool has_visible(std::string_view text) {
    return any_point(text, [](std::uint32_t point) {
        return !is_in(white_space, point) && !is_in(invisible, point);
    });
}

}  // namespace outpost::issuing
