// The finder pattern that dirt, a staple or a thumb has spoiled: two others say where it must be.
#pragma once

#include "core/ports/frame.h"
#include "core/scanning/finder_search.h"

#include <cstddef>
#include <vector>

namespace outpost::scanning {

inline constexpr std::size_t completed_triples_max = 3;

/// Triples of two clear patterns and a third in the place where one would have to be, when what
/// lies there looks at least half like one. Likeliest first.
/// @param frame  readable, in whose pixels the patterns are
std::vector<FinderTriple> complete_triples(FrameView frame,
                                           const std::vector<FinderPattern>& patterns);

}  // namespace outpost::scanning
