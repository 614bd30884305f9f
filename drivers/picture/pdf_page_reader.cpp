// PDF pages to grey frames.
#include "drivers/picture/pdf_page_reader.h"

#include "drivers/picture/pgm.h"

#include <unistd.h>

#include <string_view>

namespace outpost {

namespace {

std::string find_program() {
    for (const char* path : {"/usr/bin/pdftoppm", "/usr/local/bin/pdftoppm", "/bin/pdftoppm"}) {
        if (::access(path, X_OK) == 0) return path;
    }
    return {};
}

}  // namespace

PdfPageReader::PdfPageReader(std::string program, ChildLimits limits)
    : program_(program.empty() ? find_program() : std::move(program)), limits_(limits) {}

bool PdfPageReader::recognises(ByteView content) const {
    constexpr std::string_view magic = "%PDF-";
    return as_text(content).starts_with(magic);
}

Result<std::vector<Frame>> PdfPageReader::read(ByteView content) {
    if (!recognises(content)) return Error{Errc::Unsupported, 0, "no PDF"};
    if (content.size() > pdf_bytes_max) return Error{Errc::TooLong, pdf_bytes_max, "PDF too long"};
    const std::vector<std::string> command{program_,
                                           "-q",
                                           "-gray",
                                           "-r",
                                           std::to_string(pdf_resolution_dpi),
                                           "-f",
                                           "1",
                                           "-l",
                                           std::to_string(pdf_pages_max),
                                           "-"};
    auto run = run_child(command, content, limits_);
    // A limit of its own (memory, processor time) ends it by a signal: the document asks too much.
    if (!run && run.error().code == Errc::BadValue)
        return Error{Errc::TooLong, 0, "PDF asks for too much memory or time"};
    if (!run) return run.error();
    if (run->exit_code != 0) return Error{Errc::BadSyntax, 0, "damaged or locked PDF"};
    OUTPOST_TRY(auto pages, parse_pgm_pages(run->bytes, pdf_pages_max));
    if (pages.empty()) return Error{Errc::BadSyntax, 0, "PDF without pages"};
    return pages;
}

}  // namespace outpost
