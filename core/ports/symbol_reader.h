// Port: pixels, or a grid of modules, to symbols: one pass of an outside decoder.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/frame.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace outpost {

struct PixelPoint {
    std::int32_t x_px = 0;
    std::int32_t y_px = 0;
};

/// Place of a symbol in a Structured Append sequence (ISO/IEC 18004 section 8).
struct SequencePart {
    std::uint8_t index = 0;   // from 0
    std::uint8_t count = 0;   // 2 to 16
    std::uint8_t parity = 0;  // XOR of all bytes of the whole message
};

/// One QR code that was read.
struct SymbolRead {
    Bytes payload;                        // the segment bytes, never text
    std::array<PixelPoint, 4> corners{};  // clockwise from the top left of the symbol
    std::optional<SequencePart> part;     // the payload is one part of a longer message
};

/// Contract: never throws, never aborts on a damaged picture; an empty list is a normal answer.
class SymbolReader {
  public:
    virtual ~SymbolReader() = default;
    /// One pass over the picture as it is.
    virtual std::vector<SymbolRead> read(FrameView frame) = 0;
};

/// The modules of one symbol as they were sampled from a picture: no quiet zone.
struct ModuleGrid {
    std::int32_t side_modules = 0;   // 17 + 4 * version
    std::vector<std::uint8_t> dark;  // side * side, row by row: 1 dark, 0 light
};

/// Contract: as SymbolReader. Function patterns of the grid must be as the standard draws them
/// (repainted by the caller), because a decoder may assert on them.
class GridReader {
  public:
    virtual ~GridReader() = default;
    /// `corners` stay as they are. Nothing when the error correction does not come out right.
    virtual std::optional<SymbolRead> read_grid(const ModuleGrid& grid) = 0;
};

}  // namespace outpost
