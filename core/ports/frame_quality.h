// Plain data: what can be measured about a frame and the symbol in it, read or not.
#pragma once

#include "core/ports/symbol_reader.h"

#include <array>
#include <cstdint>
#include <optional>

namespace outpost {

/// The best candidate for a symbol: from its finder patterns, whether or not it was decoded.
struct SymbolTrace {
    std::array<PixelPoint, 4> corners{};  // clockwise from the symbol's top left; may lie outside
    bool was_read = false;
    std::int32_t finder_patterns = 0;  // that were found: 1 to 3
    std::int32_t side_modules = 0;     // as estimated; 0 when it cannot be told
    double module_px = 0.0;            // mean side of a module
    double turn_deg = 0.0;             // of the top edge, clockwise
    double keystone = 0.0;             // 1 - shortest side / longest; of 3 patterns only
    double edge_width_modules = 0.0;   // 10 to 90 % rise of an edge, the more blurred way
    double blur_anisotropy = 0.0;      // 0 as sharp across as along, towards 1 one way only
    double motion_px = 0.0;            // moved since the frame before; 0 when there was none
    double contrast = 0.0;             // light minus dark level within the symbol, grey levels
    double glare_share = 0.0;          // of the area: bright, no dark module where due
    PixelPoint glare_at;               // its middle, when the share is not 0
    double curl_modules = 0.0;         // greatest distance of the grid from a flat one
    double moire = 0.0;                // 0 to 1: beat in the light margin, of the contrast
    double cut_left = 0.0;             // share of the outline beyond each side of the frame
    double cut_top = 0.0;
    double cut_right = 0.0;
    double cut_bottom = 0.0;
};

struct FrameQuality {
    double mean_level = 0.0;     // grey levels, 0 to 255, of the whole frame
    double dark_level = 0.0;     // 5th percentile
    double bright_level = 0.0;   // 95th percentile
    double clipped_share = 0.0;  // pixels at 250 or more
    std::optional<SymbolTrace> symbol;
};

/// What stands in the way of reading, the most useful thing to say first. The words are the
/// screen's.
enum class ScanHint : std::uint8_t {
    None,  // no symbol in view, or nothing is wrong
    TooFar,
    TooClose,
    CutLeft,  // out of the frame, as the camera sees it
    CutTop,
    CutRight,
    CutBottom,
    Moving,
    Blurred,
    Glare,
    TooDark,
    TooBright,
    Tilted,
    Curled,
    ScreenMoire,
};

}  // namespace outpost
