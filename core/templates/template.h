// Text with placeholders (Mustache): the one door to the template library.
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::templates {

enum class TagKind : std::uint8_t { Variable, Section, InvertedSection, SectionEnd, Comment };

/// One {{tag}} as it stands in the text.
struct Tag {
    TagKind kind{};
    std::string name;  // without braces and marks: "recipientName", "address.city"
    std::int32_t line = 1;
    std::int32_t column = 1;
    /// The tag stands inside a double-quoted string when the text is read as JSON. A variable
    /// outside takes only numbers and booleans: anything else could add members.
    bool in_json_string = false;
};

/// What {{x}} and {{{x}}} both do to a value; there is no unescaped output.
enum class Escape : std::uint8_t {
    Json,  // as inside a JSON string
    Xml,   // & < > " '
    None,  // plain text
};

class Template {
  public:
    /// Partials ({{> x}}) and other delimiters ({{= =}}) are refused.
    /// @error BadSyntax (offset in the text), Unsupported, TooLong
    static Result<Template> parse(std::string_view text);
    ~Template();
    Template(Template&&) noexcept;
    Template& operator=(Template&&) noexcept;

    [[nodiscard]] std::span<const Tag> tags() const;
    /// Fills the text from a JSON object; absent names and null are empty; numbers as written;
    /// `name.inner` looks into objects, a section over an array repeats.
    /// @error TooLong (more than `chars_max`), BadValue (Escape::Json: a value outside a JSON
    ///        string that is no number and no boolean)
    [[nodiscard]] Result<std::string> render(const json::Value& data, Escape escape,
                                             std::size_t chars_max = 256 * 1024) const;

  private:
    struct Parts;
    explicit Template(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace outpost::templates
