#include "core/render/specimen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace outpost::render {

namespace {

constexpr double side_mm_min = 20;
constexpr double word_ems = 6.2;  // "SPECIMEN" in bold Noto Sans, with a little air
constexpr double degrees_per_radian = 57.29577951308232;

/// In SVG's own namespace, whatever the drawing's prefix is.
std::string word_across(const BoxMm& area) {
    const double length_mm = std::hypot(area.width_mm, area.height_mm) * 0.85;
    const double size_mm =
        std::min(length_mm / word_ems, std::min(area.width_mm, area.height_mm) * 0.45);
    const double degrees = -std::atan2(area.height_mm, area.width_mm) * degrees_per_radian;
    const auto x = std::to_string(area.x_mm + area.width_mm / 2);
    const auto y = std::to_string(area.y_mm + area.height_mm / 2);
    return "<text xmlns=\"http://www.w3.org/2000/svg\" transform=\"translate(" + x + " " + y +
           ") rotate(" + std::to_string(degrees) + ")\" y=\"" + std::to_string(size_mm * 0.36) +
           "\" text-anchor=\"middle\" font-family=\"Noto Sans\" font-weight=\"bold\" font-size=\"" +
           std::to_string(size_mm) + "\" fill=\"#C00020\" fill-opacity=\"0.3\">SPECIMEN</text>";
}

}  // namespace

void mark_as_specimen(PageModel& page) {
    const auto end = page.artwork_svg.rfind("</");
    if (end == std::string::npos) return;
    const BoxMm symbol = page.symbol ? page.symbol->box : BoxMm{0, page.height_mm, 0, 0};
    const double right_mm = symbol.x_mm + symbol.width_mm;
    const double below_mm = symbol.y_mm + symbol.height_mm;
    const std::array<BoxMm, 4> areas = {{
        {0, 0, page.width_mm, symbol.y_mm},
        {0, below_mm, page.width_mm, page.height_mm - below_mm},
        {0, symbol.y_mm, symbol.x_mm, symbol.height_mm},
        {right_mm, symbol.y_mm, page.width_mm - right_mm, symbol.height_mm},
    }};
    std::string marks;
    for (const auto& area : areas)
        if (std::min(area.width_mm, area.height_mm) >= side_mm_min) marks += word_across(area);
    page.artwork_svg.insert(end, marks);
    page.title = "SPECIMEN " + page.title;
}

}  // namespace outpost::render
