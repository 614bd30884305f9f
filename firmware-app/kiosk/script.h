// Demonstrations and tests without a person: a text file of what happens, line by line.
//
//   wait MS             time passes
//   show PICTURE        the picture is held before the camera, until "hide"
//   hide
//   tap KEY [INDEX]     the middle of a key, as a finger does it ("yes", "digit 4", "language")
//   press BUTTON        next, previous, ok, back, operator, easy_use, delete
//   type TEXT
//   camera STATE        streaming, unplugged, black
//   shot NAME           the screen as NAME.png in the folder of --shots
//   expect SCREEN       ends with exit code 1 when another screen is shown
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::kiosk {

struct ScriptLine {
    std::int32_t line = 0;
    std::string verb;
    std::vector<std::string> words;
};

inline constexpr std::size_t script_bytes_max = 1024 * 1024;
inline constexpr std::size_t script_lines_max = 100'000;

/// @error TooLong, BadUtf8; BadSyntax, BadLength (offset is the line): no such verb, or not as many
///        words as it takes
Result<std::vector<ScriptLine>> parse_script(std::string_view text);

}  // namespace outpost::kiosk
