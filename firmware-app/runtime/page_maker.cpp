#include "firmware-app/runtime/page_maker.h"

#include "core/formats/divoc_payload.h"
#include "core/json/reader.h"
#include "core/render/page_data.h"
#include "core/render/specimen.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace outpost::runtime {

namespace {

/// Of the symbol as a picture file, for people who put it into documents of their own.
constexpr std::int32_t png_module_px = 4;
/// Coarser printers lose modules; finer ones only cost time here.
constexpr std::int32_t readback_dpi_max = 600;
constexpr std::chrono::milliseconds readback_budget{1'000};
/// Of all texts of a page together; a text of 1,000 characters needs about ten.
constexpr std::size_t cuts_max = 120;
constexpr std::size_t shortest_cut_bytes = 8;
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

/// Four fifths of the text, cut between characters, and an ellipsis.
std::string shortened(std::string_view text) {
    if (text.size() > ellipsis.size() && text.substr(text.size() - ellipsis.size()) == ellipsis)
        text.remove_suffix(ellipsis.size());
    auto end = text.size() * 4 / 5;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return std::string(text.substr(0, end)) + std::string(ellipsis);
}

}  // namespace

struct PageMaker::Drawn {
    Bytes payload;
    PageModel model;
};

Result<PageMaker::Drawn> PageMaker::draw(const PageJob& job) {
    Drawn drawn;
    OUTPOST_TRY(drawn.payload,
                formats::make_divoc_payload(job.credential_json, layout_.symbol.form));
    OUTPOST_TRY(const auto matrix, tools_.symbols->write(drawn.payload, layout_.symbol.level));
    OUTPOST_TRY(const auto credential, json::read(job.credential_json));
    std::optional<json::Document> request;
    if (!job.request_json.empty()) {
        OUTPOST_TRY(request, json::read(job.request_json));
    }
    std::vector<json::Document> earlier;
    for (const auto& text : job.earlier) {
        OUTPOST_TRY(auto document, json::read(text));
        earlier.push_back(std::move(document));
    }
    render::PageDataInput input;
    input.credential = &credential.root();
    input.request = request ? &request->root() : nullptr;
    for (const auto& document : earlier) input.earlier.push_back(&document.root());
    input.issuer_name = profile_.issuer().name;
    input.is_reprint = job.is_reprint;
    input.dates = layout_.dates;
    OUTPOST_TRY(const auto data, render::page_document(input));
    render::PageFill fill;
    fill.data = &data.root();
    fill.symbol = &matrix;
    fill.dpi = layout_.dpi;
    fill.title = job.certificate_id;
    fill.language = layout_.language;
    fill.created = job.issued_at;
    OUTPOST_TRY(drawn.model, layout_.page->fill(fill));
    if (job.is_specimen) render::mark_as_specimen(drawn.model);
    return drawn;
}

Result<Bytes> PageMaker::write_fitting(PageModel& page, std::vector<std::string>& shortened_boxes) {
    unfit_box_.clear();
    for (std::size_t cut = 0; cut < cuts_max; ++cut) {
        auto pdf = tools_.pages->write_pdf(page);
        if (pdf || pdf.error().code != Errc::TooLong || pdf.error().offset >= page.texts.size())
            return pdf;
        auto& box = page.texts[pdf.error().offset];
        if (box.text.size() <= shortest_cut_bytes) {
            unfit_box_ = box.id;
            return pdf;
        }
        box.text = shortened(box.text);
        if (std::find(shortened_boxes.begin(), shortened_boxes.end(), box.id) ==
            shortened_boxes.end())
            shortened_boxes.push_back(box.id);
    }
    return tools_.pages->write_pdf(page);
}

Result<void> PageMaker::read_back(const Drawn& drawn, ByteView pdf) {
    const std::int32_t dpi = std::min(layout_.dpi, readback_dpi_max);
    OUTPOST_TRY(const auto frame, tools_.rasteriser->rasterise(pdf, drawn.model.symbol->box, dpi));
    for (const auto effort : {ReadEffort::Quick, ReadEffort::Still}) {
        const auto reading = tools_.reader->read(frame.view(), {effort, readback_budget, 0});
        for (const auto& read : reading.symbols)
            if (read.payload == drawn.payload) return {};
        // Another payload than ours: the page shows something that was never signed here.
        if (!reading.symbols.empty())
            return Error{Errc::BadChecksum, 0, "the page shows another symbol"};
    }
    return Error{Errc::BadChecksum, 0, "the symbol on the page cannot be read"};
}

Result<PageFiles> PageMaker::make(const PageJob& job) {
    OUTPOST_TRY(auto drawn, draw(job));
    PageFiles files;
    OUTPOST_TRY(files.page_pdf, write_fitting(drawn.model, files.shortened_boxes));
    OUTPOST_TRY_VOID(read_back(drawn, files.page_pdf));
    OUTPOST_TRY(files.symbol_png,
                tools_.pages->write_symbol_png(drawn.model.symbol->matrix, png_module_px));
    return files;
}

Result<Bytes> PageMaker::draw_pdf(const PageJob& job) {
    OUTPOST_TRY(auto drawn, draw(job));
    std::vector<std::string> shortened_boxes;
    return write_fitting(drawn.model, shortened_boxes);
}

Result<Bytes> PageMaker::preview_png(const PageJob& job, std::int32_t dpi) {
    OUTPOST_TRY(auto drawn, draw(job));
    std::vector<std::string> shortened_boxes;
    OUTPOST_TRY_VOID(write_fitting(drawn.model, shortened_boxes));
    return tools_.pages->write_png(drawn.model, dpi);
}

}  // namespace outpost::runtime
