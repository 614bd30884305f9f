#include "drivers/page/text_setter.h"

#include "core/bytes/utf8.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace outpost::page {

namespace {

constexpr double size_step = 0.96;  // one step down; finer ones can not be seen
constexpr double page_place_mm_max = 5000;
constexpr double ink_margin_mm = 1.0;  // letters may overshoot their line; towers of marks may not

// Looked in where the box's own family lacks a letter. Without names fontconfig takes whatever it
// meets first, so that a page would look another way on each machine. Never an emoji font: its
// digits would be taken for all others. Pango looks for one by itself, for emoji alone.
constexpr std::string_view fallback_families =
    ", Noto Sans, Noto Sans Arabic, Noto Sans Devanagari, Noto Sans Bengali, Noto Sans Gurmukhi, "
    "Noto Sans Gujarati, Noto Sans Oriya, Noto Sans Tamil, Noto Sans Telugu, Noto Sans Kannada, "
    "Noto Sans Malayalam, Noto Sans Sinhala, Noto Sans Thai, Noto Sans Lao, Noto Sans Khmer, "
    "Noto Sans Myanmar, Noto Sans Ethiopic, Noto Sans Hebrew, Noto Sans Armenian, "
    "Noto Sans Georgian, Noto Sans CJK SC, Noto Sans Symbols2, sans-serif";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The code point at `at` of well-formed UTF-8.
char32_t code_point(std::string_view text, std::size_t at, std::size_t length) {
    const auto byte = [&](std::size_t k) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[at + k]));
    };
    if (length == 1) return byte(0);
    char32_t value = byte(0) & (0x7FU >> length);
    for (std::size_t k = 1; k < length; ++k) value = (value << 6U) | (byte(k) & 0x3FU);
    return value;
}

enum class Shown { AsIs, Space, LineEnd, Dropped };

Shown how_shown(char32_t c) {
    if (c == U'\n' || c == 0x2028 || c == 0x2029) return Shown::LineEnd;
    if (c == U'\t') return Shown::Space;
    const bool is_control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    const bool is_override = c >= 0x202A && c <= 0x202E;
    return is_control || is_override || c == 0xFEFF ? Shown::Dropped : Shown::AsIs;
}

struct SizeMm {
    double width = 0;
    double height = 0;
};

bool fits(PangoLayout* layout, const SizeMm& size) {
    PangoRectangle extents{};
    pango_layout_get_extents(layout, nullptr, &extents);
    const double unit_mm = 1.0 / (PANGO_SCALE * points_per_mm);
    return extents.width * unit_mm <= size.width + 0.01 &&
           extents.height * unit_mm <= size.height + 0.01;
}

void set_size(PangoLayout* layout, const TextBox& box, int step) {
    const double size_mm =
        std::max(box.font_size_min_mm, box.font_size_mm * std::pow(size_step, step));
    PangoFontDescription* font = pango_font_description_new();
    const std::string families = box.font_family + std::string(fallback_families);
    pango_font_description_set_family(font, families.c_str());
    pango_font_description_set_weight(font, box.is_bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font, box.is_italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_font_description_set_absolute_size(font, size_mm * points_per_mm * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

/// The largest size that fits, by halving: 20 steps cost 5 layouts.
bool shrink_to_fit(PangoLayout* layout, const TextBox& box, PangoWrapMode wrap) {
    const SizeMm size{box.box.width_mm, box.box.height_mm};
    pango_layout_set_wrap(layout, wrap);
    set_size(layout, box, 0);
    if (fits(layout, size)) return true;
    int too_large = 0;
    int small_enough = static_cast<int>(
        std::ceil(std::log(box.font_size_min_mm / box.font_size_mm) / std::log(size_step)));
    set_size(layout, box, small_enough);
    if (small_enough <= 0 || !fits(layout, size)) return false;
    while (small_enough - too_large > 1) {
        const int middle = (small_enough + too_large) / 2;
        set_size(layout, box, middle);
        (fits(layout, size) ? small_enough : too_large) = middle;
    }
    set_size(layout, box, small_enough);
    return true;
}

Result<void> check_look(const TextBox& box) {
    // "Not above" and "not below" would let NaN through.
    const auto is_within = [](double value, double least, double most) {
        return value >= least && value <= most;
    };
    if (!is_within(box.font_size_mm, 0.1, 500) ||
        !is_within(box.font_size_min_mm, 0.1, box.font_size_mm))
        return Error{Errc::BadValue, 0, "font size"};
    if (!is_within(box.box.x_mm, -page_place_mm_max, page_place_mm_max) ||
        !is_within(box.box.y_mm, -page_place_mm_max, page_place_mm_max) ||
        !is_within(box.box.width_mm, 0.1, page_place_mm_max) ||
        !is_within(box.box.height_mm, 0.1, page_place_mm_max))
        return Error{Errc::BadValue, 0, "text box"};
    return {};
}

PangoAlignment pango_alignment(Alignment alignment) {
    if (alignment == Alignment::Centre) return PANGO_ALIGN_CENTER;
    // Pango turns left and right round in a right-to-left paragraph, so these are start and end.
    return alignment == Alignment::Start ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
}

}  // namespace

Result<std::string> printable_text(std::string_view text) {
    if (text.size() > text_characters_max * 4)
        return Error{Errc::TooLong, text_characters_max, "text of a box"};
    std::string out;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto length = bytes::utf8_sequence_bytes(text, at);
        if (length == 0) return Error{Errc::BadUtf8, at, "text of a box"};
        if (++characters > text_characters_max)
            return Error{Errc::TooLong, text_characters_max, "text of a box"};
        switch (how_shown(code_point(text, at, length))) {
            case Shown::AsIs:
                out += text.substr(at, length);
                break;
            case Shown::Space:
                out += ' ';
                break;
            case Shown::LineEnd:
                out += '\n';
                break;
            case Shown::Dropped:
                break;
        }
        at += length;
    }
    return out;
}

TextSetter::TextSetter()
    : font_map_(pango_cairo_font_map_new()),
      context_(pango_font_map_create_context(font_map_.get())) {
    const FontOptions options(cairo_font_options_create());
    // Paper and preview must break lines alike, so metrics may not depend on the resolution.
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options.get());
    pango_cairo_context_set_resolution(context_.get(), 72);
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
}

Result<GObjectOf<PangoLayout>> TextSetter::fit(const TextBox& box, const std::string& text) {
    GObjectOf<PangoLayout> layout(pango_layout_new(context_.get()));
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_width(layout.get(),
                           static_cast<int>(box.box.width_mm * points_per_mm * PANGO_SCALE));
    pango_layout_set_alignment(layout.get(), pango_alignment(box.along));
    PangoAttrList* attributes = pango_attr_list_new();
    // A hyphen would be copied with the text.
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    // So would "fi" as one letter.
    pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0"));
    pango_layout_set_attributes(layout.get(), attributes);
    pango_attr_list_unref(attributes);
    // Rather smaller than broken within a word; but broken rather than not printed.
    if (!shrink_to_fit(layout.get(), box, PANGO_WRAP_WORD) &&
        !shrink_to_fit(layout.get(), box, PANGO_WRAP_WORD_CHAR))
        return Error{Errc::TooLong, 0, "a text does not fit its box at its smallest size"};
    return layout;
}

Result<void> TextSetter::draw(cairo_t* cr, const TextBox& box, const std::string& page_language) {
    OUTPOST_TRY_VOID(check_look(box));
    OUTPOST_TRY(const auto text, printable_text(box.text));
    const auto& language = box.language.empty() ? page_language : box.language;
    pango_context_set_language(context_.get(), pango_language_from_string(language.c_str()));
    pango_cairo_update_context(cr, context_.get());
    OUTPOST_TRY(const auto layout, fit(box, text));

    PangoRectangle extents{};
    pango_layout_get_extents(layout.get(), nullptr, &extents);
    const double free_pt =
        box.box.height_mm * points_per_mm - extents.height / static_cast<double>(PANGO_SCALE);
    const double share = box.across == Alignment::Start    ? 0
                         : box.across == Alignment::Centre ? 0.5
                                                           : 1;
    const auto channel = [&](unsigned shift) {
        return static_cast<double>((box.colour >> shift) & 0xFFU) / 255;
    };
    cairo_save(cr);
    cairo_rectangle(cr, (box.box.x_mm - ink_margin_mm) * points_per_mm,
                    (box.box.y_mm - ink_margin_mm) * points_per_mm,
                    (box.box.width_mm + 2 * ink_margin_mm) * points_per_mm,
                    (box.box.height_mm + 2 * ink_margin_mm) * points_per_mm);
    cairo_clip(cr);
    cairo_set_source_rgb(cr, channel(16), channel(8), channel(0));
    cairo_move_to(cr, box.box.x_mm * points_per_mm,
                  box.box.y_mm * points_per_mm + std::max(0.0, free_pt) * share);
    pango_cairo_show_layout(cr, layout.get());
    cairo_restore(cr);
    return {};
}

bool TextSetter::has_font(std::string_view families) const {
    const auto first = trimmed(families.substr(0, families.find(',')));
    PangoFontFamily** list = nullptr;
    int count = 0;
    pango_font_map_list_families(font_map_.get(), &list, &count);
    const std::unique_ptr<PangoFontFamily*, decltype(&g_free)> owner(list, g_free);
    // As fontconfig compares: without regard to case. Pango lists the general names too, but not
    // all of their spellings.
    const auto is_same = [&](std::string_view name) {
        return std::equal(name.begin(), name.end(), first.begin(), first.end(),
                          [](char a, char b) { return g_ascii_tolower(a) == g_ascii_tolower(b); });
    };
    for (const std::string_view general : {"sans-serif", "serif", "monospace", "sans"})
        if (is_same(general)) return true;
    for (int k = 0; k < count; ++k)
        if (is_same(pango_font_family_get_name(list[k]))) return true;
    return false;
}

}  // namespace outpost::page
