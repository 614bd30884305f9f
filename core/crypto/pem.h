// Textual encoding of DER (RFC 7468), strict: one block and nothing else.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace outpost::crypto {

/// The bytes of the one block with this label ("PUBLIC KEY"). White space may stand before and
/// after it; within the block there are only base64 characters and line ends.
/// @error TooLong (more than der_bytes_max), BadSyntax, and those of decode_base64
Result<Bytes> decode_pem(std::string_view text, std::string_view label, std::size_t der_bytes_max);

/// The block with lines of 64 characters and a final line feed.
std::string encode_pem(ByteView der, std::string_view label);

}  // namespace outpost::crypto
