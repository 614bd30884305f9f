// Icons drawn by librsvg, kept in the sizes and colours that were asked for.
#pragma once

#include "core/ports/draw_list.h"
#include "drivers/canvas/cairo_painter.h"
#include "drivers/canvas/library_handles.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace outpost::canvas {

inline constexpr std::size_t icon_svg_bytes_max = 64 * 1024;
inline constexpr std::int32_t icon_side_px_max = 2'048;
/// Together: 16 MB. A full screen's icons are a quarter of it.
inline constexpr std::int64_t icon_pixels_kept_max = 4'000'000;

class IconShelf {
  public:
    explicit IconShelf(IconSource source);
    /// The icon in its box's size, not mirrored; clear where there is no such icon. Stays until the
    /// next call.
    cairo_surface_t* picture_of(const IconItem& item);

  private:
    IconSource source_;
    std::map<std::string, Surface> pictures_;
    std::int64_t pixels_ = 0;
};

}  // namespace outpost::canvas
