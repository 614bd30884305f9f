// Hexadecimal text: a digit at a time, both cases.
#include "core/bytes/hex.h"

#include <cstdint>

namespace outpost::bytes {

namespace {

constexpr unsigned no_digit = 0xFF;

unsigned digit_of(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
    return no_digit;
}

}  // namespace

std::string encode_hex(ByteView bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        out += digits[byte >> 4U];
        out += digits[byte & 0x0FU];
    }
    return out;
}

Result<Bytes> decode_hex(std::string_view text) {
    if (text.size() > hex_chars_max) return Error{Errc::TooLong, hex_chars_max, "hex"};
    if (text.size() % 2 != 0) return Error{Errc::BadLength, text.size(), "hex"};
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = digit_of(text[i]);
        const auto low = digit_of(text[i + 1]);
        if (high == no_digit) return Error{Errc::BadCharacter, i, "hex"};
        if (low == no_digit) return Error{Errc::BadCharacter, i + 1, "hex"};
        out.push_back(static_cast<std::uint8_t>(high << 4U | low));
    }
    return out;
}

}  // namespace outpost::bytes
