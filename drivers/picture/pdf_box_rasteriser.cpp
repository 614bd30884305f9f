// One box of a PDF's first page as pixels.
#include "drivers/picture/pdf_box_rasteriser.h"

#include "drivers/picture/pgm.h"

#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

namespace outpost {

namespace {

struct PixelBox {
    std::int32_t x_px = 0;
    std::int32_t y_px = 0;
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
};

/// True for lengths that make sense; false for NaN too.
bool is_length(double mm) {
    return mm >= 0 && mm <= raster_box_mm_max;
}

/// The whole pixels that the stretch touches. What a double's rounding adds is no pixel.
std::pair<std::int32_t, std::int32_t> touched_pixels(double at_mm, double length_mm,
                                                     std::int32_t dpi) {
    constexpr double mm_per_inch = 25.4;
    constexpr double slack_px = 1e-6;
    const auto first = std::floor(at_mm * dpi / mm_per_inch + slack_px);
    const auto end = std::ceil((at_mm + length_mm) * dpi / mm_per_inch - slack_px);
    return {static_cast<std::int32_t>(first), static_cast<std::int32_t>(end - first)};
}

Result<PixelBox> pixel_box(const BoxMm& box, std::int32_t dpi, std::size_t bytes_max) {
    if (dpi < raster_dpi_min || dpi > raster_dpi_max)
        return Error{Errc::BadValue, 0, "raster resolution"};
    if (!is_length(box.x_mm) || !is_length(box.y_mm) || !is_length(box.width_mm) ||
        !is_length(box.height_mm))
        return Error{Errc::BadValue, 0, "raster box"};
    PixelBox pixels;
    std::tie(pixels.x_px, pixels.width_px) = touched_pixels(box.x_mm, box.width_mm, dpi);
    std::tie(pixels.y_px, pixels.height_px) = touched_pixels(box.y_mm, box.height_mm, dpi);
    if (pixels.width_px < 1 || pixels.height_px < 1) return Error{Errc::BadValue, 0, "raster box"};
    const auto width = static_cast<std::size_t>(pixels.width_px);
    if (width * static_cast<std::size_t>(pixels.height_px) > bytes_max)
        return Error{Errc::TooLong, bytes_max, "raster pixels"};
    return pixels;
}

/// pdftoppm cuts the box at the page's edge, and draws the whole page for a box beside it. A page's
/// last pixel may be one less than reckoned.
bool is_cut(std::int32_t got_px, std::int32_t wanted_px) {
    return got_px > wanted_px || got_px + 1 < wanted_px;
}

}  // namespace

PdfBoxRasteriser::PdfBoxRasteriser(std::string program, ChildLimits limits)
    : program_(program.empty() ? find_pdftoppm() : std::move(program)), limits_(limits) {}

Result<Frame> PdfBoxRasteriser::rasterise(ByteView pdf, const BoxMm& box, std::int32_t dpi) {
    if (!is_pdf(pdf)) return Error{Errc::BadSyntax, 0, "no PDF"};
    OUTPOST_TRY(const auto pixels, pixel_box(box, dpi, limits_.output_bytes_max));
    const std::vector<std::string> options{"-r", std::to_string(dpi),
                                           "-f", "1",
                                           "-l", "1",
                                           "-x", std::to_string(pixels.x_px),
                                           "-y", std::to_string(pixels.y_px),
                                           "-W", std::to_string(pixels.width_px),
                                           "-H", std::to_string(pixels.height_px)};
    OUTPOST_TRY(const auto output, run_pdftoppm(program_, options, pdf, limits_));
    if (output.empty()) return Error{Errc::BadSyntax, 0, "PDF without pages"};
    OUTPOST_TRY(auto pages, parse_pgm_pages(output, 1));
    auto& frame = pages.front();
    if (is_cut(frame.width_px, pixels.width_px) || is_cut(frame.height_px, pixels.height_px))
        return Error{Errc::BadValue, 0, "raster box not on the page"};
    return std::move(frame);
}

}  // namespace outpost
