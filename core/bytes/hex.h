// Hexadecimal text (RFC 4648 section 8).
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost::bytes {

inline constexpr std::size_t hex_chars_max = 128 * 1024;

/// Two digits a byte, in lower case.
std::string encode_hex(ByteView bytes);

/// Digits of either case, nothing between them.
/// @error TooLong, BadLength (odd), BadCharacter (offset is that of the character)
Result<Bytes> decode_hex(std::string_view text);

}  // namespace outpost::bytes
