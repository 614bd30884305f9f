// One box of a PDF's first page as pixels, by poppler's pdftoppm in a process of its own.
#pragma once

#include "core/ports/page.h"
#include "drivers/picture/pdftoppm.h"

#include <cstdint>
#include <string>

namespace outpost {

inline constexpr std::int32_t raster_dpi_min = 72;
inline constexpr std::int32_t raster_dpi_max = 2400;
inline constexpr double raster_box_mm_max = 2000;

/// Several threads may use one object: each call runs its own process.
class PdfBoxRasteriser final : public PageRasteriser {
  public:
    /// @param program  absolute path of pdftoppm; empty: find_pdftoppm()
    explicit PdfBoxRasteriser(std::string program = {}, ChildLimits limits = {});

    /// The box is widened to whole pixels.
    /// @error BadSyntax (no PDF, damaged, locked, no page), BadValue (resolution; a box that is
    ///        none or not on the page), TooLong (document, pixels, or what the document asks),
    ///        Timeout, Unavailable, Io
    Result<Frame> rasterise(ByteView pdf, const BoxMm& box, std::int32_t dpi) override;

  private:
    std::string program_;
    ChildLimits limits_;
};

}  // namespace outpost
