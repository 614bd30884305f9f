// How many bytes a QR code holds in byte mode (ISO/IEC 18004, table 7).
#pragma once

#include "core/base/result.h"
#include "core/ports/symbol_writer.h"

#include <cstddef>
#include <cstdint>

namespace outpost::formats {

inline constexpr std::int32_t qr_versions = 40;

/// Bytes of one segment in byte mode, without ECI.
/// @param version  1 to 40; anything else holds nothing
std::size_t qr_byte_capacity(std::int32_t version, EccLevel level);

/// The smallest version that holds that many bytes, 1 to 40. No bytes fit version 1.
/// @error TooLong  more than version 40 holds; offset is what it holds
Result<std::int32_t> smallest_version(std::size_t payload_bytes, EccLevel level);

}  // namespace outpost::formats
