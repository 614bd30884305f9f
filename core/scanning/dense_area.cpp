// Where a symbol may be.
#include "core/scanning/dense_area.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace outpost::scanning {

namespace {

constexpr std::int32_t block_px = 32;
/// Changes along every second row of a block: a symbol with modules of 5 pixels has about 50.
/// Larger modules are looked for in a smaller picture.
constexpr std::int32_t changes_least = 44;
/// A block stands out only with most of its neighbours: lines of text are narrower.
constexpr std::int32_t neighbours_least = 5;

}  // namespace

std::optional<PixelBox> find_dense_area(const DarkPlane& plane) {
    const auto columns = (plane.width_px() + block_px - 1) / block_px;
    const auto rows = (plane.height_px() + block_px - 1) / block_px;
    std::vector<std::int32_t> changes(static_cast<std::size_t>((columns + 2) * (rows + 2)), 0);
    const auto at = [&](std::int32_t column, std::int32_t row) -> std::int32_t& {
        return changes[static_cast<std::size_t>((row + 1) * (columns + 2) + column + 1)];
    };
    for (std::int32_t y = 0; y < plane.height_px(); y += 2) {
        const auto* line = plane.row(y);
        for (std::int32_t column = 0; column < columns; ++column) {
            const auto end = std::min((column + 1) * block_px, plane.width_px()) - 1;
            std::int32_t count = 0;
            for (auto x = column * block_px; x < end; ++x) count += line[x] ^ line[x + 1];
            at(column, y / block_px) += count;
        }
    }
    std::int32_t left = columns;
    std::int32_t top = rows;
    std::int32_t right = -1;
    std::int32_t bottom = -1;
    for (std::int32_t row = 0; row < rows; ++row) {
        for (std::int32_t column = 0; column < columns; ++column) {
            if (at(column, row) < changes_least) continue;
            std::int32_t neighbours = -1;
            for (std::int32_t dy = -1; dy <= 1; ++dy)
                for (std::int32_t dx = -1; dx <= 1; ++dx)
                    if (at(column + dx, row + dy) >= changes_least) ++neighbours;
            if (neighbours < neighbours_least) continue;
            left = std::min(left, column);
            right = std::max(right, column);
            top = std::min(top, row);
            bottom = std::max(bottom, row);
        }
    }
    if (right < 0) return std::nullopt;
    // A blurred or bright edge changes less than the middle.
    constexpr std::int32_t margin = 3;
    return PixelBox{(left - margin) * block_px, (top - margin) * block_px,
                    (right - left + 1 + 2 * margin) * block_px,
                    (bottom - top + 1 + 2 * margin) * block_px};
}

}  // namespace outpost::scanning
