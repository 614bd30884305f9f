// Pages with Cairo, Pango and librsvg; the last touch by qpdf.
#pragma once

#include "core/ports/page.h"

#include <memory>

namespace outpost {

inline constexpr double page_side_mm_max = 1300;
inline constexpr std::int32_t page_dpi_max = 1200;
inline constexpr std::int64_t page_pixels_max = 150'000'000;
inline constexpr std::size_t page_texts_max = 4000;
inline constexpr std::size_t page_text_bytes_max = 96 * 1024;

/// One object for each thread: fonts and parsed artwork are kept between pages.
/// For TooLong of a text, the error's offset is the index in PageModel::texts.
class CairoPageWriter final : public PageWriter {
  public:
    CairoPageWriter();
    ~CairoPageWriter() override;
    CairoPageWriter(const CairoPageWriter&) = delete;
    CairoPageWriter& operator=(const CairoPageWriter&) = delete;

    Result<Bytes> write_pdf(const PageModel& page) override;
    Result<Bytes> write_png(const PageModel& page, std::int32_t dpi) override;
    [[nodiscard]] bool has_font(const std::string& families) override;
    Result<Bytes> write_symbol_png(const SymbolMatrix& matrix, std::int32_t module_px) override;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace outpost
