// Bytewords, minimal form (BCR-2020-012): two letters a byte, with a CRC-32 at the end.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost::parts {

/// Most letters that decode_bytewords takes: the alphanumeric capacity of a version 40-L symbol.
inline constexpr std::size_t bytewords_chars_max = 4296;

/// The bytes and their CRC-32 (four bytes, big-endian) in lower case letters.
std::string encode_bytewords(ByteView bytes);

/// Letters of either case, nothing between them.
/// @return the bytes without the CRC-32
/// @error TooLong, BadLength (odd, or no byte before the checksum)
/// @error BadCharacter  no word has these two letters; offset is that of the first of them
/// @error BadChecksum   offset is that of the checksum
Result<Bytes> decode_bytewords(std::string_view text);

}  // namespace outpost::parts
