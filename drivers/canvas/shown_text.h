// What of a text is laid out: well-formed, bounded, on one paragraph.
#pragma once

#include <string>
#include <string_view>

namespace outpost::canvas {

/// More characters of a text are not looked at.
inline constexpr std::size_t text_characters_max = 2'000;
/// More marks on one letter are dropped; the scripts that we know need at most five.
inline constexpr int marks_in_a_row_max = 8;

/// Bytes that are no UTF-8 become U+FFFD each; line ends and control characters become spaces.
/// Direction overrides are dropped: they would show a name in another order than it is signed in.
/// Isolates stay: our own sentences set names in them.
std::string shown_text(std::string_view text);

/// Whether a letter is of a script with marks far above or below it: Arabic, the scripts of India,
/// Sinhala, those of South-East Asia.
bool has_tall_letters(std::string_view well_formed);

/// Overwrites a text before its memory goes back to the heap: names are personal.
void wipe(std::string& text);

}  // namespace outpost::canvas
