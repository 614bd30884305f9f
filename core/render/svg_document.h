// An SVG file from a designer, read as XML: limits, lines for messages, nothing that could reach
// outside or run.
#pragma once

#include "core/base/result.h"
#include "core/render/page_template.h"

#include <pugixml.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::render {

inline constexpr std::size_t page_template_bytes_max = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t svg_depth_max = 64;
inline constexpr std::size_t svg_nodes_max = 20'000;  // elements and texts
inline constexpr std::size_t faults_max = 100;

/// Collects what is wrong; the first one's code is the result of the whole.
class Faults {
  public:
    explicit Faults(std::vector<TemplateFault>* out) : out_(out) {}
    void add(Errc code, std::int32_t line, std::string text);
    [[nodiscard]] bool is_empty() const { return count_ == 0; }
    [[nodiscard]] Error first() const { return Error{first_, 0, "page template"}; }

  private:
    std::vector<TemplateFault>* out_;
    std::size_t count_ = 0;
    Errc first_ = Errc::BadSyntax;
};

class SvgDocument {
  public:
    /// @return false when the text is no XML within the limits, or its root is no <svg>; `faults`
    ///         then tells, as it does of every forbidden element and attribute
    bool read(std::string_view text, Faults& faults);

    [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }
    [[nodiscard]] std::int32_t line_of(pugi::xml_node node) const;

  private:
    void guard_tree(pugi::xml_node node, std::size_t depth, Faults& faults);
    void guard_element(pugi::xml_node node, Faults& faults) const;

    std::vector<std::size_t> line_starts_;
    pugi::xml_document document_;
    std::size_t nodes_ = 0;
};

/// An editor's own data (sodipodi:namedview, metadata...): neither checked nor drawn.
bool is_editor_data(pugi::xml_node node);

/// "rect" for <rect> and <svg:rect>.
std::string_view local_name(pugi::xml_node node);

/// "<g id="a">" without what only we or an editor read; <g/> closes itself when `is_empty`.
void append_opening_tag(std::string& out, pugi::xml_node node, bool is_empty);

/// Text with the five XML characters escaped.
void append_escaped(std::string& out, std::string_view text);

}  // namespace outpost::render
