// Multibase (W3C Controlled Identifiers 1.0, section 2.4): the two bases that proofs and keys use.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <string>
#include <string_view>

namespace outpost::bytes {

/// Reads 'z' (base58, Bitcoin's alphabet) or 'u' (base64url without padding).
/// @error Truncated    no prefix
/// @error Unsupported  another prefix
/// @error those of decode_base58 and decode_base64url; offset counts the prefix
Result<Bytes> decode_multibase(std::string_view text);

/// "z" and base58.
/// @error TooLong
Result<std::string> encode_multibase_base58(ByteView bytes);

/// "u" and base64url.
std::string encode_multibase_base64url(ByteView bytes);

}  // namespace outpost::bytes
