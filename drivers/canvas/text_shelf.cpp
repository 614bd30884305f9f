#include "drivers/canvas/text_shelf.h"

#include "core/bytes/utf8.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace outpost::canvas {

namespace {

constexpr std::size_t kept_max = 256;
constexpr double cap_height_em = 0.714;  // of Noto Sans
constexpr double line_height = 1.2;
constexpr double tall_line_height = 1.45;  // scripts with marks above and below
constexpr int shrink_steps = 6;            // halvings of the range

// In one order, so that a screen looks the same on each machine.
constexpr const char* families =
    "Noto Sans, Noto Sans Arabic, Noto Sans Devanagari, Noto Sans Tamil, Noto Sans Sinhala, "
    "Noto Sans Bengali, Noto Sans Gurmukhi, Noto Sans Gujarati, Noto Sans Telugu, "
    "Noto Sans Kannada, Noto Sans Malayalam, Noto Sans Thai, Noto Sans Khmer, Noto Sans Myanmar, "
    "Noto Sans Ethiopic, Noto Sans Hebrew, Noto Sans Armenian, Noto Sans Georgian, "
    "Noto Sans CJK SC, Noto Sans Symbols2, sans-serif";

bool has_tall_lines(std::string_view language) {
    constexpr std::array<std::string_view, 6> tall{"hi", "ta", "si", "ar", "ur", "fa"};
    return std::find(tall.begin(), tall.end(), language.substr(0, language.find('-'))) !=
           tall.end();
}

/// Well-formed, bounded, without line ends and other controls.
std::string clean_text(std::string_view text) {
    std::string out;
    text = text.substr(0, text_bytes_max);
    for (std::size_t at = 0; at < text.size();) {
        const auto length = bytes::utf8_sequence_bytes(text, at);
        if (length == 0) {
            out += "\xEF\xBF\xBD";
            ++at;
            continue;
        }
        const auto first = static_cast<unsigned char>(text[at]);
        const bool is_control = length == 1 && (first < 0x20 || first == 0x7F);
        if (is_control)
            out += ' ';
        else
            out += text.substr(at, length);
        at += length;
    }
    return out;
}

PangoWeight weight_of(TextWeight weight) {
    switch (weight) {
        case TextWeight::Normal:
            return PANGO_WEIGHT_NORMAL;
        case TextWeight::SemiBold:
            return PANGO_WEIGHT_SEMIBOLD;
        case TextWeight::Bold:
            return PANGO_WEIGHT_BOLD;
    }
    return PANGO_WEIGHT_NORMAL;
}

PangoAlignment alignment_of(const TextItem& item) {
    if (item.align == TextAlign::Middle) return PANGO_ALIGN_CENTER;
    const bool is_left = (item.align == TextAlign::Start) != item.right_to_left;
    return is_left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
}

double size_px_of(PangoLayout* layout, const TextItem& item, double cap_height_px) {
    const double size_px = cap_height_px / cap_height_em;
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, families);
    pango_font_description_set_weight(font, weight_of(item.weight));
    pango_font_description_set_absolute_size(font, size_px * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    return size_px;
}

struct Extent {
    double width_px = 0;
    double height_px = 0;
    int lines = 0;
};

/// The lines stand at a fixed distance, whatever script a word in them is of.
Extent extent_of(PangoLayout* layout, const TextItem& item, double size_px) {
    const double pitch_px =
        size_px * (has_tall_lines(item.language) ? tall_line_height : line_height);
    PangoRectangle logical{};
    pango_layout_get_extents(layout, nullptr, &logical);
    const int lines = pango_layout_get_line_count(layout);
    return {static_cast<double>(logical.width) / PANGO_SCALE, pitch_px * lines, lines};
}

bool fits(const Extent& extent, const TextItem& item) {
    constexpr double slack_px = 0.51;
    return extent.lines <= item.lines_max && extent.width_px <= item.box.width + slack_px &&
           extent.height_px <= item.box.height + slack_px;
}

bool is_same_but_for_place(const TextItem& a, const TextItem& b) {
    auto placed = a;
    placed.box.x = b.box.x;
    placed.box.y = b.box.y;
    return placed == b;
}

}  // namespace

TextShelf::TextShelf() {
    // An object of its own: the default font map is one for the whole process.
    const GObjectOf<PangoFontMap> fonts(pango_cairo_font_map_new());
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts.get()), 72);
    context_.reset(pango_font_map_create_context(fonts.get()));
}

const LaidOut& TextShelf::lay_out(const TextItem& item) {
    const auto known = std::find_if(shelf_.begin(), shelf_.end(), [&](const Kept& kept) {
        return is_same_but_for_place(kept.item, item);
    });
    if (known != shelf_.end()) {
        shelf_.splice(shelf_.begin(), shelf_, known);
    } else {
        shelf_.push_front({item, make(item)});
        if (shelf_.size() > kept_max) shelf_.pop_back();
    }
    return shelf_.front().made;
}

LaidOut TextShelf::make(const TextItem& item) {
    LaidOut made;
    made.layout.reset(pango_layout_new(context_.get()));
    auto* layout = made.layout.get();
    const auto text = clean_text(item.text);
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(
        attributes, pango_attr_language_new(pango_language_from_string(item.language.c_str())));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_context_set_base_dir(context_.get(),
                               item.right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_context_changed(layout);
    pango_layout_set_width(layout, static_cast<int>(std::max(1.0, item.box.width) * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_alignment(layout, alignment_of(item));

    double cap_px = item.cap_height_px;
    double size_px = size_px_of(layout, item, cap_px);
    auto extent = extent_of(layout, item, size_px);
    const double least_px = item.smallest_cap_height_px > 0 ? item.smallest_cap_height_px : cap_px;
    if (!fits(extent, item) && least_px < cap_px) {
        double small_px = least_px;
        double large_px = cap_px;
        for (int step = 0; step < shrink_steps; ++step) {
            const double middle_px = (small_px + large_px) / 2;
            size_px = size_px_of(layout, item, middle_px);
            (fits(extent_of(layout, item, size_px), item) ? small_px : large_px) = middle_px;
        }
        cap_px = small_px;
        size_px = size_px_of(layout, item, cap_px);
        extent = extent_of(layout, item, size_px);
    }
    made.fit.is_cut = !fits(extent, item);
    if (made.fit.is_cut) {
        // A word wider than its box breaks; what is left ends with an ellipsis.
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout, -std::max(1, item.lines_max));
        extent = extent_of(layout, item, size_px);
    }
    const double pitch_px = extent.height_px / std::max(1, extent.lines);
    PangoRectangle logical{};
    pango_layout_get_extents(layout, nullptr, &logical);
    const double own_px = static_cast<double>(logical.height) / PANGO_SCALE;
    if (extent.lines > 1)
        pango_layout_set_spacing(
            layout, static_cast<int>((extent.height_px - own_px) / extent.lines * PANGO_SCALE));
    pango_layout_get_extents(layout, nullptr, &logical);
    const double drawn_px = static_cast<double>(logical.height) / PANGO_SCALE;
    made.top_px = item.is_middle_high ? (item.box.height - drawn_px) / 2
                                      : (pitch_px - drawn_px / extent.lines) / 2;
    made.fit.width_px = extent.width_px;
    made.fit.height_px = extent.height_px;
    made.fit.cap_height_px = cap_px;
    made.fit.lines = extent.lines;
    made.fit.has_all_glyphs = pango_layout_get_unknown_glyphs_count(layout) == 0;
    return made;
}

}  // namespace outpost::canvas
