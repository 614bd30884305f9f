#include "drivers/page/cairo_page_writer.h"

#include "drivers/page/artwork.h"
#include "drivers/page/library_handles.h"
#include "drivers/page/pdf_finish.h"
#include "drivers/page/symbol_mask.h"
#include "drivers/page/text_setter.h"

#include <cairo-pdf.h>

#include <cmath>

#if defined(__SANITIZE_ADDRESS__)
// fontconfig keeps one match of its first look-up until the process ends, GLib its tables; once.
extern "C" const char* __lsan_default_suppressions();  // NOLINT: the sanitizer's own name
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\nleak:libglib-2.0\n";
}
#endif

namespace outpost {

namespace {

using page::points_per_mm;

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    auto& out = *static_cast<Bytes*>(closure);
    out.insert(out.end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
}

Result<void> check_page(const PageModel& page) {
    const auto is_side = [](double side_mm) { return side_mm > 0 && side_mm <= page_side_mm_max; };
    if (!is_side(page.width_mm) || !is_side(page.height_mm))
        return Error{Errc::BadValue, 0, "page size"};
    if (page.texts.size() > page_texts_max) return Error{Errc::TooLong, page_texts_max, "texts"};
    std::size_t bytes = 0;
    for (std::size_t k = 0; k < page.texts.size(); ++k) {
        bytes += page.texts[k].text.size();
        if (bytes > page_text_bytes_max) return Error{Errc::TooLong, k, "text of the page"};
    }
    return {};
}

bool is_cell(const TextBox& text) {
    return text.role == "TH" || text.role == "TD";
}

/// Opens and closes the structure elements of a tagged PDF around what is drawn. Neighbouring cells
/// are one table, those at one height a row of it.
class StructureTagger {
  public:
    explicit StructureTagger(cairo_t* cr) : cr_(cr) { cairo_tag_begin(cr_, "Document", nullptr); }

    void begin(const TextBox& text) {
        const bool is_new_row = std::abs(text.box.y_mm - row_y_mm_) > 0.5;
        if (is_in_table_ && (!is_cell(text) || is_new_row)) cairo_tag_end(cr_, "TR");
        if (is_in_table_ && !is_cell(text)) cairo_tag_end(cr_, "Table");
        if (!is_in_table_ && is_cell(text)) cairo_tag_begin(cr_, "Table", nullptr);
        if (is_cell(text) && (!is_in_table_ || is_new_row)) {
            cairo_tag_begin(cr_, "TR", nullptr);
            row_y_mm_ = text.box.y_mm;
        }
        is_in_table_ = is_cell(text);
        open(text.role, text.language, {});
    }
    void begin_figure(const std::string& description) {
        leave_table();
        open("Figure", {}, description);
    }
    void end() { cairo_tag_end(cr_, notes_.back().role.c_str()); }
    std::vector<page::StructureNote> finish() {
        leave_table();
        cairo_tag_end(cr_, "Document");
        return std::move(notes_);
    }

  private:
    void open(const std::string& role, const std::string& language, std::string description) {
        notes_.push_back({role, language, std::move(description)});
        cairo_tag_begin(cr_, role.c_str(), nullptr);
    }
    void leave_table() {
        if (!is_in_table_) return;
        cairo_tag_end(cr_, "TR");
        cairo_tag_end(cr_, "Table");
        is_in_table_ = false;
    }

    cairo_t* cr_;
    std::vector<page::StructureNote> notes_;
    bool is_in_table_ = false;
    double row_y_mm_ = -1e9;
};

bool is_role(const std::string& role) {
    for (const char* known : {"P", "H1", "H2", "H3", "TH", "TD", "Lbl", "Span"})
        if (role == known) return true;
    return false;
}

}  // namespace

struct CairoPageWriter::Parts {
    page::ArtworkStore artworks;
    page::TextSetter texts;

    Result<void> draw_artwork(cairo_t* cr, const PageModel& page) {
        if (page.artwork_svg.empty()) return {};
        return artworks.draw(cr, page.artwork_svg, page.width_mm * points_per_mm,
                             page.height_mm * points_per_mm);
    }

    /// @param tagger  null for a picture
    Result<void> draw(cairo_t* cr, const PageModel& page, StructureTagger* tagger) {
        for (std::size_t k = 0; k < page.texts.size(); ++k) {
            const auto& text = page.texts[k];
            if (!is_role(text.role)) return Error{Errc::BadValue, k, "role of a text"};
            if (tagger != nullptr) tagger->begin(text);
            if (const auto drawn = texts.draw(cr, text, page.language); !drawn)
                return Error{drawn.error().code, k, drawn.error().what};
            if (tagger != nullptr) tagger->end();
        }
        if (!page.symbol) return {};
        if (tagger != nullptr) tagger->begin_figure(page.symbol->description);
        OUTPOST_TRY_VOID(page::draw_symbol(cr, *page.symbol));
        if (tagger != nullptr) tagger->end();
        return {};
    }
};

CairoPageWriter::CairoPageWriter() : parts_(std::make_unique<Parts>()) {}
CairoPageWriter::~CairoPageWriter() = default;

Result<Bytes> CairoPageWriter::write_pdf(const PageModel& page) {
    OUTPOST_TRY_VOID(check_page(page));
    Bytes out;
    std::vector<page::StructureNote> notes;
    {
        const page::Surface surface(cairo_pdf_surface_create_for_stream(
            append, &out, page.width_mm * points_per_mm, page.height_mm * points_per_mm));
        // Before 1.5 Cairo leaves out ActualText, and joined letters could not be copied.
        cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_5);
        // Cairo's date has no fraction.
        const UtcInstant whole_second{page.created.since_epoch_ms / 1000 * 1000};
        const auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
            cairo_pdf_surface_set_metadata(surface.get(), key, value.c_str());
        };
        set(CAIRO_PDF_METADATA_TITLE, page.title);
        set(CAIRO_PDF_METADATA_CREATOR, "Outpost");
        set(CAIRO_PDF_METADATA_CREATE_DATE, format_rfc3339(whole_second));
        const page::Drawing cr(cairo_create(surface.get()));
        OUTPOST_TRY_VOID(parts_->draw_artwork(cr.get(), page));
        StructureTagger tagger(cr.get());
        OUTPOST_TRY_VOID(parts_->draw(cr.get(), page, &tagger));
        notes = tagger.finish();
        cairo_show_page(cr.get());
        cairo_surface_finish(surface.get());
        if (cairo_status(cr.get()) != CAIRO_STATUS_SUCCESS ||
            cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
            return Error{Errc::Unavailable, 0, "cannot draw the page"};
    }
    return page::finish_pdf(out, page.language, notes);
}

Result<Bytes> CairoPageWriter::write_png(const PageModel& page, std::int32_t dpi) {
    OUTPOST_TRY_VOID(check_page(page));
    if (dpi < 10 || dpi > page_dpi_max) return Error{Errc::BadValue, 0, "resolution"};
    const double pixels_per_mm = dpi / 25.4;
    const auto width_px = static_cast<std::int32_t>(std::ceil(page.width_mm * pixels_per_mm));
    const auto height_px = static_cast<std::int32_t>(std::ceil(page.height_mm * pixels_per_mm));
    if (std::int64_t{width_px} * height_px > page_pixels_max)
        return Error{Errc::TooLong, 0, "picture of the page"};
    const page::Surface surface(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px));
    const page::Drawing cr(cairo_create(surface.get()));
    cairo_set_source_rgb(cr.get(), 1, 1, 1);
    cairo_paint(cr.get());
    cairo_scale(cr.get(), dpi / 72.0, dpi / 72.0);
    OUTPOST_TRY_VOID(parts_->draw_artwork(cr.get(), page));
    OUTPOST_TRY_VOID(parts_->draw(cr.get(), page, nullptr));
    if (cairo_status(cr.get()) != CAIRO_STATUS_SUCCESS)
        return Error{Errc::Unavailable, 0, "cannot draw the page"};
    return page::png_of(surface.get());
}

bool CairoPageWriter::has_font(const std::string& families) {
    return parts_->texts.has_font(families);
}

Result<Bytes> CairoPageWriter::write_symbol_png(const SymbolMatrix& matrix,
                                                std::int32_t module_px) {
    return page::symbol_png(matrix, module_px);
}

}  // namespace outpost
