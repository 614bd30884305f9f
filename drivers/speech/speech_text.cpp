// Text as a voice may have it.
#include "drivers/speech/speech_text.h"

#include "core/bytes/utf8.h"

#include <algorithm>

namespace outpost {

namespace {

bool becomes_space(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F || c == '[' || c == ']';
}

/// U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069: around names inside a sentence.
bool is_direction_mark(std::string_view sequence) {
    if (sequence.size() != 3 || sequence[0] != '\xE2') return false;
    const auto last = static_cast<unsigned char>(sequence[2]);
    if (sequence[1] == '\x80')
        return last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE);
    return sequence[1] == '\x81' && last >= 0xA6 && last <= 0xA9;
}

/// U+0080 to U+009F.
bool is_late_control(std::string_view sequence) {
    return sequence.size() == 2 && sequence[0] == '\xC2' &&
           static_cast<unsigned char>(sequence[1]) < 0xA0;
}

bool is_small(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_letter_or_digit(char c) {
    return is_small(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

Result<std::string> plain_speech(std::string_view text) {
    if (text.size() > speech_text_bytes_max)
        return Error{Errc::TooLong, speech_text_bytes_max, "text to speak"};
    OUTPOST_TRY_VOID(bytes::validate_utf8(text));
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const auto sequence = text.substr(at, bytes::utf8_sequence_bytes(text, at));
        at += sequence.size();
        if (becomes_space(sequence[0]) || is_late_control(sequence))
            plain += ' ';
        else if (!is_direction_mark(sequence))
            plain += sequence;
    }
    return plain;
}

bool is_language_tag(std::string_view tag) {
    constexpr int parts_max = 2;
    const auto primary = std::min(tag.find('-'), tag.size());
    if (primary < 2 || primary > 3 || !std::all_of(tag.begin(), tag.begin() + primary, is_small))
        return false;
    tag.remove_prefix(primary);
    for (int part = 0; part < parts_max && !tag.empty(); ++part) {
        tag.remove_prefix(1);  // the hyphen
        const auto length = std::min(tag.find('-'), tag.size());
        if (length < 2 || length > 8 ||
            !std::all_of(tag.begin(), tag.begin() + length, is_letter_or_digit))
            return false;
        tag.remove_prefix(length);
    }
    return tag.empty();
}

}  // namespace outpost
