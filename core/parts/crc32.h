// CRC-32 as Uniform Resources use it (ISO-HDLC, the one of zip and PNG).
#pragma once

#include "core/base/bytes.h"

#include <cstdint>

namespace outpost::parts {

/// Reflected polynomial 0xEDB88320, start and final value all ones. "123456789" gives 0xCBF43926.
std::uint32_t crc32(ByteView bytes);

}  // namespace outpost::parts
