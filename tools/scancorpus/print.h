// Draws a symbol on its sheet, or on a screen, seen straight and close.
#pragma once

#include "core/ports/symbol_reader.h"
#include "tools/scancorpus/variant.h"

#include <opencv2/core.hpp>

#include <cstdint>

namespace outpost::corpus {

/// Pixels of a module on the drawn sheet.
inline constexpr std::int32_t sheet_px_per_module = 9;

/// Sheet with the symbol in its middle, grey levels.
struct Sheet {
    cv::Mat picture;
    double side_modules = 0.0;        // of the sheet, with quiet zone and paper
    std::int32_t symbol_modules = 0;  // of the symbol alone
};

Sheet print_symbol(const ModuleGrid& grid, const PrintStyle& style, std::uint64_t seed);

}  // namespace outpost::corpus
