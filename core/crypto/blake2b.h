// BLAKE2b-512 (RFC 7693), the digest of minisign's pre-hashed signatures.
#pragma once

#include "core/base/bytes.h"

#include <array>
#include <cstdint>

namespace outpost::crypto {

using Blake2b512Digest = std::array<std::uint8_t, 64>;

Blake2b512Digest blake2b_512(ByteView data);

}  // namespace outpost::crypto
