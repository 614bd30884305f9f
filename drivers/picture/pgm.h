// The grey pages that pdftoppm writes: binary PGM ("P5"), one after the other.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/frame.h"

#include <vector>

namespace outpost {

/// Reads pages until the end of the bytes; netpbm's "P5", one byte a pixel, no comments.
/// @error TooLong (more than frames_max pages), Truncated, BadSyntax, BadValue (a side of 0 or
/// beyond
///        65535 pixels), Unsupported (a greatest value other than 255)
Result<std::vector<Frame>> parse_pgm_pages(ByteView bytes, std::size_t frames_max);

}  // namespace outpost
