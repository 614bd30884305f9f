// The numbers of one symbol, read or not.
#pragma once

#include "core/ports/frame_quality.h"
#include "core/scanning/symbol_outline.h"

namespace outpost::scanning {

/// Everything of a SymbolTrace but `was_read`. docs/scan-hints.md says how each is measured.
/// @param previous  of the frame before; null when there was none
SymbolTrace trace_symbol(FrameView frame, const SymbolOutline& outline,
                         const SymbolTrace* previous);

}  // namespace outpost::scanning
