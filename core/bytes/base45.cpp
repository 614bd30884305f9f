// Base45: groups of three characters, least significant first.
#include "core/bytes/base45.h"

#include <cstdint>

namespace outpost::bytes {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

void append_group(std::string& out, std::uint32_t value, std::size_t chars) {
    for (; chars > 0; --chars, value /= 45) out += alphabet[value % 45];
}

}  // namespace

std::string encode_base45(ByteView bytes) {
    std::string out;
    out.reserve(bytes.size() / 2 * 3 + 2);
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        const bool is_pair = i + 1 < bytes.size();
        const std::uint32_t value = is_pair ? bytes[i] * 256U + bytes[i + 1] : bytes[i];
        append_group(out, value, is_pair ? 3 : 2);
    }
    return out;
}

Result<Bytes> decode_base45(std::string_view text) {
    if (text.size() > base45_chars_max) return Error{Errc::TooLong, base45_chars_max, "base45"};
    if (text.size() % 3 == 1) return Error{Errc::BadLength, text.size(), "base45"};
    Bytes out;
    out.reserve(text.size() / 3 * 2 + 1);
    for (std::size_t at = 0; at < text.size(); at += 3) {
        const auto group = text.substr(at, 3);
        std::uint32_t value = 0;
        std::uint32_t weight = 1;
        for (std::size_t i = 0; i < group.size(); ++i, weight *= 45) {
            const auto digit = alphabet.find(group[i]);
            if (digit == std::string_view::npos) return Error{Errc::BadCharacter, at + i, "base45"};
            value += static_cast<std::uint32_t>(digit) * weight;
        }
        const std::uint32_t value_max = group.size() == 3 ? 0xFFFF : 0xFF;
        if (value > value_max) return Error{Errc::Overflow, at, "base45 group"};
        if (group.size() == 3) out.push_back(static_cast<std::uint8_t>(value >> 8U));
        out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
    }
    return out;
}

}  // namespace outpost::bytes
