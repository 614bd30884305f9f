#include "drivers/picture/picture_file_reader.h"

#include "tests/support/files.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

using namespace outpost;

namespace {

Bytes stored(std::string_view name) {
    for (const auto& vector : tests::load_vectors("picture/pictures.vec")) {
        if (vector.text("Name") == name) return vector.bytes("File");
    }
    FAIL("no such picture");
    return {};
}

}  // namespace

TEST_CASE("picture file reader: small pictures of every kind come out grey on white", "[picture]") {
    const auto vectors = tests::load_vectors("picture/pictures.vec");
    REQUIRE(vectors.size() >= 9);
    PictureFileReader reader;
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place() << " " << v.text("Name")) {
            const auto file = v.bytes("File");
            CHECK(reader.recognises(file));
            const auto frames = reader.read(file);
            REQUIRE(tests::outcome_of(frames) == "OK");
            REQUIRE(frames->size() == 1);
            const auto& frame = frames->front();
            CHECK(std::to_string(frame.width_px) + "x" + std::to_string(frame.height_px) ==
                  v.text("Size"));
            const auto expected = v.bytes("Pixels");
            REQUIRE(frame.pixels.size() == expected.size());
            for (std::size_t k = 0; k < expected.size(); ++k)
                CHECK(std::abs(frame.pixels[k] - expected[k]) <= 2);
        }
    }
}

TEST_CASE("picture file reader: every prefix and every changed bit of a PNG does no harm",
          "[picture]") {
    PictureFileReader reader;
    const auto whole = stored("grey");
    for (std::size_t length = 0; length < whole.size(); ++length)
        CHECK_FALSE(reader.read(ByteView(whole).first(length)));
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
        auto changed = whole;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        const auto frames = reader.read(changed);
        if (frames) CHECK(frames->front().pixels.size() <= 4096);
    }
}

TEST_CASE("picture file reader: every prefix of a JPEG does no harm", "[picture]") {
    PictureFileReader reader;
    const auto whole = stored("jpeg");
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto frames = reader.read(ByteView(whole).first(length));
        if (frames) CHECK(frames->front().width_px == 8);
    }
}

TEST_CASE("picture file reader: limits come before decoding", "[picture]") {
    PictureFileReader reader("/no/such/folder");  // no codec is asked
    auto bomb = stored("grey");
    bomb[16] = 0x7f;  // 2 thousand million columns
    CHECK(reader.read(bomb).error().code == Errc::TooLong);
    bomb = stored("grey");
    bomb[17] = 0x01;
    bomb[21] = 0x01;  // 65544 x 65544
    CHECK(reader.read(bomb).error().code == Errc::TooLong);
    Bytes longest = stored("grey");
    longest.resize(picture_bytes_max + 1);
    CHECK(reader.read(longest).error().code == Errc::TooLong);
    CHECK(reader.read(as_bytes("%PDF-1.4")).error().code == Errc::Unsupported);
    CHECK_FALSE(reader.recognises(as_bytes("%PDF-1.4")));
}

TEST_CASE("picture file reader: without its plug-in it says so", "[picture]") {
    const auto picture = stored("grey");
    for (const char* folder : {"/no/such/folder", "relative", ""}) {
        PictureFileReader reader(folder);
        CHECK(reader.recognises(picture));
        CHECK(reader.read(picture).error().code == Errc::Unavailable);
    }
    CHECK(load_picture_decoder(default_plugin_folder()));
}
