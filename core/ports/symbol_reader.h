// Port: pixels to symbols.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/frame.h"

#include <array>
#include <cstdint>
#include <vector>

namespace outpost {

struct PixelPoint {
    std::int32_t x_px = 0;
    std::int32_t y_px = 0;
};

/// One QR code that was read.
struct SymbolRead {
    Bytes payload;                        // the segment bytes, never text
    std::array<PixelPoint, 4> corners{};  // clockwise from the top left of the symbol
};

/// How much work one frame may cost.
enum class ReadEffort : std::uint8_t {
    Plain,     // the cheap pass
    Enlarged,  // plain, then on the picture enlarged twice
    Still,     // everything there is, for a picture that will not come again
};

/// Contract: never throws, never aborts on a damaged picture; an empty list is a normal answer.
class SymbolReader {
  public:
    virtual ~SymbolReader() = default;
    virtual std::vector<SymbolRead> read(FrameView frame, ReadEffort effort) = 0;
    /// A cheap guess: something like a finder pattern is in the frame.
    virtual bool has_finder_pattern(FrameView frame) = 0;
};

}  // namespace outpost
