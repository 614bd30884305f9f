// Plain data: what a screen shows, in pixels, top left is 0,0. Made by firmware-app/screens,
// painted by drivers/canvas.
#pragma once

#include "core/ports/symbol_reader.h"

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
};

/// A filled and outlined box. An alpha of 0 leaves fill or outline out.
struct BoxItem {
    PixelBox box;
    Rgba fill{0, 0, 0, 0};
    Rgba outline{0, 0, 0, 0};
    double outline_px = 0;
    double corner_px = 0;  // radius
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
};

enum class BandPattern : std::uint8_t { Solid, Hatch45, Dots };

struct BandItem {
    PixelBox box;
    BandPattern pattern = BandPattern::Solid;
    double pitch_px = 0;  // of hatch and dots
    Rgba ink;
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
};

/// Where the live picture shines through. At most one in a list.
struct PreviewItem {
    PixelBox box;
    bool is_mirrored = false;
};

using DrawItem = std::variant<BoxItem, TextItem, IconItem, BandItem, LineItem, PreviewItem>;

/// In painting order.
struct DrawList {
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    Rgba background;
    std::vector<DrawItem> items;
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
