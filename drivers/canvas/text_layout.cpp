#include "drivers/canvas/text_layout.h"

#include "drivers/canvas/shown_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>

namespace outpost::canvas {

namespace {

constexpr double cap_height_em = 0.714;  // of Noto Sans
constexpr double least_size_px = 1;
constexpr double most_size_px = 4'000;
constexpr double shrink_step_px = 0.25;  // of the cap height: sizes recur, so glyphs are kept
constexpr double box_side_px_max = 16'384;

/// A line's room in em, around the baseline.
struct LineRoom {
    double above = 0;
    double below = 0;
    double lean = 0;  // that ink may take beyond it
    [[nodiscard]] double height() const { return above + below; }
};
// 1.2 em with the capital in the middle.
constexpr LineRoom plain_room{0.957, 0.243, 0.09};
// 1.45 em for marks above and below. Arabic with its vowel signs takes up to 1.8 em: rare, and left
// to stand out a little.
constexpr LineRoom tall_room{1.03, 0.42, 0.28};

// In one order, so that a screen looks the same on each machine.
constexpr const char* families =
    "Noto Sans, Noto Sans Arabic, Noto Sans Devanagari, Noto Sans Tamil, Noto Sans Sinhala, "
    "Noto Sans Bengali, Noto Sans Gurmukhi, Noto Sans Gujarati, Noto Sans Telugu, "
    "Noto Sans Kannada, Noto Sans Malayalam, Noto Sans Thai, Noto Sans Khmer, Noto Sans Myanmar, "
    "Noto Sans Ethiopic, Noto Sans Hebrew, Noto Sans Armenian, Noto Sans Georgian, "
    "Noto Sans CJK SC, Noto Sans Symbols2, sans-serif";

bool has_tall_lines(std::string_view language) {
    constexpr std::array<std::string_view, 10> tall{"ar", "bn", "fa", "hi", "mr",
                                                    "ne", "ps", "si", "ta", "ur"};
    return std::find(tall.begin(), tall.end(), language.substr(0, language.find('-'))) !=
           tall.end();
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

/// A number from a screen, or the nearest one that can be drawn; "not above" lets no NaN through.
double bounded(double value, double least, double most) {
    return value >= least ? std::min(value, most) : least;
}

struct FreeOptions {
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(PangoLayoutIter* iter) const { pango_layout_iter_free(iter); }
};

GObjectOf<PangoContext> context_of(PangoFontMap* fonts, PangoDirection direction) {
    GObjectOf<PangoContext> context(pango_font_map_create_context(fonts));
    // Named, so that no machine's own settings change where a line breaks.
    const std::unique_ptr<cairo_font_options_t, FreeOptions> options(cairo_font_options_create());
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_ON);
    pango_cairo_context_set_font_options(context.get(), options.get());
    pango_context_set_base_dir(context.get(), direction);
    return context;
}

/// Sizes one layout until it fits.
class Fitting {
  public:
    Fitting(PangoLayout* layout, const TextItem& item, const LineRoom& room)
        : layout_(layout),
          item_(item),
          room_(room),
          width_px_(bounded(item.box.width, 1, box_side_px_max)),
          height_px_(bounded(item.box.height, 1, box_side_px_max)),
          lines_max_(std::clamp(item.lines_max, 1, 100)) {
        pango_layout_set_width(layout, static_cast<int>(width_px_ * PANGO_SCALE));
    }

    /// The largest size that fits, by halving; else the smallest one with an ellipsis.
    void run() {
        constexpr double px_max = most_size_px * cap_height_em;
        const double most_px = bounded(item_.cap_height_px, least_size_px, px_max);
        const double least_px = item_.smallest_cap_height_px > 0
                                    ? bounded(item_.smallest_cap_height_px, least_size_px, most_px)
                                    : most_px;
        pango_layout_set_wrap(layout_, PANGO_WRAP_WORD);
        set_size(most_px);
        if (fits()) return;
        int too_large = 0;
        int small_enough = static_cast<int>(std::ceil((most_px - least_px) / shrink_step_px));
        set_size(least_px);
        if (!fits()) return cut();
        while (small_enough - too_large > 1) {
            const int middle = (small_enough + too_large) / 2;
            set_size(std::max(least_px, most_px - middle * shrink_step_px));
            (fits() ? small_enough : too_large) = middle;
        }
        set_size(std::max(least_px, most_px - small_enough * shrink_step_px));
    }

    [[nodiscard]] TextFit fit() const {
        TextFit out;
        PangoRectangle logical{};
        pango_layout_get_extents(layout_, nullptr, &logical);
        out.lines = pango_layout_get_line_count(layout_);
        out.width_px = static_cast<double>(logical.width) / PANGO_SCALE;
        out.height_px = line_px() * out.lines;
        out.cap_height_px = size_px_ * cap_height_em;
        out.is_cut = is_cut_;
        out.has_all_glyphs = pango_layout_get_unknown_glyphs_count(layout_) == 0;
        return out;
    }

    /// The lines stand at a fixed distance, whatever script a word in them is of.
    [[nodiscard]] std::vector<PlacedLine> places() const {
        std::vector<PlacedLine> out;
        const int lines = pango_layout_get_line_count(layout_);
        double baseline_px = room_.above * size_px_;
        if (item_.is_middle_high) baseline_px += (height_px_ - line_px() * lines) / 2;
        const std::unique_ptr<PangoLayoutIter, FreeOptions> iter(pango_layout_get_iter(layout_));
        do {
            PangoRectangle logical{};
            pango_layout_iter_get_line_extents(iter.get(), nullptr, &logical);
            // Whole pixels: half-way baselines make soft letters.
            out.push_back({pango_layout_iter_get_line_readonly(iter.get()),
                           static_cast<double>(logical.x) / PANGO_SCALE, std::round(baseline_px)});
            baseline_px += line_px();
        } while (pango_layout_iter_next_line(iter.get()) != FALSE);
        return out;
    }

  private:
    void set_size(double cap_height_px) {
        size_px_ = cap_height_px / cap_height_em;
        const std::unique_ptr<PangoFontDescription, FreeOptions> font(pango_font_description_new());
        pango_font_description_set_family_static(font.get(), families);
        pango_font_description_set_weight(font.get(), weight_of(item_.weight));
        pango_font_description_set_absolute_size(font.get(), size_px_ * PANGO_SCALE);
        pango_layout_set_font_description(layout_, font.get());
    }

    [[nodiscard]] double line_px() const { return room_.height() * size_px_; }

    [[nodiscard]] bool fits() const {
        constexpr double slack_px = 0.51;
        PangoRectangle logical{};
        pango_layout_get_extents(layout_, nullptr, &logical);
        const int lines = pango_layout_get_line_count(layout_);
        return lines <= lines_max_ && line_px() * lines <= height_px_ + slack_px &&
               static_cast<double>(logical.width) / PANGO_SCALE <= width_px_ + slack_px;
    }

    /// A word wider than its box breaks; what has no room then ends with an ellipsis.
    void cut() {
        is_cut_ = true;
        const auto room_for = static_cast<int>((height_px_ + 0.51) / line_px());
        pango_layout_set_wrap(layout_, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_ellipsize(layout_, PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout_, -std::clamp(room_for, 1, lines_max_));
    }

    PangoLayout* layout_;
    const TextItem& item_;
    LineRoom room_;
    double width_px_;
    double height_px_;
    int lines_max_;
    double size_px_ = 0;
    bool is_cut_ = false;
};

}  // namespace

LaidOut::~LaidOut() {
    if (layout == nullptr) return;
    // Pango's own copy goes back to the heap as it is; nobody reads the layout after this.
    const char* text = pango_layout_get_text(layout.get());
    volatile char* to = const_cast<char*>(text);
    for (; *to != '\0'; ++to) *to = ' ';
}

TextSetter::TextSetter() {
    // An object of its own: the default font map is one for the whole process.
    const GObjectOf<PangoFontMap> fonts(pango_cairo_font_map_new());
    left_to_right_ = context_of(fonts.get(), PANGO_DIRECTION_LTR);
    right_to_left_ = context_of(fonts.get(), PANGO_DIRECTION_RTL);
}

LaidOut TextSetter::set(const TextItem& item) {
    LaidOut made;
    auto* context = (item.right_to_left ? right_to_left_ : left_to_right_).get();
    made.layout.reset(pango_layout_new(context));
    auto* layout = made.layout.get();
    auto text = shown_text(item.text);
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    const bool is_tall = has_tall_lines(item.language) || has_tall_letters(text);
    wipe(text);
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(
        attributes, pango_attr_language_new(pango_language_from_string(item.language.c_str())));
    // A hyphen where a word breaks would be a character that the text has not.
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_alignment(layout, alignment_of(item));
    const auto& room = is_tall ? tall_room : plain_room;
    Fitting fitting(layout, item, room);
    fitting.run();
    made.fit = fitting.fit();
    made.lean_px = room.lean * made.fit.cap_height_px / cap_height_em;
    made.lines = fitting.places();
    return made;
}

}  // namespace outpost::canvas
