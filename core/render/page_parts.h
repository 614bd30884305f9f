// A page template after reading: pieces of artwork and boxes in drawing order.
#pragma once

#include "core/ports/page.h"
#include "core/render/page_template.h"
#include "core/templates/template.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace outpost::render {

inline constexpr std::size_t boxes_max = 400;
inline constexpr std::int64_t rows_max = 64;

/// `data-if` and `data-unless`, both may stand on one element.
struct Conditions {
    std::string if_name;
    std::string unless_name;
};

/// `data-each`: the group drawn once for each item of a list.
struct Repeat {
    std::string list;
    double step_mm = 0;
    std::size_t rows = 0;
    bool has_more_part = false;
};

struct NamedBox {
    TextBox look;  // all but the text
    templates::Template text;
};

/// One node of the page. `opening` and `closing` are SVG text around the children; a static piece
/// of artwork is all in `opening`.
struct PagePart {
    std::string opening;
    std::string closing;
    std::vector<PagePart> children;
    Conditions conditions;
    std::optional<Repeat> repeat;
    bool is_more_part = false;  // drawn in place of the last row when there are more
    std::unique_ptr<NamedBox> box;

    [[nodiscard]] bool is_static() const {
        return children.empty() && closing.empty() && conditions.if_name.empty() &&
               conditions.unless_name.empty() && !repeat && !is_more_part && box == nullptr;
    }
};

struct PageTemplate::Parts {
    double width_mm = 0;
    double height_mm = 0;
    std::optional<BoxMm> symbol_box;
    std::string symbol_description;
    std::vector<PagePlaceholder> placeholders;
    std::vector<PageBox> boxes;
    std::vector<PageFont> fonts;
    PagePart root;
};

/// Names that a repeated group adds to those of its list's items.
inline constexpr std::string_view row_number_name = "rowNumber";
inline constexpr std::string_view row_is_even_name = "rowIsEven";
inline constexpr std::string_view more_count_name = "moreCount";

}  // namespace outpost::render
