// JSON-LD keywords (W3C JSON-LD 1.1 section 1.7) as a closed set.
#pragma once

#include <cstdint>
#include <string_view>

namespace outpost::rdf {

enum class Keyword : std::uint8_t {
    None,  // no keyword
    Base,
    Container,
    Context,
    Direction,
    Graph,
    Id,
    Import,
    Included,
    Index,
    Json,
    Language,
    List,
    Nest,
    NoneMark,  // the keyword "@none"
    Prefix,
    Propagate,
    Protected,
    Reverse,
    Set,
    Type,
    Value,
    Version,
    Vocab,
};

/// The keyword that the text is, or Keyword::None.
Keyword keyword_of(std::string_view text);

/// The text with its "@"; empty for Keyword::None.
std::string_view keyword_text(Keyword keyword);

/// "@" and letters only: reserved for keywords to come, so such names are ignored.
bool has_keyword_form(std::string_view text);

}  // namespace outpost::rdf
