// PDF pages to grey frames, by poppler's pdftoppm in a process of its own.
#pragma once

#include "core/ports/picture.h"
#include "drivers/picture/pdftoppm.h"

#include <string>

namespace outpost {

/// Pages beyond this one are not looked at.
inline constexpr std::size_t pdf_pages_max = 4;
inline constexpr int pdf_resolution_dpi = 200;

class PdfPageReader final : public PictureReader {
  public:
    /// @param program  absolute path of pdftoppm; empty: looked for in /usr/bin, /usr/local/bin,
    /// /bin
    explicit PdfPageReader(std::string program = {}, ChildLimits limits = {});

    [[nodiscard]] bool recognises(ByteView content) const override;
    /// One frame a page. The document stays in memory: no temporary file.
    /// @error TooLong (document or pages), BadSyntax (damaged, locked, no page), Timeout,
    /// Unavailable
    Result<std::vector<Frame>> read(ByteView content) override;

  private:
    std::string program_;
    ChildLimits limits_;
};

}  // namespace outpost
