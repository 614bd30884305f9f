// Text as a voice may have it: words only, nothing that a synthesizer takes as a command.
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace outpost {

inline constexpr std::size_t speech_text_bytes_max = 1'000;

/// Square brackets ("[[" begins phoneme names in espeak-ng) and control characters become spaces,
/// the marks of writing direction go; everything else stays.
/// @error TooLong, BadUtf8
Result<std::string> plain_speech(std::string_view text);

/// Of the shape of a language tag: 2 or 3 small letters, then up to two parts of 2 to 8 letters or
/// digits behind hyphens. Safe as the name of a folder.
bool is_language_tag(std::string_view tag);

}  // namespace outpost
