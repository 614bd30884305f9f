#include "firmware-app/runtime/page_maker.h"

#include "core/formats/divoc_payload.h"
#include "core/json/reader.h"
#include "core/render/page_data.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace outpost::runtime {

namespace {

/// Of the symbol as a picture file, for people who put it into documents of their own.
constexpr std::int32_t png_module_px = 4;
/// Coarser printers lose modules; finer ones only cost time here.
constexpr std::int32_t readback_dpi_max = 600;

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
    return drawn;
}

Result<void> PageMaker::read_back(const Drawn& drawn, ByteView pdf) {
    const std::int32_t dpi = std::min(layout_.dpi, readback_dpi_max);
    OUTPOST_TRY(const auto frame, tools_.rasteriser->rasterise(pdf, drawn.model.symbol->box, dpi));
    for (const auto effort : {ReadEffort::Plain, ReadEffort::Still}) {
        const auto reads = tools_.reader->read(frame.view(), effort);
        for (const auto& read : reads)
            if (read.payload == drawn.payload) return {};
        // Another payload than ours: the page shows something that was never signed here.
        if (!reads.empty()) return Error{Errc::BadChecksum, 0, "the page shows another symbol"};
    }
    return Error{Errc::BadChecksum, 0, "the symbol on the page cannot be read"};
}

Result<PageFiles> PageMaker::make(const PageJob& job) {
    OUTPOST_TRY(const auto drawn, draw(job));
    PageFiles files;
    OUTPOST_TRY(files.page_pdf, tools_.pages->write_pdf(drawn.model));
    OUTPOST_TRY_VOID(read_back(drawn, files.page_pdf));
    OUTPOST_TRY(files.symbol_png,
                tools_.pages->write_symbol_png(drawn.model.symbol->matrix, png_module_px));
    return files;
}

Result<Bytes> PageMaker::draw_pdf(const PageJob& job) {
    OUTPOST_TRY(const auto drawn, draw(job));
    return tools_.pages->write_pdf(drawn.model);
}

Result<Bytes> PageMaker::preview_png(const PageJob& job, std::int32_t dpi) {
    OUTPOST_TRY(const auto drawn, draw(job));
    return tools_.pages->write_png(drawn.model, dpi);
}

}  // namespace outpost::runtime
