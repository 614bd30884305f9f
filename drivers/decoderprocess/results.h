// What a decoder process found, as bytes in shared memory, and the distrustful way back.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/frame.h"
#include "core/ports/frame_reader.h"

#include <span>
#include <vector>

namespace outpost {

/// Most symbols of one frame that cross the border; the rest is dropped by the honest end.
inline constexpr std::size_t symbols_per_frame_max = 64;
/// Longest payload: digits in a symbol of version 40-L (ISO/IEC 18004, table 7).
inline constexpr std::size_t symbol_payload_bytes_max = 7089;
/// More than any reading of that many symbols needs.
inline constexpr std::size_t reading_bytes_max = 512 * 1024;

struct FrameSize {
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
};

/// Writes the reading; symbols beyond the limits are left out. The bytes used.
/// @error TooLong (does not fit; never with reading_bytes_max)
Result<std::size_t> encode_reading(const FrameReading& reading, std::span<std::uint8_t> out);

/// `bytes` is a private copy: nobody changes it any more. Corners are moved into the frame, the
/// trace's corners and all measures into their ranges.
/// @error TooLong (symbols, payload), BadValue (flags, sequence part), Truncated, TrailingData
Result<FrameReading> decode_reading(ByteView bytes, FrameSize frame);

/// Writes the pages: number, sizes, then the pixels. The bytes used.
/// @error TooLong (pages, pixels, or it does not fit), BadValue (a page whose pixels are not its
///        size)
Result<std::size_t> encode_pages(const std::vector<Frame>& pages, std::span<std::uint8_t> out);

/// `shared` may change under our hands: each byte is looked at once, sizes before pixels.
/// @error TooLong (pages, pixels), BadValue (sides), Truncated, TrailingData
Result<std::vector<Frame>> decode_pages(ByteView shared);

}  // namespace outpost
