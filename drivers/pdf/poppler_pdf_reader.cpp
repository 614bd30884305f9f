// PDF pages through poppler's C++ interface.
#include "drivers/pdf/poppler_pdf_reader.h"

#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-image.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace outpost {

namespace {

constexpr double points_per_inch = 72.0;

/// What poppler says may quote the document.
void say_nothing(const std::string& /*message*/, void* /*data*/) {}

/// The pixels that a page will have; 0 for a page that has none or no size at all.
double pixels_of(const poppler::page& page, double resolution_dpi) {
    const auto box = page.page_rect(poppler::crop_box);
    const auto scale = resolution_dpi / points_per_inch;
    const auto pixels = std::ceil(box.width() * scale) * std::ceil(box.height() * scale);
    return std::isfinite(pixels) && box.width() > 0 && box.height() > 0 ? pixels : 0.0;
}

Result<Frame> grey_frame(const poppler::image& image) {
    const auto width = image.width();
    const auto height = image.height();
    if (!image.is_valid() || width <= 0 || height <= 0 || image.bytes_per_row() < width ||
        image.format() != poppler::image::format_gray8)
        return Error{Errc::BadSyntax, 0, "page that cannot be drawn"};
    const auto row_bytes = static_cast<std::size_t>(image.bytes_per_row());
    const auto rows = static_cast<std::size_t>(height);
    const auto all = as_bytes(std::string_view(image.const_data(), row_bytes * rows));
    Frame frame;
    frame.width_px = width;
    frame.height_px = height;
    frame.pixels.reserve(static_cast<std::size_t>(width) * rows);
    for (std::size_t y = 0; y < rows; ++y) {
        const auto row = all.subspan(y * row_bytes, static_cast<std::size_t>(width));
        frame.pixels.insert(frame.pixels.end(), row.begin(), row.end());
    }
    return frame;
}

Result<std::vector<Frame>> draw_pages(const poppler::document& document, const PdfLimits& limits) {
    poppler::page_renderer renderer;
    renderer.set_render_hint(poppler::page_renderer::antialiasing, true);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing, true);
    renderer.set_image_format(poppler::image::format_gray8);
    const auto count =
        std::min(static_cast<std::size_t>(std::max(document.pages(), 0)), limits.pages_max);
    std::vector<Frame> frames;
    auto pixels_left = limits.document_pixels_max;
    for (std::size_t number = 0; number < count; ++number) {
        const std::unique_ptr<poppler::page> page(document.create_page(static_cast<int>(number)));
        if (page == nullptr) return Error{Errc::BadSyntax, 0, "damaged page"};
        const auto pixels = pixels_of(*page, limits.resolution_dpi);
        if (pixels > limits.page_pixels_max || pixels > pixels_left)
            return Error{Errc::TooLong, 0, "PDF with too many pixels"};
        pixels_left -= pixels;
        const auto image =
            renderer.render_page(page.get(), limits.resolution_dpi, limits.resolution_dpi);
        OUTPOST_TRY(auto frame, grey_frame(image));
        frame.sequence = number;
        frames.push_back(std::move(frame));
    }
    if (frames.empty()) return Error{Errc::BadSyntax, 0, "PDF without pages"};
    return frames;
}

}  // namespace

bool PopplerPdfReader::recognises(ByteView content) const {
    return as_text(content).starts_with("%PDF-");
}

Result<std::vector<Frame>> PopplerPdfReader::read(ByteView content) {
    if (!recognises(content)) return Error{Errc::Unsupported, 0, "no PDF"};
    if (content.size() > limits_.document_bytes_max)
        return Error{Errc::TooLong, limits_.document_bytes_max, "PDF too long"};
    try {
        poppler::set_debug_error_function(&say_nothing, nullptr);
        const auto text = as_text(content);
        const std::unique_ptr<poppler::document> document(
            poppler::document::load_from_raw_data(text.data(), static_cast<int>(text.size())));
        if (document == nullptr || document->is_locked())
            return Error{Errc::BadSyntax, 0, "damaged or locked PDF"};
        return draw_pages(*document, limits_);
    } catch (const std::bad_alloc&) {
        return Error{Errc::TooLong, 0, "PDF asks for too much memory"};
    } catch (const std::exception&) {
        return Error{Errc::BadSyntax, 0, "PDF that the library refuses"};
    }
}

Result<void> warm_up_poppler() {
    // Without a table of objects: poppler finds them itself, and this text needs no offsets.
    constexpr std::string_view page =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 4 0 R>>endobj\n"
        "4 0 obj<</Length 11>>stream\n0 0 5 5 re f\nendstream endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n";
    PopplerPdfReader reader;
    OUTPOST_TRY([[maybe_unused]] const auto frames, reader.read(as_bytes(page)));
    return {};
}

}  // namespace outpost
