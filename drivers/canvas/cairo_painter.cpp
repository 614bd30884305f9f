#include "drivers/canvas/cairo_painter.h"

#include "drivers/canvas/library_handles.h"
#include "drivers/canvas/text_shelf.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <numbers>
#include <string>
#include <utility>
#include <variant>

namespace outpost {

using namespace canvas;

namespace {

constexpr std::size_t icons_kept_max = 128;
constexpr std::int32_t side_px_max = 8'192;

void set_ink(cairo_t* cr, Rgba ink) {
    constexpr double full = 255;
    cairo_set_source_rgba(cr, ink.red / full, ink.green / full, ink.blue / full, ink.alpha / full);
}

void add_box(cairo_t* cr, const PixelBox& box, double corner_px) {
    const double corner = std::min({corner_px, box.width / 2, box.height / 2});
    if (corner <= 0) return cairo_rectangle(cr, box.x, box.y, box.width, box.height);
    constexpr double quarter = std::numbers::pi / 2;
    cairo_new_sub_path(cr);
    cairo_arc(cr, box.x + box.width - corner, box.y + corner, corner, -quarter, 0);
    cairo_arc(cr, box.x + box.width - corner, box.y + box.height - corner, corner, 0, quarter);
    cairo_arc(cr, box.x + corner, box.y + box.height - corner, corner, quarter, 2 * quarter);
    cairo_arc(cr, box.x + corner, box.y + corner, corner, 2 * quarter, 3 * quarter);
    cairo_close_path(cr);
}

std::string colour_text(Rgba colour) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "rgba(%d,%d,%d,%.3f)", colour.red, colour.green,
                  colour.blue, colour.alpha / 255.0);
    return text.data();
}

/// Saves and restores what a painting step changes.
class Saved {
  public:
    explicit Saved(cairo_t* cr) : cr_(cr) { cairo_save(cr_); }
    ~Saved() { cairo_restore(cr_); }
    Saved(const Saved&) = delete;
    Saved& operator=(const Saved&) = delete;

  private:
    cairo_t* cr_;
};

void clip_to(cairo_t* cr, const PixelBox& box) {
    cairo_rectangle(cr, box.x, box.y, box.width, box.height);
    cairo_clip(cr);
}

/// Icons drawn once in a size and colour.
class IconShelf {
  public:
    explicit IconShelf(IconSource source) : source_(std::move(source)) {}

    cairo_surface_t* picture_of(const IconItem& item) {
        const auto key = item.name + '/' + colour_text(item.ink) + colour_text(item.cut) + '/' +
                         std::to_string(std::lround(item.box.width)) + 'x' +
                         std::to_string(std::lround(item.box.height));
        const auto known = pictures_.find(key);
        if (known != pictures_.end()) return known->second.get();
        if (pictures_.size() >= icons_kept_max) pictures_.clear();
        return pictures_.emplace(key, draw(item)).first->second.get();
    }

  private:
    Surface draw(const IconItem& item) const {
        const auto width = std::clamp<long>(std::lround(item.box.width), 1, side_px_max);
        const auto height = std::clamp<long>(std::lround(item.box.height), 1, side_px_max);
        Surface surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, static_cast<int>(width),
                                                   static_cast<int>(height)));
        const auto svg = source_(item.name);
        if (svg.empty()) return surface;
        const GObjectOf<RsvgHandle> handle(
            rsvg_handle_new_from_data(as_bytes(svg).data(), svg.size(), nullptr));
        if (handle == nullptr) return surface;
        const auto style =
            "svg{color:" + colour_text(item.ink) + "}.cut{color:" + colour_text(item.cut) + "}";
        static_cast<void>(rsvg_handle_set_stylesheet(handle.get(), as_bytes(style).data(),
                                                     style.size(), nullptr));
        const Drawing cr(cairo_create(surface.get()));
        const RsvgRectangle place{0, 0, static_cast<double>(width), static_cast<double>(height)};
        static_cast<void>(rsvg_handle_render_document(handle.get(), cr.get(), &place, nullptr));
        return surface;
    }

    IconSource source_;
    std::map<std::string, Surface> pictures_;
};

void paint_hatch(cairo_t* cr, const BandItem& band) {
    cairo_set_line_width(cr, band.pitch_px / 2);
    const double reach = band.box.width + band.box.height;
    for (double at = -band.box.height; at < reach; at += band.pitch_px * std::numbers::sqrt2) {
        cairo_move_to(cr, band.box.x + at, band.box.y + band.box.height);
        cairo_line_to(cr, band.box.x + at + band.box.height, band.box.y);
    }
    cairo_stroke(cr);
}

void paint_dots(cairo_t* cr, const BandItem& band) {
    const double radius = std::min(band.pitch_px, band.box.height) / 4;
    const double middle = band.box.y + band.box.height / 2;
    for (double at = band.pitch_px / 2; at < band.box.width; at += band.pitch_px) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, band.box.x + at, middle, radius, 0, 2 * std::numbers::pi);
    }
    cairo_fill(cr);
}

}  // namespace

struct CairoPainter::Shelves {
    explicit Shelves(IconSource source) : icons(std::move(source)) {}

    void paint(cairo_t* cr, const BoxItem& item) {
        add_box(cr, item.box, item.corner_px);
        set_ink(cr, item.fill);
        cairo_fill_preserve(cr);
        if (item.outline.alpha != 0 && item.outline_px > 0) {
            // Within the box: an outline never covers what lies beside it.
            cairo_new_path(cr);
            const double half = item.outline_px / 2;
            add_box(cr,
                    {item.box.x + half, item.box.y + half, item.box.width - item.outline_px,
                     item.box.height - item.outline_px},
                    item.corner_px - half);
            set_ink(cr, item.outline);
            cairo_set_line_width(cr, item.outline_px);
            cairo_stroke(cr);
        }
        cairo_new_path(cr);
    }

    void paint(cairo_t* cr, const TextItem& item) {
        const auto& laid_out = texts.lay_out(item);
        clip_to(cr, item.box);
        set_ink(cr, item.ink);
        cairo_move_to(cr, item.box.x, item.box.y + laid_out.top_px);
        pango_cairo_show_layout(cr, laid_out.layout.get());
    }

    void paint(cairo_t* cr, const IconItem& item) {
        auto* picture = icons.picture_of(item);
        cairo_translate(cr, std::round(item.box.x), std::round(item.box.y));
        if (item.is_mirrored) {
            cairo_translate(cr, std::round(item.box.width), 0);
            cairo_scale(cr, -1, 1);
        }
        cairo_set_source_surface(cr, picture, 0, 0);
        cairo_paint(cr);
    }

    void paint(cairo_t* cr, const BandItem& item) {
        clip_to(cr, item.box);
        set_ink(cr, item.ink);
        if (item.pattern == BandPattern::Solid || item.pitch_px <= 1) return cairo_paint(cr);
        if (item.pattern == BandPattern::Hatch45) return paint_hatch(cr, item);
        paint_dots(cr, item);
    }

    void paint(cairo_t* cr, const LineItem& item) {
        if (item.points.size() < 2) return;
        for (const auto& point : item.points) cairo_line_to(cr, point.x_px, point.y_px);
        if (item.is_closed) cairo_close_path(cr);
        cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
        cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
        if (item.is_dotted) {
            const std::array<double, 2> dashes{0, item.width_px * 2.5};
            cairo_set_dash(cr, dashes.data(), static_cast<int>(dashes.size()), 0);
        }
        if (item.edge.alpha != 0 && item.edge_px > 0) {
            set_ink(cr, item.edge);
            cairo_set_line_width(cr, item.width_px + 2 * item.edge_px);
            cairo_stroke_preserve(cr);
        }
        set_ink(cr, item.ink);
        cairo_set_line_width(cr, item.width_px);
        cairo_stroke(cr);
    }

    static void paint(cairo_t* cr, const PreviewItem& item) {
        cairo_set_operator(cr, CAIRO_OPERATOR_CLEAR);
        cairo_rectangle(cr, item.box.x, item.box.y, item.box.width, item.box.height);
        cairo_fill(cr);
    }

    TextShelf texts;
    IconShelf icons;
};

CairoPainter::CairoPainter(IconSource icons)
    : shelves_(std::make_unique<Shelves>(std::move(icons))) {}
CairoPainter::~CairoPainter() = default;

TextFit CairoPainter::fit(const TextItem& item) const {
    return shelves_->texts.lay_out(item).fit;
}

void CairoPainter::forget() {
    shelves_->texts.forget();
}

void CairoPainter::paint(const DrawList& list, CanvasPicture& canvas) {
    canvas.width_px = std::clamp(list.width_px, 1, side_px_max);
    canvas.height_px = std::clamp(list.height_px, 1, side_px_max);
    canvas.pixels.resize(static_cast<std::size_t>(canvas.width_px) *
                         static_cast<std::size_t>(canvas.height_px));
    static_assert(sizeof(std::uint32_t) == 4);
    auto* pixels = static_cast<unsigned char*>(static_cast<void*>(canvas.pixels.data()));
    const Surface surface(cairo_image_surface_create_for_data(
        pixels, CAIRO_FORMAT_ARGB32, canvas.width_px, canvas.height_px, canvas.width_px * 4));
    const Drawing cr(cairo_create(surface.get()));
    cairo_set_operator(cr.get(), CAIRO_OPERATOR_SOURCE);
    set_ink(cr.get(), list.background);
    cairo_paint(cr.get());
    cairo_set_operator(cr.get(), CAIRO_OPERATOR_OVER);
    for (const auto& item : list.items) {
        const Saved saved(cr.get());
        std::visit([&](const auto& one) { shelves_->paint(cr.get(), one); }, item);
    }
    cairo_surface_flush(surface.get());
}

Result<Bytes> write_png(const CanvasPicture& canvas) {
    auto copy = canvas.pixels;
    auto* pixels = static_cast<unsigned char*>(static_cast<void*>(copy.data()));
    const Surface surface(cairo_image_surface_create_for_data(
        pixels, CAIRO_FORMAT_ARGB32, canvas.width_px, canvas.height_px, canvas.width_px * 4));
    Bytes png;
    const auto append = [](void* to, const unsigned char* data, unsigned int size) {
        auto& out = *static_cast<Bytes*>(to);
        out.insert(out.end(), data, data + size);
        return CAIRO_STATUS_SUCCESS;
    };
    if (cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS)
        return Error{Errc::Io, 0, "PNG"};
    return png;
}

}  // namespace outpost
