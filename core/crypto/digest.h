// SHA-2 digests (FIPS 180-4).
#pragma once

#include "core/base/bytes.h"

#include <array>
#include <cstdint>

namespace outpost::crypto {

using Sha256Digest = std::array<std::uint8_t, 32>;
using Sha384Digest = std::array<std::uint8_t, 48>;

Sha256Digest sha256(ByteView data);
Sha384Digest sha384(ByteView data);

}  // namespace outpost::crypto
