// Finder patterns (ISO/IEC 18004 section 6.3.3): the three squares at the corners of a symbol.
#pragma once

#include "core/scanning/plane.h"

#include <cstdint>
#include <vector>

namespace outpost::scanning {

/// Something that looks like a finder pattern.
struct FinderPattern {
    Place centre;
    double module_px = 0.0;  // along the rows and columns of the picture, not of the symbol
    std::int32_t hits = 0;   // lines of pixels that show it
};

inline constexpr std::size_t finder_patterns_max = 16;

/// Runs of dark and light like 1:1:3:1:1 along a row, and along the column and the row through the
/// middle. The ones with the most hits, most first.
std::vector<FinderPattern> find_finder_patterns(const DarkPlane& plane);

/// Three that may be the corners of one symbol.
struct FinderTriple {
    FinderPattern top_left;
    FinderPattern top_right;  // clockwise from the top left, unless the symbol is mirrored
    FinderPattern bottom_left;
    double quality = 0.0;  // 0 to 1
};

inline constexpr std::size_t finder_triples_max = 6;

/// The likeliest triples, best first.
std::vector<FinderTriple> find_triples(const std::vector<FinderPattern>& patterns);

}  // namespace outpost::scanning
