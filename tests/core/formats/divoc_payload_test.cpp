// Both byte forms of the payload, from both kinds of writer.
#include "core/formats/divoc/payload.h"

#include "tests/support/files.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::formats::divoc;

namespace {
std::string data(const char* name) {
    return tests::read_text(tests::data_dir() / "verify" / name);
}

/// What DIVOC's JavaScript writer does to the bytes.
std::string as_utf8_of_latin1(const std::string& bytes) {
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            out += c;
        else {
            out += static_cast<char>(0xC0 | (byte >> 6));
            out += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return out;
}
}  // namespace

TEST_CASE("payload: raw and UTF-8 forms give the same certificate", "[formats][divoc]") {
    const auto json = data("v3-dose1.ed25519.signed.json");
    const auto zip = data("v3-dose1.ed25519.qr-payload.zip");
    const auto raw = unpack(as_bytes(zip));
    REQUIRE(raw);
    CHECK(raw->form == ByteForm::Raw);
    CHECK(as_text(raw->certificate_json) == json);
    const auto utf8_text = as_utf8_of_latin1(zip);
    CHECK(utf8_text.size() > zip.size() * 4 / 3);
    const auto utf8 = unpack(as_bytes(utf8_text));
    REQUIRE(utf8);
    CHECK(utf8->form == ByteForm::Utf8);
    CHECK(as_text(utf8->certificate_json) == json);
}

TEST_CASE("payload: zero sizes in the local header, as Go writes them", "[formats][divoc]") {
    const auto unpacked = unpack(as_bytes(data("v3-dose1.rsa.qr-payload.datadescriptor.zip")));
    REQUIRE(unpacked);
    CHECK(as_text(unpacked->certificate_json) == data("v3-dose1.rsa.signed.json"));
}

TEST_CASE("payload: a damaged archive is refused in both forms", "[formats][divoc][hostile]") {
    auto zip = data("v3-dose1.ed25519.qr-payload.zip");
    int accepted_other_bytes = 0;
    for (std::size_t i = 0; i < zip.size(); ++i) {
        auto flipped = zip;
        flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
        const auto unpacked = unpack(as_bytes(flipped));
        // Time stamps, attributes and versions of the archive are not covered by its checksum.
        if (unpacked && as_text(unpacked->certificate_json) != data("v3-dose1.ed25519.signed.json"))
            ++accepted_other_bytes;
    }
    CHECK(accepted_other_bytes == 0);
    CHECK(unpack(as_bytes("PK\x03\x04")).error().code == Errc::BadSyntax);
    CHECK(unpack({}).error().code == Errc::BadSyntax);
    CHECK(unpack(Bytes(payload_bytes_max + 1)).error().code == Errc::TooLong);
}
