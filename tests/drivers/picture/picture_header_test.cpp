#include "drivers/picture/picture_header.h"

#include "tests/support/files.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;

namespace {

Bytes chunk(std::string_view type, const Bytes& data) {
    std::string text{'\0', '\0', '\0', static_cast<char>(data.size())};
    text.append(type).append(as_text(data)).append(4, '\0');  // the checksum is not looked at
    return to_bytes(as_bytes(text));
}

Bytes png(std::uint8_t colour_type, const std::vector<Bytes>& chunks, std::uint8_t width = 3) {
    Bytes bytes{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    auto add = [&bytes](const Bytes& more) { bytes.insert(bytes.end(), more.begin(), more.end()); };
    add(chunk("IHDR", {0, 0, 0, width, 0, 0, 1, 0, 8, colour_type, 0, 0, 0}));
    for (const auto& more : chunks) add(more);
    return bytes;
}

const Bytes end = chunk("IEND", {});

}  // namespace

TEST_CASE("picture header: PNG size and transparency", "[picture]") {
    const auto header = parse_picture_header(png(0, {chunk("IDAT", {1, 2}), end}));
    REQUIRE(header);
    CHECK(header->format == PictureFormat::Png);
    CHECK(header->width_px == 3);
    CHECK(header->height_px == 256);
    CHECK_FALSE(header->has_transparency);
    CHECK(parse_picture_header(png(6, {end}))->has_transparency);
    CHECK(parse_picture_header(png(4, {end}))->has_transparency);
    CHECK(parse_picture_header(png(3, {chunk("tRNS", {0}), end}))->has_transparency);
    CHECK_FALSE(parse_picture_header(png(3, {end}))->has_transparency);
}

TEST_CASE("picture header: JPEG size behind other segments", "[picture]") {
    const Bytes start{0xff, 0xd8, 0xff, 0xe0, 0, 4, 'J', 'F', 0xff, 0xff, 0xc4, 0, 3, 0};
    auto jpeg = start;
    for (const int byte : {0xff, 0xc2, 0, 11, 8, 1, 0, 2, 0, 1, 1, 0x11, 0})
        jpeg.push_back(static_cast<std::uint8_t>(byte));
    const auto header = parse_picture_header(jpeg);
    REQUIRE(header);
    CHECK(header->format == PictureFormat::Jpeg);
    CHECK(header->width_px == 512);
    CHECK(header->height_px == 256);
    for (std::size_t length = 0; length < jpeg.size(); ++length)
        CHECK_FALSE(parse_picture_header(ByteView(jpeg).first(length)));
}

TEST_CASE("picture header: refusals", "[picture]") {
    const auto code = [](const Bytes& bytes) { return parse_picture_header(bytes).error().code; };
    CHECK(code({}) == Errc::Unsupported);
    CHECK(code({'G', 'I', 'F', '8', '9', 'a'}) == Errc::Unsupported);
    CHECK(code(png(0, {})) == Errc::Truncated);
    CHECK(code(png(0, {end}, 0)) == Errc::BadValue);
    auto second_header = png(0, {chunk("IHDR", Bytes(13, 0)), end});
    CHECK(code(second_header) == Errc::BadSyntax);
    auto long_chunk = png(0, {end});
    long_chunk[8] = 0x7f;
    CHECK(code(long_chunk) == Errc::Truncated);
    CHECK(code({0xff, 0xd8, 0xff, 0xda, 0, 2}) == Errc::BadSyntax);
    CHECK(code({0xff, 0xd8, 0xff, 0xe0, 0, 1, 0}) == Errc::BadSyntax);
    CHECK(code({0xff, 0xd8, 0xff, 0xe0, 0, 2, 7, 7, 7}) == Errc::BadSyntax);
    CHECK(code({0xff, 0xd8, 0xff}) == Errc::Truncated);
    CHECK(code({0xff, 0xd8, 0xff, 0xc0, 0, 4, 8, 0}) == Errc::BadSyntax);
}

TEST_CASE("picture header: every prefix and every changed bit does no harm", "[picture]") {
    const auto whole = png(6, {chunk("tEXt", {'a'}), chunk("IDAT", {1, 2, 3}), end});
    for (std::size_t length = 0; length < whole.size(); ++length)
        CHECK_FALSE(parse_picture_header(ByteView(whole).first(length)));
    int accepted = 0;
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        auto changed = whole;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        if (parse_picture_header(changed)) ++accepted;
    }
    CHECK(accepted > 0);  // checksums, sizes and contents are not judged here
}
