// What a box inherits and says about itself: position, text style, in the words of SVG.
#pragma once

#include "core/ports/page.h"
#include "core/render/svg_document.h"

#include <optional>
#include <string>
#include <string_view>

namespace outpost::render {

/// The state at one element: what its ancestors and its own attributes say.
struct BoxStyle {
    std::string font_family = "Noto Sans";
    double font_size_mm = 3.5;
    bool is_bold = false;
    bool is_italic = false;
    Alignment along = Alignment::Start;
    std::uint32_t colour = 0x000000;
    std::string language;
    bool is_hidden = false;
    double shift_x_mm = 0;
    double shift_y_mm = 0;
    std::int32_t bent_line = 0;  // line of a transform that is more than a shift; 0: none
};

/// A finite number, optionally followed by px (a user unit, here 1 mm).
std::optional<double> parse_user_length(std::string_view text);

/// Takes over what `node` says; faults for values that we do not understand are added only when
/// `is_box`, for artwork is librsvg's.
void apply_style(BoxStyle& style, pugi::xml_node node, std::int32_t line, bool is_box,
                 Faults& faults);

std::optional<Alignment> parse_alignment(std::string_view word);

}  // namespace outpost::render
