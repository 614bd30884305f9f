// Finds the {{tags}} of a text and where they stand. Internal to core/templates.
#pragma once

#include "core/base/result.h"
#include "core/templates/template.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::templates {

inline constexpr std::size_t template_bytes_max = std::size_t{256} * 1024;
inline constexpr std::size_t tags_max = 2'000;
inline constexpr std::size_t sections_depth_max = 8;

/// A tag with the plain text before it.
struct ScannedTag {
    Tag tag;
    std::string text_before;
};

struct ScannedText {
    std::vector<ScannedTag> tags;
    std::string text_after;  // behind the last tag
    /// Each section begins and ends on the same side of the text's double quotes, and the text
    /// ends outside of them: repeating or leaving out a section then moves no quote.
    bool has_even_quotes = true;
};

/// Splits a text at its tags. Sections nest and close under the name they were opened with.
/// @error BadUtf8, BadSyntax (offset in the text), Unsupported (partials, other delimiters),
///        TooLong, TooDeep (sections)
Result<ScannedText> scan_tags(std::string_view text);

}  // namespace outpost::templates
