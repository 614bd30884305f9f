#include "drivers/page/symbol_mask.h"

#include <bit>

namespace outpost::page {

namespace {

constexpr std::int32_t module_px_max = 64;
constexpr double stencil_inset_modules = 0.005;

bool is_whole(const SymbolMatrix& matrix) {
    const auto side = static_cast<std::size_t>(matrix.modules);
    return matrix.modules >= 21 && matrix.modules <= 177 && matrix.dark.size() == side * side;
}

/// One bit a pixel, all of them 0.
class BitSurface {
  public:
    explicit BitSurface(std::int32_t side_px)
        : surface_(cairo_image_surface_create(CAIRO_FORMAT_A1, side_px, side_px)) {
        cairo_surface_flush(surface_.get());
        bytes_ = cairo_image_surface_get_data(surface_.get());
        stride_ = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get()));
    }
    [[nodiscard]] bool is_ready() const { return bytes_ != nullptr; }

    // Cairo keeps the pixels of a word in the machine's bit order.
    void set(std::size_t x, std::size_t y) {
        const auto bit = std::endian::native == std::endian::little ? x % 8 : 7 - x % 8;
        auto& byte = bytes_[y * stride_ + x / 8];
        byte = static_cast<unsigned char>(byte | (1U << bit));
    }
    cairo_surface_t* finished() {
        cairo_surface_mark_dirty(surface_.get());
        return surface_.get();
    }

  private:
    Surface surface_;
    unsigned char* bytes_ = nullptr;
    std::size_t stride_ = 0;
};

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    auto& out = *static_cast<Bytes*>(closure);
    out.insert(out.end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Result<void> draw_symbol(cairo_t* cr, const SymbolBox& symbol) {
    const auto& matrix = symbol.matrix;
    if (!is_whole(matrix)) return Error{Errc::BadLength, 0, "symbol"};
    if (!(symbol.module_mm > 0)) return Error{Errc::BadValue, 0, "module size"};
    const double side_mm = symbol.module_mm * (matrix.modules + 2 * quiet_zone_modules);
    if (side_mm > symbol.box.width_mm + 0.001 || side_mm > symbol.box.height_mm + 0.001)
        return Error{Errc::TooLong, 0, "the symbol is larger than its box"};
    BitSurface modules(matrix.modules);
    if (!modules.is_ready()) return Error{Errc::Unavailable, 0, "no memory for the symbol"};
    for (std::int32_t y = 0; y < matrix.modules; ++y)
        for (std::int32_t x = 0; x < matrix.modules; ++x)
            if (matrix.is_dark(x, y))
                modules.set(static_cast<std::size_t>(x), static_cast<std::size_t>(y));

    const double x_mm = symbol.box.x_mm + (symbol.box.width_mm - side_mm) / 2;
    const double y_mm = symbol.box.y_mm + (symbol.box.height_mm - side_mm) / 2;
    cairo_save(cr);
    cairo_rectangle(cr, x_mm * points_per_mm, y_mm * points_per_mm, side_mm * points_per_mm,
                    side_mm * points_per_mm);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_fill(cr);
    // A rasteriser gives an image every dot that it touches: an edge exactly on a dot's border
    // would make the last module one dot wider. So the stencil ends a little within its last dots.
    const double inset_mm = symbol.module_mm * stencil_inset_modules;
    const double first_mm = symbol.module_mm * quiet_zone_modules + inset_mm;
    const double scale = points_per_mm * (symbol.module_mm - 2 * inset_mm / matrix.modules);
    cairo_translate(cr, (x_mm + first_mm) * points_per_mm, (y_mm + first_mm) * points_per_mm);
    cairo_scale(cr, scale, scale);
    const Pattern pattern(cairo_pattern_create_for_surface(modules.finished()));
    cairo_pattern_set_filter(pattern.get(), CAIRO_FILTER_NEAREST);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_mask(cr, pattern.get());
    cairo_restore(cr);
    return {};
}

Result<Bytes> symbol_png(const SymbolMatrix& matrix, std::int32_t module_px) {
    if (!is_whole(matrix)) return Error{Errc::BadLength, 0, "symbol"};
    if (module_px < 1 || module_px > module_px_max) return Error{Errc::BadValue, 0, "module size"};
    const std::int32_t side_px = (matrix.modules + 2 * quiet_zone_modules) * module_px;
    BitSurface light(side_px);
    if (!light.is_ready()) return Error{Errc::Unavailable, 0, "no memory for the symbol"};
    for (std::int32_t y = 0; y < side_px; ++y) {
        for (std::int32_t x = 0; x < side_px; ++x) {
            const std::int32_t column = x / module_px - quiet_zone_modules;
            const std::int32_t row = y / module_px - quiet_zone_modules;
            const bool is_quiet =
                column < 0 || row < 0 || column >= matrix.modules || row >= matrix.modules;
            if (is_quiet || !matrix.is_dark(column, row))
                light.set(static_cast<std::size_t>(x), static_cast<std::size_t>(y));
        }
    }
    return png_of(light.finished());
}

Result<Bytes> png_of(cairo_surface_t* surface) {
    Bytes out;
    if (cairo_surface_write_to_png_stream(surface, append, &out) != CAIRO_STATUS_SUCCESS)
        return Error{Errc::Unavailable, 0, "cannot write a PNG"};
    return out;
}

}  // namespace outpost::page
