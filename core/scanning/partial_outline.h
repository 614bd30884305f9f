// Where a symbol lies that is partly out of the frame or covered.
#pragma once

#include "core/scanning/symbol_outline.h"

#include <optional>
#include <span>

namespace outpost::scanning {

/// From two finder patterns, or from one, and the modules between them and the frame's border.
/// Estimates: the outline is a square, and turned by any multiple of 90 degrees.
std::optional<SymbolOutline> outline_of_part(FrameView frame, const FinderModel& model,
                                             std::span<const FinderPattern> patterns);

}  // namespace outpost::scanning
