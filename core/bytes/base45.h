// Base45 (RFC 9285): binary data as text that suits a QR symbol's alphanumeric mode.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost::bytes {

/// Most characters one QR symbol holds in alphanumeric mode: version 40-L, ISO/IEC 18004.
inline constexpr std::size_t base45_chars_max = 4296;

/// Three characters for each two bytes, two for a last single one (RFC 9285 section 4).
std::string encode_base45(ByteView bytes);

/// Decodes Base45 text (RFC 9285 section 4), prefix such as "HC1:" already removed.
/// @param text  one byte a character, at most base45_chars_max; white space is not skipped
/// @return the bytes: two for each three characters, one for a final pair
/// @error TooLong, BadLength  (text.size() % 3 == 1)
/// @error BadCharacter, Overflow  offset is the index in `text` of the character or its group
Result<Bytes> decode_base45(std::string_view text);

}  // namespace outpost::bytes
