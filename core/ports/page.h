// Port: a page in millimetres to PDF and picture, and a piece of a PDF back to pixels.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/ports/frame.h"
#include "core/ports/symbol_writer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace outpost {

/// From the page's top left corner.
struct BoxMm {
    double x_mm = 0;
    double y_mm = 0;
    double width_mm = 0;
    double height_mm = 0;
};

enum class Alignment : std::uint8_t {
    Start,
    Centre,
    End
};  // start is right for right-to-left text

/// Text that is wrapped and, where it would not fit, made smaller.
struct TextBox {
    BoxMm box;
    std::string text;  // UTF-8, already filled in; may have several scripts and line feeds
    std::string font_family = "Noto Sans";
    double font_size_mm = 3.5;  // of the em square
    double font_size_min_mm =
        1.8;  // below it the text is cut or else shortened with an ellipsis by the caller
    bool is_bold = false;
    bool is_italic = false;
    Alignment along = Alignment::Start;   // the line
    Alignment across = Alignment::Start;  // top, middle, bottom
    std::uint32_t colour = 0x000000;      // 0xRRGGBB
    std::string language;                 // BCP 47; empty: the page's
    std::string role = "P";               // PDF structure type: P, H1, H2, TH, TD, Lbl
    std::string id;                       // the box's name in the template, for messages
};

/// The symbol's place; the writer centres it with 4 modules of quiet zone on each side, a module
/// being a whole number of printer dots.
struct SymbolBox {
    BoxMm box;
    SymbolMatrix matrix;
    double module_mm = 0;     // printed size of one module
    std::string description;  // alternative text
};

/// One page, complete: nothing is looked up any more.
struct PageModel {
    double width_mm = 210;
    double height_mm = 297;
    std::string artwork_svg;     // everything that is no box; drawn first
    std::vector<TextBox> texts;  // in reading order
    std::optional<SymbolBox> symbol;
    std::string title;
    std::string language = "en";  // BCP 47
    UtcInstant created;           // the PDF's date: the same model gives the same bytes
};

/// For one thread: each worker has its own.
class PageWriter {
  public:
    virtual ~PageWriter() = default;
    /// A tagged vector PDF with embedded font subsets. @error BadSyntax (artwork), TooLong (a text
    /// that does not fit even at its smallest size; `what` says so), Unavailable (library)
    virtual Result<Bytes> write_pdf(const PageModel& page) = 0;
    /// The same page as a PNG. @error as write_pdf
    virtual Result<Bytes> write_png(const PageModel& page, std::int32_t dpi) = 0;
    /// Whether the first family of the list (between commas), or one of the general names such as
    /// "serif", is installed; if not, another font is drawn.
    [[nodiscard]] virtual bool has_font(const std::string& families) {
        static_cast<void>(families);
        return true;
    }
    /// A symbol alone as a black and white PNG with its quiet zone. @error Unavailable
    virtual Result<Bytes> write_symbol_png(const SymbolMatrix& matrix, std::int32_t module_px) = 0;
};

class PageRasteriser {
  public:
    virtual ~PageRasteriser() = default;
    /// The pixels of one box of a PDF's first page, as a printer of that resolution makes them.
    /// @error BadValue (resolution, a box that is not on the page), BadSyntax, TooLong, Timeout,
    /// Unavailable, Io
    virtual Result<Frame> rasterise(ByteView pdf, const BoxMm& box, std::int32_t dpi) = 0;
};

}  // namespace outpost
