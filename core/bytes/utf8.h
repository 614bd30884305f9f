// UTF-8 (RFC 3629): strict validation, and the way back from text that a scanner made of bytes.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string_view>

namespace outpost::bytes {

/// Most bytes that latin1_of_utf8 takes: twice what the largest QR symbol holds (2953).
inline constexpr std::size_t latin1_source_bytes_max = 8192;

/// Length of the well-formed sequence that starts at `at` (1 to 4), or 0 when there is none: stray
/// or missing continuation bytes, overlong forms, surrogates, beyond U+10FFFF (RFC 3629 section 4).
std::size_t utf8_sequence_bytes(std::string_view text, std::size_t at);

/// The number of leading bytes that are well-formed UTF-8; text.size() when all of them are.
std::size_t utf8_prefix_bytes(std::string_view text);

/// @error BadUtf8  offset is that of the first byte of the ill-formed sequence
Result<void> validate_utf8(std::string_view text);

/// Undoes a scanner's or issuer's "bytes read as Latin-1, written as UTF-8": every code point up to
/// U+00FF becomes one byte.
/// @error TooLong   more than latin1_source_bytes_max
/// @error BadUtf8   not UTF-8
/// @error BadValue  a code point beyond U+00FF; offset is that of its first byte
Result<Bytes> latin1_of_utf8(ByteView source);

}  // namespace outpost::bytes
