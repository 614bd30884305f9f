// Plain data: what a screen shows, in pixels, top left is 0,0. Made by firmware-app/screens,
// painted by drivers/canvas.
#pragma once

#include "core/ports/symbol_reader.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace outpost {

struct Rgba {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    std::uint8_t alpha = 255;
    bool operator==(const Rgba&) const = default;
};

struct PixelBox {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool operator==(const PixelBox&) const = default;
};

/// A filled and outlined box. An alpha of 0 leaves fill or outline out.
struct BoxItem {
    PixelBox box;
    Rgba fill{0, 0, 0, 0};
    Rgba outline{0, 0, 0, 0};
    double outline_px = 0;
    double corner_px = 0;  // radius
    bool operator==(const BoxItem&) const = default;
};

enum class TextWeight : std::uint8_t { Normal, SemiBold, Bold };
enum class TextAlign : std::uint8_t { Start, Middle, End };  // in reading direction

/// One text in one box; Noto Sans, shaped for its language. It shrinks from cap_height_px to
/// smallest_cap_height_px until it fits in lines_max lines and the box.
struct TextItem {
    PixelBox box;
    std::string text;
    std::string language = "en";  // BCP 47: decides script, shaping, line height
    double cap_height_px = 0;
    double smallest_cap_height_px = 0;  // 0: no shrinking
    std::int32_t lines_max = 1;
    TextWeight weight = TextWeight::Normal;
    TextAlign align = TextAlign::Start;
    bool is_middle_high = true;  // else from the box's top
    bool right_to_left = false;  // the paragraph's base direction
    Rgba ink;
    bool operator==(const TextItem&) const = default;
};

/// What fitting a text gave.
struct TextFit {
    double width_px = 0;
    double height_px = 0;
    double cap_height_px = 0;  // after shrinking
    std::int32_t lines = 0;
    bool is_cut = false;         // did not fit even at the smallest size: shown with an ellipsis
    bool has_all_glyphs = true;  // no character is drawn as a box with a number
};

/// A drawing of assets/icons by its name ("verdict-accepted"); `ink` replaces currentColor, `cut`
/// what is cut out of it.
struct IconItem {
    PixelBox box;
    std::string name;
    Rgba ink;
    Rgba cut{0, 0, 0, 0};
    bool is_mirrored = false;
    bool operator==(const IconItem&) const = default;
};

enum class BandPattern : std::uint8_t { Solid, Hatch45, Dots };

struct BandItem {
    PixelBox box;
    BandPattern pattern = BandPattern::Solid;
    double pitch_px = 0;  // of hatch and dots
    Rgba ink;
    bool operator==(const BandItem&) const = default;
};

/// An open or closed line with an edge in a second colour, so that it shows on any ground.
struct LineItem {
    std::vector<PixelPoint> points;
    bool is_closed = false;
    bool is_dotted = false;
    double width_px = 0;
    Rgba ink;
    double edge_px = 0;
    Rgba edge{0, 0, 0, 0};
    bool operator==(const LineItem& other) const {
        const auto is_same = [](const PixelPoint& a, const PixelPoint& b) {
            return a.x_px == b.x_px && a.y_px == b.y_px;
        };
        return std::equal(points.begin(), points.end(), other.points.begin(), other.points.end(),
                          is_same) &&
               is_closed == other.is_closed && is_dotted == other.is_dotted &&
               width_px == other.width_px && ink == other.ink && edge_px == other.edge_px &&
               edge == other.edge;
    }
};

/// Where the live picture shines through. At most one in a list.
struct PreviewItem {
    PixelBox box;
    bool is_mirrored = false;
    bool operator==(const PreviewItem&) const = default;
};

using DrawItem = std::variant<BoxItem, TextItem, IconItem, BandItem, LineItem, PreviewItem>;

/// In painting order.
struct DrawList {
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    Rgba background;
    std::vector<DrawItem> items;
    bool operator==(const DrawList&) const = default;
};

/// Fits text as the painter will draw it.
class TextMeasure {
  public:
    TextMeasure() = default;
    virtual ~TextMeasure() = default;
    TextMeasure(const TextMeasure&) = delete;
    TextMeasure& operator=(const TextMeasure&) = delete;

    [[nodiscard]] virtual TextFit fit(const TextItem& item) const = 0;
};

/// Premultiplied ARGB, 32 bits native endian, row by row without gaps.
struct CanvasPicture {
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    std::vector<std::uint32_t> pixels;
};

/// Paints draw lists. The preview's box is left transparent.
class Painter : public TextMeasure {
  public:
    /// @param canvas  resized where needed; wholly painted over
    virtual void paint(const DrawList& list, CanvasPicture& canvas) = 0;
};

}  // namespace outpost
