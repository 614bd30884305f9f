// Text into boxes, with Pango: wrapped, and smaller until it fits.
#pragma once

#include "core/base/result.h"
#include "core/ports/page.h"
#include "drivers/page/library_handles.h"

#include <pango/pango.h>

#include <string>
#include <string_view>

namespace outpost::page {

/// Characters of one box; longer text would cost seconds and be unreadable.
inline constexpr std::size_t text_characters_max = 4000;

/// What is drawn of a text: line ends as \n, no control characters, no direction overrides (they
/// would show a name in another order than it is signed in). @error BadUtf8, TooLong
Result<std::string> printable_text(std::string_view text);

/// For one thread: owns its font map.
class TextSetter {
  public:
    TextSetter();

    /// Draws in points; `cr` has its origin at the page's top left.
    /// @error BadUtf8, TooLong (too many characters, or it does not fit at its smallest size)
    Result<void> draw(cairo_t* cr, const TextBox& box, const std::string& page_language);

    /// Whether the first family of the list is installed, under that name or a general one.
    [[nodiscard]] bool has_font(std::string_view families) const;

  private:
    Result<GObjectOf<PangoLayout>> fit(const TextBox& box, const std::string& text);

    GObjectOf<PangoFontMap> font_map_;
    GObjectOf<PangoContext> context_;
};

}  // namespace outpost::page
