// PDF pages to grey frames.
#include "drivers/picture/pdf_page_reader.h"

#include "drivers/picture/pdftoppm.h"
#include "drivers/picture/pgm.h"

#include <utility>

namespace outpost {

PdfPageReader::PdfPageReader(std::string program, ChildLimits limits)
    : program_(program.empty() ? find_pdftoppm() : std::move(program)), limits_(limits) {}

bool PdfPageReader::recognises(ByteView content) const {
    return is_pdf(content);
}

Result<std::vector<Frame>> PdfPageReader::read(ByteView content) {
    if (!recognises(content)) return Error{Errc::Unsupported, 0, "no PDF"};
    const std::vector<std::string> options{"-r", std::to_string(pdf_resolution_dpi), "-f", "1",
                                           "-l", std::to_string(pdf_pages_max)};
    OUTPOST_TRY(const auto output, run_pdftoppm(program_, options, content, limits_));
    OUTPOST_TRY(auto pages, parse_pgm_pages(output, pdf_pages_max));
    if (pages.empty()) return Error{Errc::BadSyntax, 0, "PDF without pages"};
    return pages;
}

}  // namespace outpost
