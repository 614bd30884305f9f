// Base64 and base64url (RFC 4648 sections 4 and 5), each in exactly one spelling.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost::bytes {

/// The usual limit; callers with larger texts of their own (status lists) name theirs.
inline constexpr std::size_t base64_chars_max = 64 * 1024;

/// base64url without padding, as in a JWS (RFC 7515 section 2).
std::string encode_base64url(ByteView bytes);

/// Refuses padding, white space, the characters of plain base64, and bits behind the last byte
/// that are not zero, so that there is one text for each byte string.
/// @error TooLong, BadLength (size % 4 == 1), BadCharacter, BadValue (left-over bits); offset is
///        that of the character
Result<Bytes> decode_base64url(std::string_view text, std::size_t chars_max = base64_chars_max);

/// Plain base64 with its padding.
std::string encode_base64(ByteView bytes);

/// Plain base64; the padding must be there, the rest is as strict as above.
/// @error TooLong, BadLength (size % 4 != 0), BadCharacter, BadValue
Result<Bytes> decode_base64(std::string_view text, std::size_t chars_max = base64_chars_max);

}  // namespace outpost::bytes
