// What the head of a PNG or JPEG file says, read before any decoder sees it.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>

namespace outpost {

enum class PictureFormat : std::uint8_t { Png, Jpeg };

struct PictureHeader {
    PictureFormat format = PictureFormat::Png;
    std::uint32_t width_px = 0;
    std::uint32_t height_px = 0;
    bool has_transparency = false;  // an alpha channel or a tRNS chunk
};

bool begins_like_png(ByteView content);
bool begins_like_jpeg(ByteView content);

/// Reads the size from IHDR (PNG third edition, 11.2.1) or from the frame header (ITU-T T.81,
/// B.2.2). A PNG's chunks must follow each other completely up to IEND; their checksums are not
/// looked at.
/// @error Unsupported (neither format), Truncated, BadSyntax, BadValue (a side of 0 pixels)
Result<PictureHeader> parse_picture_header(ByteView content);

}  // namespace outpost
