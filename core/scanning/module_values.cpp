// From grey values of modules to dark and light.
#include "core/scanning/module_values.h"

#include "core/scanning/box_sums.h"

#include <algorithm>

namespace outpost::scanning {

namespace {

BoxSums grey_sums(const ModuleValues& values) {
    return {values.side_modules,
            [&](std::size_t k) { return static_cast<double>(values.grey[k]); }};
}

}  // namespace

ModuleValues sample_modules(FrameView frame, const GridMesh& mesh, std::int32_t side_modules) {
    ModuleValues values;
    values.side_modules = side_modules;
    values.grey.reserve(static_cast<std::size_t>(side_modules) *
                        static_cast<std::size_t>(side_modules));
    for (std::int32_t row = 0; row < side_modules; ++row)
        for (std::int32_t column = 0; column < side_modules; ++column)
            values.grey.push_back(
                static_cast<float>(sample_at(frame, mesh.at({column + 0.5, row + 0.5}))));
    return values;
}

ModuleValues sharpen_modules(const ModuleValues& values) {
    const auto side = values.side_modules;
    ModuleValues sharp;
    sharp.side_modules = side;
    sharp.grey.reserve(values.grey.size());
    const auto at = [&](std::int32_t column, std::int32_t row) {
        const auto c = std::clamp(column, 0, side - 1);
        const auto r = std::clamp(row, 0, side - 1);
        return values.grey[static_cast<std::size_t>(r * side + c)];
    };
    for (std::int32_t row = 0; row < side; ++row) {
        for (std::int32_t column = 0; column < side; ++column) {
            const float around = at(column - 1, row) + at(column + 1, row) + at(column, row - 1) +
                                 at(column, row + 1);
            sharp.grey.push_back(3.0F * at(column, row) - 0.5F * around);
        }
    }
    return sharp;
}

ModuleGrid threshold_modules(const ModuleValues& values, const SymbolLayout& layout) {
    const auto side = values.side_modules;
    const auto sums = grey_sums(values);
    ModuleGrid grid;
    grid.side_modules = side;
    grid.dark.reserve(values.grey.size());
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side; ++row)
        for (std::int32_t column = 0; column < side; ++column, ++k)
            grid.dark.push_back(
                static_cast<double>(values.grey[k]) < sums.mean(column, row, window_reach) ? 1 : 0);
    layout.repaint(grid);
    return grid;
}

double fixed_agreement(const ModuleValues& values, const SymbolLayout& layout) {
    const auto side = values.side_modules;
    const auto sums = grey_sums(values);
    std::int32_t fixed = 0;
    std::int32_t right = 0;
    std::size_t k = 0;
    for (std::int32_t row = 0; row < side; ++row) {
        for (std::int32_t column = 0; column < side; ++column, ++k) {
            if (layout.at(column, row) == Fixed::Open) continue;
            ++fixed;
            const bool is_dark =
                static_cast<double>(values.grey[k]) < sums.mean(column, row, window_reach);
            if (is_dark == (layout.at(column, row) == Fixed::Dark)) ++right;
        }
    }
    return fixed > 0 ? static_cast<double>(right) / fixed : 0.0;
}

}  // namespace outpost::scanning
