// Pictures of DIVOC symbols from public code and from this project, read back byte for byte.
#include "core/bytes/hex.h"
#include "core/crypto/digest.h"
#include "drivers/clock/system_clock.h"
#include "drivers/picture/picture_file_reader.h"
#include "firmware-app/decoder/frame_readers.h"
#include "firmware-app/runtime/read_still.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

using namespace outpost;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view utf8_png = ".qr-utf8.png";
constexpr std::string_view raw_png = ".qr-rawbytes.png";

std::vector<fs::path> pictures_in(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".png") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

Bytes latin1_to_utf8(const Bytes& latin1) {
    Bytes utf8;
    for (const auto byte : latin1) {
        if (byte >= 0x80) utf8.push_back(static_cast<std::uint8_t>(0xc0 | byte >> 6));
        utf8.push_back(static_cast<std::uint8_t>(byte >= 0x80 ? 0x80 | (byte & 0x3f) : byte));
    }
    return utf8;
}

class StillReader {
  public:
    Bytes read_one(const fs::path& path) {
        const std::array<PictureReader*, 1> readers{&pictures_};
        const auto found = runtime::read_still(*symbols_, readers, tests::read_bytes(path));
        REQUIRE(found);
        REQUIRE(found->size() == 1);
        return found->front().symbol.payload;
    }

  private:
    SystemClock clock_;
    std::unique_ptr<FrameReader> symbols_ = decoder::make_frame_reader(clock_);
    PictureFileReader pictures_;
};

/// "cowin.raw-bytes.png" to its payload's length and digest, as the set's manifest has them.
struct Listed {
    std::string file;
    std::string payload_sha256;
    std::size_t payload_bytes = 0;
};

std::string value_after(const std::string& text, std::string_view key, std::size_t from) {
    const auto at = text.find(key, from);
    REQUIRE(at != std::string::npos);
    const auto begin = text.find_first_not_of(" :\"", at + key.size());
    return text.substr(begin, text.find_first_of("\",\n", begin) - begin);
}

std::vector<Listed> read_manifest(const fs::path& path) {
    const auto text = tests::read_text(path);
    std::vector<Listed> all;
    for (auto at = text.find("\"file\""); at != std::string::npos;
         at = text.find("\"file\"", at + 1)) {
        Listed listed;
        listed.file = value_after(text, "\"file\"", at);
        listed.payload_sha256 = value_after(text, "\"payloadSha256\"", at);
        listed.payload_bytes = std::stoul(value_after(text, "\"payloadBytes\"", at));
        all.push_back(listed);
    }
    return all;
}

}  // namespace

TEST_CASE("symbols: generated pictures hold exactly the payload files", "[conformance]") {
    const auto folder = tests::shared_dir() / "divoc-samples" / "generated-vectors";
    StillReader reader;
    int read = 0;
    for (const auto& path : pictures_in(folder)) {
        const auto name = path.filename().string();
        CAPTURE(name);
        const bool is_utf8 = name.ends_with(utf8_png);
        REQUIRE((is_utf8 || name.ends_with(raw_png)));
        const auto stem = name.substr(0, name.size() - (is_utf8 ? utf8_png : raw_png).size());
        const auto zip = tests::read_bytes(folder / (stem + ".qr-payload.zip"));
        CHECK(reader.read_one(path) == (is_utf8 ? latin1_to_utf8(zip) : zip));
        ++read;
    }
    CHECK(read == 16);
}

TEST_CASE("symbols: pictures of public credentials have the digests of their manifest",
          "[conformance]") {
    const auto folder = tests::shared_dir() / "vectors" / "divoc" / "qr-images";
    const auto manifest = read_manifest(folder / "manifest.json");
    CHECK(manifest.size() == pictures_in(folder).size());
    REQUIRE(manifest.size() >= 18);
    StillReader reader;
    for (const auto& listed : manifest) {
        CAPTURE(listed.file);
        const auto payload = reader.read_one(folder / listed.file);
        CHECK(payload.size() == listed.payload_bytes);
        CHECK(bytes::encode_hex(crypto::sha256(payload)) == listed.payload_sha256);
    }
}
