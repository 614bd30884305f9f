// Base64 by table; both alphabets share everything but two characters.
#include "core/bytes/base64.h"

#include <array>
#include <cstdint>

namespace outpost::bytes {

namespace {

constexpr std::string_view plain_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t no_sextet = 0xFF;

using SextetTable = std::array<std::uint8_t, 256>;

constexpr SextetTable sextets_of(std::string_view alphabet) {
    SextetTable table{};
    for (auto& entry : table) entry = no_sextet;
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}

constexpr SextetTable plain_sextets = sextets_of(plain_alphabet);
constexpr SextetTable url_sextets = sextets_of(url_alphabet);

std::string encode(ByteView bytes, std::string_view alphabet) {
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    unsigned bit_count = 0;
    for (const auto byte : bytes) {
        bits = bits << 8U | byte;
        for (bit_count += 8; bit_count >= 6; bit_count -= 6)
            out += alphabet[bits >> (bit_count - 6) & 0x3FU];
    }
    if (bit_count > 0) out += alphabet[bits << (6 - bit_count) & 0x3FU];
    return out;
}

// Text without padding.
Result<Bytes> decode(std::string_view text, const SextetTable& sextets) {
    if (text.size() % 4 == 1) return Error{Errc::BadLength, text.size(), "base64"};
    Bytes out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    unsigned bit_count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto sextet = sextets[static_cast<std::uint8_t>(text[i])];
        if (sextet == no_sextet) return Error{Errc::BadCharacter, i, "base64"};
        bits = bits << 6U | sextet;
        bit_count += 6;
        if (bit_count < 8) continue;
        bit_count -= 8;
        out.push_back(static_cast<std::uint8_t>(bits >> bit_count));
    }
    const auto left_over = bits & ((1U << bit_count) - 1U);
    if (left_over != 0) return Error{Errc::BadValue, text.size() - 1, "base64 left-over bits"};
    return out;
}

}  // namespace

std::string encode_base64url(ByteView bytes) {
    return encode(bytes, url_alphabet);
}

Result<Bytes> decode_base64url(std::string_view text, std::size_t chars_max) {
    if (text.size() > chars_max) return Error{Errc::TooLong, chars_max, "base64"};
    return decode(text, url_sextets);
}

std::string encode_base64(ByteView bytes) {
    auto out = encode(bytes, plain_alphabet);
    while (out.size() % 4 != 0) out += '=';
    return out;
}

Result<Bytes> decode_base64(std::string_view text, std::size_t chars_max) {
    if (text.size() > chars_max) return Error{Errc::TooLong, chars_max, "base64"};
    if (text.size() % 4 != 0) return Error{Errc::BadLength, text.size(), "base64"};
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
    return decode(text, plain_sextets);
}

}  // namespace outpost::bytes
