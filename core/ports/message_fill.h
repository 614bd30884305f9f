// Values into the words of screens: "Part {n} of {total} read".
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace outpost {

struct Filling {
    std::string_view name;   // without braces
    std::string_view value;  // UTF-8; may come from outside
};

/// Every {name} with its value between U+2068 and U+2069, so that its direction of writing leaves
/// the sentence as it is. Braces of other names stay; a value's own braces are never filled. From a
/// value, marks of writing direction are dropped (they could end the isolate) and control
/// characters become spaces.
std::string fill(std::string_view text, std::span<const Filling> values);
std::string fill(std::string_view text, std::initializer_list<Filling> values);

}  // namespace outpost
