// The keyword table.
#include "core/rdf/keyword.h"

#include <algorithm>
#include <array>

namespace outpost::rdf {

namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 24> names{
    "",         "@base",   "@container", "@context", "@direction", "@graph",
    "@id",      "@import", "@included",  "@index",   "@json",      "@language",
    "@list",    "@nest",   "@none",      "@prefix",  "@propagate", "@protected",
    "@reverse", "@set",    "@type",      "@value",   "@version",   "@vocab"};
static_assert(names.size() == static_cast<std::size_t>(Keyword::Vocab) + 1);

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

Keyword keyword_of(std::string_view text) {
    if (text.size() < 3 || text.front() != '@') return Keyword::None;
    const auto* const found = std::find(names.begin() + 1, names.end(), text);
    return found == names.end() ? Keyword::None : static_cast<Keyword>(found - names.begin());
}

std::string_view keyword_text(Keyword keyword) {
    return names.at(static_cast<std::size_t>(keyword));
}

bool has_keyword_form(std::string_view text) {
    return text.size() > 1 && text.front() == '@' &&
           std::all_of(text.begin() + 1, text.end(), is_letter);
}

}  // namespace outpost::rdf
