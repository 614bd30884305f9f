#include "drivers/canvas/icon_shelf.h"

#include "core/base/bytes.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <utility>

namespace outpost::canvas {

namespace {

std::string css_colour(Rgba colour) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "#%02x%02x%02x%02x", colour.red, colour.green,
                  colour.blue, colour.alpha);
    return text.data();
}

std::int32_t side_of(double length_px) {
    // "Not above" would let NaN through.
    return length_px >= 1 && length_px <= icon_side_px_max
               ? static_cast<std::int32_t>(std::lround(length_px))
               : 1;
}

Surface surface_of(cairo_format_t format, std::int32_t width, std::int32_t height) {
    return Surface(cairo_image_surface_create(format, width, height));
}

/// Draws the SVG with its two colours over the whole surface; nothing where it cannot be drawn.
void draw_svg(std::string_view svg, Rgba ink, Rgba cut, cairo_surface_t* surface) {
    if (svg.empty() || svg.size() > icon_svg_bytes_max) return;
    const GObjectOf<RsvgHandle> handle(
        rsvg_handle_new_from_data(as_bytes(svg).data(), svg.size(), nullptr));
    if (handle == nullptr) return;
    const auto style = "svg{color:" + css_colour(ink) + "}.cut{color:" + css_colour(cut) + "}";
    if (rsvg_handle_set_stylesheet(handle.get(), as_bytes(style).data(), style.size(), nullptr) ==
        FALSE)
        return;
    const Drawing cr(cairo_create(surface));
    const RsvgRectangle place{0, 0, static_cast<double>(cairo_image_surface_get_width(surface)),
                              static_cast<double>(cairo_image_surface_get_height(surface))};
    static_cast<void>(rsvg_handle_render_document(handle.get(), cr.get(), &place, nullptr));
}

/// Without a colour for the cuts they are holes. Drawn white on nothing with black cuts, the amount
/// of white is the amount of ink.
void draw_with_holes(std::string_view svg, Rgba ink, cairo_surface_t* surface) {
    const auto width = cairo_image_surface_get_width(surface);
    const auto height = cairo_image_surface_get_height(surface);
    const auto shape = surface_of(CAIRO_FORMAT_ARGB32, width, height);
    draw_svg(svg, {255, 255, 255, 255}, {0, 0, 0, 255}, shape.get());
    const auto mask = surface_of(CAIRO_FORMAT_A8, width, height);
    cairo_surface_flush(shape.get());
    cairo_surface_flush(mask.get());
    const auto* from = cairo_image_surface_get_data(shape.get());
    auto* to = cairo_image_surface_get_data(mask.get());
    if (from == nullptr || to == nullptr) return;
    const auto from_stride = static_cast<std::size_t>(cairo_image_surface_get_stride(shape.get()));
    const auto to_stride = static_cast<std::size_t>(cairo_image_surface_get_stride(mask.get()));
    for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y)
        for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x)
            // Byte 1 of 4 is a colour (red or green) in either byte order.
            to[y * to_stride + x] = from[y * from_stride + 4 * x + 1];
    cairo_surface_mark_dirty(mask.get());
    const Drawing cr(cairo_create(surface));
    constexpr double full = 255;
    cairo_set_source_rgba(cr.get(), ink.red / full, ink.green / full, ink.blue / full,
                          ink.alpha / full);
    cairo_mask_surface(cr.get(), mask.get(), 0, 0);
}

}  // namespace

IconShelf::IconShelf(IconSource source) : source_(std::move(source)) {}

cairo_surface_t* IconShelf::picture_of(const IconItem& item) {
    const auto width = side_of(item.box.width);
    const auto height = side_of(item.box.height);
    const auto key = item.name + '/' + css_colour(item.ink) + css_colour(item.cut) + '/' +
                     std::to_string(width) + 'x' + std::to_string(height);
    const auto known = pictures_.find(key);
    if (known != pictures_.end()) return known->second.get();
    const auto pixels = std::int64_t{width} * height;
    if (pixels_ + pixels > icon_pixels_kept_max) {
        pictures_.clear();
        pixels_ = 0;
    }
    auto surface = surface_of(CAIRO_FORMAT_ARGB32, width, height);
    const auto svg = source_(item.name);
    if (item.cut.alpha == 0)
        draw_with_holes(svg, item.ink, surface.get());
    else
        draw_svg(svg, item.ink, item.cut, surface.get());
    pixels_ += pixels;
    return pictures_.emplace(key, std::move(surface)).first->second.get();
}

}  // namespace outpost::canvas
