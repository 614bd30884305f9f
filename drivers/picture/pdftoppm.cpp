// Poppler's pdftoppm as a child process.
#include "drivers/picture/pdftoppm.h"

#include <unistd.h>

#include <string_view>
#include <utility>

namespace outpost {

std::string find_pdftoppm() {
    for (const char* path : {"/usr/bin/pdftoppm", "/usr/local/bin/pdftoppm", "/bin/pdftoppm"}) {
        if (::access(path, X_OK) == 0) return path;
    }
    return {};
}

bool is_pdf(ByteView content) {
    constexpr std::string_view magic = "%PDF-";
    return as_text(content).starts_with(magic);
}

Result<Bytes> run_pdftoppm(const std::string& program, const std::vector<std::string>& options,
                           ByteView pdf, const ChildLimits& limits) {
    if (pdf.size() > pdf_bytes_max) return Error{Errc::TooLong, pdf_bytes_max, "PDF too long"};
    std::vector<std::string> command{program, "-q", "-gray"};
    command.insert(command.end(), options.begin(), options.end());
    command.emplace_back("-");
    auto run = run_child(command, pdf, limits);
    // A limit of its own (memory, processor time) ends it by a signal: the document asks too much.
    if (!run && run.error().code == Errc::BadValue)
        return Error{Errc::TooLong, 0, "PDF asks for too much memory or time"};
    if (!run) return run.error();
    if (run->exit_code != 0) return Error{Errc::BadSyntax, 0, "damaged or locked PDF"};
    return std::move(run->bytes);
}

}  // namespace outpost
