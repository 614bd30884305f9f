// One certificate to its files: symbol, page, and the proof that the page can be read.
#pragma once

#include "core/base/result.h"
#include "core/ports/frame_reader.h"
#include "core/ports/page.h"
#include "core/ports/symbol_writer.h"
#include "core/profile/profile.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::runtime {

/// What a page is made from; the texts are JSON.
struct PageJob {
    std::string certificate_id;
    std::string credential_json;       // signed
    std::string request_json;          // normalised; empty once purged
    std::vector<std::string> earlier;  // credentials of the person's other doses
    UtcInstant issued_at;
    bool is_reprint = false;
    bool is_specimen = false;  // a preview: marked as one across the page
};

struct PageFiles {
    Bytes symbol_png;
    Bytes page_pdf;
    std::vector<std::string> shortened_boxes;  // names of boxes whose text stands there cut
};

/// The drivers of one worker thread.
struct PageTools {
    std::unique_ptr<SymbolWriter> symbols;
    std::unique_ptr<PageWriter> pages;
    std::unique_ptr<PageRasteriser> rasteriser;
    std::unique_ptr<FrameReader> reader;
};

/// For one thread. The profile outlives it.
class PageMaker {
  public:
    PageMaker(const profile::Profile& profile, const profile::PageLayout& layout, PageTools tools)
        : profile_(profile), layout_(layout), tools_(std::move(tools)) {}

    /// Draws the page, rasterises the symbol's box as the printer will, and reads it back: what is
    /// read must be the very bytes of this credential.
    /// @error TooLong (the symbol or a text does not fit), BadChecksum (readback differs), those of
    ///        the drivers
    Result<PageFiles> make(const PageJob& job);
    /// The page alone, not read back.
    Result<Bytes> draw_pdf(const PageJob& job);
    /// The same page as a picture, for previews.
    Result<Bytes> preview_png(const PageJob& job, std::int32_t dpi);
    /// After TooLong of one of these: the box whose text does not fit; empty when it was the
    /// symbol.
    [[nodiscard]] const std::string& unfit_box() const { return unfit_box_; }
    /// The families in `families` (between commas) do not stand here, and another font is taken.
    [[nodiscard]] bool is_font_missing(const std::string& families) const {
        return !tools_.pages->has_font(families);
    }

  private:
    struct Drawn;
    Result<Drawn> draw(const PageJob& job);
    /// Texts that do not fit even at their smallest size are shortened, with an ellipsis: the
    /// symbol holds all of them, and a certificate without paper helps nobody.
    /// @param shortened  gets the names of their boxes
    Result<Bytes> write_fitting(PageModel& page, std::vector<std::string>& shortened);
    Result<void> read_back(const Drawn& drawn, ByteView pdf);

    const profile::Profile& profile_;
    const profile::PageLayout& layout_;
    PageTools tools_;
    std::string unfit_box_;
};

}  // namespace outpost::runtime
