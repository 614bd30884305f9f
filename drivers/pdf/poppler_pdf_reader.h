// PDF pages to grey frames by poppler in this very process: for a process in a sandbox only.
#pragma once

#include "core/ports/picture.h"

namespace outpost {

struct PdfLimits {
    std::size_t document_bytes_max = std::size_t{64} * 1024 * 1024;
    std::size_t pages_max = 4;  // pages beyond are not looked at
    double resolution_dpi = 200.0;
    double page_pixels_max = 40'000'000.0;
    double document_pixels_max = 60'000'000.0;  // of all its pages
};

/// Poppler is a large library with a history: give it foreign documents only where it can do no
/// harm. Fonts that a document does not bring itself are drawn where poppler may read them, and
/// left out elsewhere.
class PopplerPdfReader final : public PictureReader {
  public:
    explicit PopplerPdfReader(PdfLimits limits = {}) : limits_(limits) {}

    [[nodiscard]] bool recognises(ByteView content) const override;
    /// One frame a page, as shown on screen (crop box), on white.
    /// @error Unsupported (no PDF), TooLong (document or pages), BadSyntax (damaged, locked, no
    ///        page)
    Result<std::vector<Frame>> read(ByteView content) override;

  private:
    PdfLimits limits_;
};

/// Draws a page of our own, so that poppler has loaded what it loads at first use.
/// @error as read()
Result<void> warm_up_poppler();

}  // namespace outpost
