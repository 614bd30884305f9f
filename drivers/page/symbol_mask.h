// A symbol as a 1-bit stencil: exact at each resolution, and small.
#pragma once

#include "core/base/result.h"
#include "core/ports/page.h"
#include "drivers/page/library_handles.h"

namespace outpost::page {

inline constexpr std::int32_t quiet_zone_modules = 4;

/// White square with quiet zone in the middle of its box, then the dark modules. In points.
/// @error BadLength (a matrix that is none), BadValue (module size), TooLong (larger than its box)
Result<void> draw_symbol(cairo_t* cr, const SymbolBox& symbol);

/// A grey PNG (black and white only) of the symbol and its quiet zone. @error BadLength, BadValue
/// (module_px 1 to 64)
Result<Bytes> symbol_png(const SymbolMatrix& matrix, std::int32_t module_px);

/// Any surface as PNG. @error Unavailable
Result<Bytes> png_of(cairo_surface_t* surface);

}  // namespace outpost::page
