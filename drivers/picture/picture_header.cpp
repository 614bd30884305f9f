// What the head of a PNG or JPEG file says.
#include "drivers/picture/picture_header.h"

#include <algorithm>
#include <array>

namespace outpost {

namespace {

constexpr std::array<std::uint8_t, 8> png_magic{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::array<std::uint8_t, 3> jpeg_magic{0xff, 0xd8, 0xff};
constexpr std::size_t png_chunk_frame_bytes = 12;  // length, type, checksum

constexpr std::uint32_t tag(char a, char b, char c, char d) {
    const auto byte = [](char letter) { return static_cast<std::uint32_t>(letter); };
    return byte(a) << 24 | byte(b) << 16 | byte(c) << 8 | byte(d);
}

/// The caller has made sure that the bytes are there.
std::uint32_t big_endian_16(ByteView content, std::size_t at) {
    return static_cast<std::uint32_t>(content[at] << 8 | content[at + 1]);
}
std::uint32_t big_endian_32(ByteView content, std::size_t at) {
    return big_endian_16(content, at) << 16 | big_endian_16(content, at + 2);
}

Result<PictureHeader> accept(PictureHeader header, std::size_t offset) {
    if (header.width_px == 0 || header.height_px == 0)
        return Error{Errc::BadValue, offset, "picture without pixels"};
    return header;
}

Result<PictureHeader> parse_png(ByteView content) {
    PictureHeader header{PictureFormat::Png};
    auto at = png_magic.size();
    for (bool is_first = true;; is_first = false) {
        if (content.size() - at < png_chunk_frame_bytes)
            return Error{Errc::Truncated, content.size(), "PNG chunk"};
        const std::size_t length = big_endian_32(content, at);
        const auto type = big_endian_32(content, at + 4);
        if (length > content.size() - at - png_chunk_frame_bytes)
            return Error{Errc::Truncated, content.size(), "PNG chunk"};
        if (is_first != (type == tag('I', 'H', 'D', 'R')) || (is_first && length != 13))
            return Error{Errc::BadSyntax, at, "PNG header chunk"};
        if (is_first) {
            header.width_px = big_endian_32(content, at + 8);
            header.height_px = big_endian_32(content, at + 12);
            header.has_transparency = (content[at + 17] & 4) != 0;  // colour types 4 and 6
        }
        if (type == tag('t', 'R', 'N', 'S')) header.has_transparency = true;
        if (type == tag('I', 'E', 'N', 'D')) return accept(header, png_magic.size() + 8);
        at += length + png_chunk_frame_bytes;
    }
}

/// SOF0 to SOF15 without DHT, JPG and DAC, which lie between them.
bool is_frame_header(std::uint8_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

Result<PictureHeader> parse_jpeg(ByteView content) {
    std::size_t at = 2;
    for (;;) {
        while (at < content.size() && content[at] == 0xff) ++at;  // fill bytes before a marker
        if (content.size() - at < 3) return Error{Errc::Truncated, content.size(), "JPEG marker"};
        if (content[at - 1] != 0xff) return Error{Errc::BadSyntax, at, "JPEG marker"};
        const auto marker = content[at];
        const std::size_t length = big_endian_16(content, at + 1);
        if (marker == 0xda || marker == 0xd9 || length < 2)
            return Error{Errc::BadSyntax, at, "JPEG without a frame header"};
        if (length > content.size() - at - 1)
            return Error{Errc::Truncated, content.size(), "JPEG segment"};
        if (is_frame_header(marker)) {
            if (length < 8) return Error{Errc::BadSyntax, at, "JPEG frame header"};
            return accept({PictureFormat::Jpeg, big_endian_16(content, at + 6),
                           big_endian_16(content, at + 4)},
                          at + 4);
        }
        at += 1 + length;
    }
}

}  // namespace

bool begins_like_png(ByteView content) {
    return content.size() >= png_magic.size() &&
           std::equal(png_magic.begin(), png_magic.end(), content.begin());
}

bool begins_like_jpeg(ByteView content) {
    return content.size() >= jpeg_magic.size() &&
           std::equal(jpeg_magic.begin(), jpeg_magic.end(), content.begin());
}

Result<PictureHeader> parse_picture_header(ByteView content) {
    if (begins_like_png(content)) return parse_png(content);
    if (begins_like_jpeg(content)) return parse_jpeg(content);
    return Error{Errc::Unsupported, 0, "neither PNG nor JPEG"};
}

}  // namespace outpost
