// PNG and JPEG files to grey frames.
#pragma once

#include "core/ports/picture.h"
#include "drivers/picture/picture_decoder.h"

#include <string>

namespace outpost {

/// Longest picture file that is read.
inline constexpr std::size_t picture_bytes_max = std::size_t{64} * 1024 * 1024;
/// Largest picture that is decoded; checked in the file's header, before a decoder sees it.
inline constexpr std::uint64_t picture_pixels_max = 40'000'000;

/// Loads its codecs when the first picture is read.
class PictureFileReader final : public PictureReader {
  public:
    explicit PictureFileReader(std::string plugin_folder = default_plugin_folder());

    [[nodiscard]] bool recognises(ByteView content) const override;
    /// One frame. @error TooLong, Truncated, BadSyntax, BadValue, Unsupported, Unavailable
    Result<std::vector<Frame>> read(ByteView content) override;

  private:
    std::string plugin_folder_;
    PictureDecoder* decoder_ = nullptr;  // belongs to the plug-in
};

}  // namespace outpost
