// Port: picture files and pages to grey frames.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/frame.h"

#include <vector>

namespace outpost {

class PictureReader {
  public:
    virtual ~PictureReader() = default;
    /// True when the content begins like a format that read() takes (magic bytes).
    [[nodiscard]] virtual bool recognises(ByteView content) const = 0;
    /// Decodes to grey frames: one for a picture, one a page for a document.
    /// @error TooLong (bytes or pixels), BadSyntax, Unsupported, Timeout, Unavailable
    virtual Result<std::vector<Frame>> read(ByteView content) = 0;
};

}  // namespace outpost
