// Strict UTF-8, table 3-7 of the Unicode standard spelled out as comparisons.
#include "core/bytes/utf8.h"

#include <cstdint>
#include <cstring>

namespace outpost::bytes {

namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

bool is_between(std::uint8_t byte, unsigned low, unsigned high) {
    return byte >= low && byte <= high;
}

// The second byte carries the limits that rule out overlong forms, surrogates and > U+10FFFF.
bool is_second_byte_good(std::uint8_t first, std::uint8_t second) {
    switch (first) {
        case 0xE0:
            return is_between(second, 0xA0, 0xBF);
        case 0xED:
            return is_between(second, 0x80, 0x9F);
        case 0xF0:
            return is_between(second, 0x90, 0xBF);
        case 0xF4:
            return is_between(second, 0x80, 0x8F);
        default:
            return is_between(second, 0x80, 0xBF);
    }
}

std::size_t length_by_first_byte(std::uint8_t first) {
    if (first < 0x80) return 1;
    if (is_between(first, 0xC2, 0xDF)) return 2;
    if (is_between(first, 0xE0, 0xEF)) return 3;
    if (is_between(first, 0xF0, 0xF4)) return 4;
    return 0;
}

}  // namespace

std::size_t utf8_sequence_bytes(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    const auto first = byte_at(text, at);
    const auto length = length_by_first_byte(first);
    if (length <= 1) return length;
    if (length > text.size() - at) return 0;
    if (!is_second_byte_good(first, byte_at(text, at + 1))) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (!is_between(byte_at(text, at + i), 0x80, 0xBF)) return 0;
    }
    return length;
}

std::size_t utf8_prefix_bytes(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        std::uint64_t eight = 0;
        if (text.size() - at >= sizeof eight) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if ((eight & 0x8080808080808080U) == 0) {  // eight ASCII characters at once
                at += sizeof eight;
                continue;
            }
        }
        const auto length = utf8_sequence_bytes(text, at);
        if (length == 0) return at;
        at += length;
    }
    return at;
}

Result<void> validate_utf8(std::string_view text) {
    const auto good = utf8_prefix_bytes(text);
    if (good != text.size()) return Error{Errc::BadUtf8, good, "utf-8"};
    return {};
}

Result<Bytes> latin1_of_utf8(ByteView source) {
    if (source.size() > latin1_source_bytes_max)
        return Error{Errc::TooLong, latin1_source_bytes_max, "latin-1 text"};
    const auto text = as_text(source);
    Bytes out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto first = byte_at(text, at);
        if (first < 0x80) {
            out.push_back(first);
            ++at;
            continue;
        }
        if (utf8_sequence_bytes(text, at) == 0) return Error{Errc::BadUtf8, at, "latin-1 text"};
        // Two bytes with C2 or C3 in front are U+0080 to U+00FF.
        if (first > 0xC3) return Error{Errc::BadValue, at, "code point beyond U+00FF"};
        const auto second = byte_at(text, at + 1);
        out.push_back(static_cast<std::uint8_t>((first & 0x03U) << 6U | (second & 0x3FU)));
        at += 2;
    }
    return out;
}

}  // namespace outpost::bytes
