// From grey values of modules to dark and light, through blur and uneven light.
#pragma once

#include "core/scanning/grid_mesh.h"
#include "core/scanning/symbol_layout.h"

#include <cstdint>
#include <vector>

namespace outpost::scanning {

/// One grey value a module, row by row.
struct ModuleValues {
    std::int32_t side_modules = 0;
    std::vector<float> grey;
};

ModuleValues sample_modules(FrameView frame, const GridMesh& mesh, std::int32_t side_modules);

/// Each value moved away from its four neighbours: what strong blur hides from a threshold shows.
ModuleValues sharpen_modules(const ModuleValues& values);

/// Dark where a value is below the mean of the modules around it; fixed modules are repainted.
ModuleGrid threshold_modules(const ModuleValues& values, const SymbolLayout& layout);

/// Share of the fixed modules that a plain local threshold gives as the standard draws them, 0
/// to 1.
double fixed_agreement(const ModuleValues& values, const SymbolLayout& layout);

}  // namespace outpost::scanning
