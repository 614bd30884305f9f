// What a text of a request may hold: no control characters, no writing direction left open, and
// in a name something to see.
#pragma once

#include <cstddef>
#include <string_view>

namespace outpost::issuing {

// All of these take text that is known to be UTF-8.

std::size_t code_points(std::string_view text);

/// C0, DEL, C1 (U+0080 to U+009F), the line and paragraph separators U+2028 and U+2029, and the
/// code points that are no characters (Unicode 15 section 23.7). In free text line feed and tab are
/// allowed; carriage return nowhere.
bool has_control(std::string_view text, bool is_free_text);

/// Whether the text could make what stands around it, or itself, read in an order other than the
/// signed one: an override (U+202D, U+202E), or an embedding (U+202A, U+202B) or isolate (U+2066 to
/// U+2068) that is not closed on its line by its own sort, or a closing without an opening. The
/// marks U+200E, U+200F and U+061C pass.
bool has_loose_direction(std::string_view text);

/// Whether a character of the text takes part in it without being seen: soft hyphen, zero width,
/// direction, variation, filler, tag. In emoji and many scripts they belong to a name; in a code
/// they make two that look the same.
bool has_invisible(std::string_view text);

/// Whether there is a character that is neither white space nor invisible.
bool has_visible(std::string_view text);

}  // namespace outpost::issuing
