// A page as a designer draws it: SVG artwork with named boxes that are filled for each certificate
// (docs/formats/page-template.md).
#pragma once

#include "core/base/result.h"
#include "core/json/value.h"
#include "core/ports/page.h"
#include "core/ports/symbol_writer.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::render {

/// A fault in a template, for the person who edits it.
struct TemplateFault {
    std::int32_t line = 0;  // of the file, from 1; 0: the whole file
    std::string text;
};

/// One placeholder of a page and where it stands.
struct PagePlaceholder {
    std::string name;  // "name", "vaxEvents.vaxName" within a repeated group
    std::int32_t line = 0;
    std::string box;  // id of the box
};

/// A text box as it stands in the template.
struct PageBox {
    std::string id;
    std::int32_t line = 0;
    BoxMm box;                     // of the first row
    std::int32_t repeat_line = 0;  // of the repeated group around it; 0: none
    std::size_t rows = 1;          // each `step_mm` lower
    double step_mm = 0;
    bool is_more_part = false;            // in place of the last row
    std::vector<std::string> conditions;  // "if x", "unless x"; all must hold for it to be drawn
};

/// A font that the page asks for, where it does so first.
struct PageFont {
    std::string families;  // in the order of preference, between commas
    std::int32_t line = 0;
};

/// What a page is filled with. The symbol's box and the printer's resolution give the module size.
struct PageFill {
    const json::Value* data = nullptr;  // page_data.h
    const SymbolMatrix* symbol = nullptr;
    std::int32_t dpi = 300;  // of the printer: a module is a whole number of its dots
    std::string_view title;
    std::string_view language = "en";
    UtcInstant created;
};

class PageTemplate {
  public:
    struct Parts;  // page_parts.h, for this module alone

    /// @error BadSyntax, TooLong, TooDeep, BadUtf8, BadValue, Duplicate, Unsupported: that of the
    ///        first fault; `faults`, when given, says of each where and why in words
    static Result<PageTemplate> parse(std::string_view svg, std::vector<TemplateFault>* faults);
    ~PageTemplate();
    PageTemplate(PageTemplate&&) noexcept;
    PageTemplate& operator=(PageTemplate&&) noexcept;

    [[nodiscard]] double width_mm() const;
    [[nodiscard]] double height_mm() const;
    /// The symbol's place; every template has exactly one.
    [[nodiscard]] const BoxMm& symbol_box() const;
    [[nodiscard]] const std::vector<PagePlaceholder>& placeholders() const;
    /// Text boxes that are not hidden, in the order of the file.
    [[nodiscard]] const std::vector<PageBox>& boxes() const;
    [[nodiscard]] const std::vector<PageFont>& fonts() const;  // of boxes and of plain text

    /// Fills boxes, repeats and leaves out groups.
    /// The symbol's box in the model is the square of symbol and quiet zone, its edges on the
    /// printer's dots.
    /// @error TooLong (more rows than there is room and no part with data-more, a text beyond 16
    /// KiB,
    ///        or the symbol's modules would be smaller than one dot), BadValue (no data object)
    [[nodiscard]] Result<PageModel> fill(const PageFill& fill) const;

  private:
    explicit PageTemplate(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// Size of one module: the largest whole number of printer dots with which the symbol and its quiet
/// zone of 4 modules fit into the box; 0 when not even one dot does.
double module_size_mm(std::int32_t modules, const BoxMm& box, std::int32_t dpi);

}  // namespace outpost::render
