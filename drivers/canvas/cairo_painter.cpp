#include "drivers/canvas/cairo_painter.h"

#include "drivers/canvas/icon_shelf.h"
#include "drivers/canvas/library_handles.h"
#include "drivers/canvas/text_shelf.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>
#include <variant>

#if defined(__SANITIZE_ADDRESS__)
// fontconfig keeps one match of its first look-up until the process ends, GLib its tables; once.
// Weak: a program with drivers/page has this function from there.
extern "C" const char* __lsan_default_suppressions();  // NOLINT: the sanitizer's own name
extern "C" __attribute__((weak)) const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\nleak:libglib-2.0\n";
}
#endif

namespace outpost {

using namespace canvas;

namespace {

constexpr std::int32_t side_px_max = 8'192;
constexpr double reach_px_max = 65'536;  // Cairo's numbers end at 2^23 pixels
constexpr std::size_t line_points_max = 4'096;

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

/// Numbers that Cairo can draw; one that it cannot would stop all that follows.
bool is_drawable(double value) {
    return value >= -reach_px_max && value <= reach_px_max;
}

bool is_drawable(const PixelBox& box) {
    return is_drawable(box.x) && is_drawable(box.y) && is_drawable(box.width) &&
           is_drawable(box.height) && box.width > 0 && box.height > 0;
}

/// The same rounding as the panel's: no seam between the live picture and its hole.
PixelBox whole_pixels(const PixelBox& box) {
    const double x = std::round(box.x);
    const double y = std::round(box.y);
    return {x, y, std::round(box.x + box.width) - x, std::round(box.y + box.height) - y};
}

/// Stripes as wide as the gaps between them, rising to the right.
void paint_hatch(cairo_t* cr, const BandItem& band) {
    const double width_px = band.pitch_px / 2;
    cairo_set_line_width(cr, width_px);
    const double over = width_px;  // so that the ends lie outside the clip
    const double height = band.box.height + 2 * over;
    const double bottom = band.box.y + band.box.height + over;
    for (double at = -height; at < band.box.width + over;
         at += band.pitch_px * std::numbers::sqrt2) {
        cairo_move_to(cr, band.box.x + at, bottom);
        cairo_line_to(cr, band.box.x + at + height, bottom - height);
    }
    cairo_stroke(cr);
}

/// One row, the same distance from both ends.
void paint_dots(cairo_t* cr, const BandItem& band) {
    const double radius = std::min(band.pitch_px, band.box.height) * 0.3;
    const double middle = band.box.y + band.box.height / 2;
    const double count = std::max(1.0, std::floor(band.box.width / band.pitch_px));
    const double first = (band.box.width - (count - 1) * band.pitch_px) / 2;
    for (double k = 0; k < count; ++k) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, band.box.x + first + k * band.pitch_px, middle, radius, 0,
                  2 * std::numbers::pi);
    }
    cairo_fill(cr);
}

}  // namespace

struct CairoPainter::Shelves {
    explicit Shelves(IconSource source) : icons(std::move(source)) {}

    template <class Item>
    void paint_drawable(cairo_t* cr, const Item& item) {
        if (is_drawable(item.box)) paint(cr, item);
    }
    void paint_drawable(cairo_t* cr, const LineItem& item) { paint(cr, item); }

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
        // Letters may lean over their edge by a little, a heap of marks may not.
        const double lean_px = laid_out.fit.cap_height_px / 8;
        clip_to(cr, {item.box.x - lean_px, item.box.y - laid_out.lean_px,
                     item.box.width + 2 * lean_px, item.box.height + 2 * laid_out.lean_px});
        set_ink(cr, item.ink);
        const double x = std::round(item.box.x);
        const double y = std::round(item.box.y);
        for (const auto& line : laid_out.lines) {
            cairo_move_to(cr, x + line.x_px, y + line.baseline_px);
            pango_cairo_show_layout_line(cr, line.line);
        }
    }

    void paint(cairo_t* cr, const IconItem& item) {
        auto* picture = icons.picture_of(item);
        cairo_translate(cr, std::round(item.box.x), std::round(item.box.y));
        if (item.is_mirrored) {
            cairo_translate(cr, cairo_image_surface_get_width(picture), 0);
            cairo_scale(cr, -1, 1);
        }
        cairo_set_source_surface(cr, picture, 0, 0);
        cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
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
        if (item.points.size() < 2 || item.points.size() > line_points_max) return;
        for (const auto& point : item.points) {
            if (!is_drawable(point.x_px) || !is_drawable(point.y_px)) return cairo_new_path(cr);
            cairo_line_to(cr, point.x_px, point.y_px);
        }
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
        const auto box = whole_pixels(item.box);
        cairo_set_operator(cr, CAIRO_OPERATOR_CLEAR);
        cairo_rectangle(cr, box.x, box.y, box.width, box.height);
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
        std::visit([&](const auto& one) { shelves_->paint_drawable(cr.get(), one); }, item);
    }
    cairo_surface_flush(surface.get());
}

Result<Bytes> write_png(const CanvasPicture& canvas) {
    const auto width = static_cast<std::size_t>(std::max(0, canvas.width_px));
    const auto height = static_cast<std::size_t>(std::max(0, canvas.height_px));
    if (width == 0 || height == 0 || canvas.pixels.size() != width * height)
        return Error{Errc::BadLength, 0, "picture"};
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
