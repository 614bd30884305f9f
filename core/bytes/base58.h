// Base58 with Bitcoin's alphabet, as key material in verification methods is written.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost::bytes {

/// The work grows with the square of the length; an RSA-4096 key needs some 760 characters.
inline constexpr std::size_t base58_chars_max = 1024;
inline constexpr std::size_t base58_bytes_max = 745;  // 1024 characters hold at least that many

/// @error TooLong
Result<std::string> encode_base58(ByteView bytes);

/// Each leading '1' is a zero byte.
/// @error TooLong, BadCharacter (offset is that of the character)
Result<Bytes> decode_base58(std::string_view text);

}  // namespace outpost::bytes
