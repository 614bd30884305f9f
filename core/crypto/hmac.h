// HMAC-SHA-256 (RFC 2104): hashes that only the holder of a key can make.
#pragma once

#include "core/crypto/digest.h"

namespace outpost::crypto {

/// @param key  of any length
Sha256Digest hmac_sha256(ByteView key, ByteView data);

}  // namespace outpost::crypto
