// PNG and JPEG files to grey frames.
#include "drivers/picture/picture_file_reader.h"

#include "drivers/picture/picture_header.h"

namespace outpost {

PictureFileReader::PictureFileReader(std::string plugin_folder)
    : plugin_folder_(std::move(plugin_folder)) {}

bool PictureFileReader::recognises(ByteView content) const {
    return begins_like_png(content) || begins_like_jpeg(content);
}

Result<std::vector<Frame>> PictureFileReader::read(ByteView content) {
    if (content.size() > picture_bytes_max)
        return Error{Errc::TooLong, picture_bytes_max, "picture file too long"};
    OUTPOST_TRY(const auto header, parse_picture_header(content));
    if (std::uint64_t{header.width_px} * header.height_px > picture_pixels_max)
        return Error{Errc::TooLong, 0, "picture with too many pixels"};
    if (decoder_ == nullptr) {
        OUTPOST_TRY(decoder_, load_picture_decoder(plugin_folder_));
    }
    OUTPOST_TRY(auto frame, decoder_->decode(content, header.has_transparency));
    // EXIF may turn the picture by a quarter.
    const auto width = static_cast<std::uint32_t>(frame.width_px);
    const auto height = static_cast<std::uint32_t>(frame.height_px);
    const bool as_announced = (width == header.width_px && height == header.height_px) ||
                              (width == header.height_px && height == header.width_px);
    if (!as_announced) return Error{Errc::BadSyntax, 0, "picture of another size than announced"};
    std::vector<Frame> frames;
    frames.push_back(std::move(frame));
    return frames;
}

}  // namespace outpost
