// On which line of a JSON text each value stands. Internal to core/profile.
#pragma once

#include "core/json/value.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace outpost::profile {

/// JSON pointer -> line, from 1, of the member's name or the array's item; "" is the root.
using JsonLines = std::map<std::string, std::int32_t, std::less<>>;

/// @param text  well-formed JSON (json::read took it); for anything else the map is cut short
JsonLines json_lines(std::string_view text);

/// Line of the pointer, or of the nearest value around it; 0 when nothing is known.
std::int32_t line_of(const JsonLines& lines, std::string_view pointer);

/// Line of a place in a text, from 1.
std::int32_t line_at(std::string_view text, std::size_t offset);

/// The template with its tags blanked out, so that its values keep their lines: variables become
/// text or 0, everything else spaces. JSON for templates whose sections leave whole members out.
std::string template_skeleton(std::string_view text);

}  // namespace outpost::profile
