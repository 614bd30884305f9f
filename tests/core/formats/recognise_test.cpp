// What bytes are, and that nothing else is taken for a credential.
#include "core/formats/recognise.h"

#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <random>

using namespace outpost;
using credential::Format;
using formats::recognise;

namespace {
std::string data(const char* name) {
    return tests::read_text(tests::data_dir() / "verify" / name);
}
Format format_of_text(std::string_view text) {
    return recognise(as_bytes(text)).format;
}
}  // namespace

TEST_CASE("recognise: zip, JSON and prefixes", "[formats]") {
    CHECK(format_of_text(data("v3-dose1.ed25519.qr-payload.zip")) == Format::Divoc);
    CHECK(format_of_text(data("v3-dose1.ed25519.signed.json")) == Format::Divoc);
    CHECK(format_of_text("\n " + data("v3-dose1.ed25519.signed.json")) == Format::Divoc);
    CHECK(format_of_text("HC1:6BFOXN*TS0BI$ZD") == Format::EuDcc);
    CHECK(format_of_text(
              "shc:/5676290952432060346029243740446031222959532654603460292540772804336028") ==
          Format::Shc);
    CHECK(format_of_text(R"({"data":{"hdr":{}},"sig":{}})") == Format::VdsNc);
    CHECK(format_of_text(R"({"@context":["https://www.w3.org/ns/credentials/v2"],"proof":{}})") ==
          Format::W3cVc);
}

TEST_CASE("recognise: what is no credential", "[formats]") {
    for (const auto* text : {"", " ", "https://example.org", "{}", "[]", "[{\"@context\":\"x\"}]",
                             "PK", "PK\x03\x04", "hc1:", "{\"a\":1", "{\"a\":1}{", "0"}) {
        INFO(text);
        CHECK(format_of_text(text) == Format::None);
    }
    const auto damaged = recognise(as_bytes("{\"@context\":1,\"@context\":2}"));
    REQUIRE(damaged.damage);
    CHECK(damaged.damage->code == Errc::Duplicate);
}

TEST_CASE("recognise: random bytes and cut payloads are refused in peace", "[formats][hostile]") {
    std::mt19937 random(20261122);
    for (int round = 0; round < 200; ++round) {
        Bytes noise(3000);
        for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
        if (round % 2 == 0) std::copy_n(as_bytes("PK\x03\x04").begin(), 4, noise.begin());
        CHECK(recognise(noise).format == Format::None);
    }
    const auto zip = data("v3-dose1.ed25519.qr-payload.zip");
    for (std::size_t n = 0; n < zip.size(); ++n)
        CHECK(format_of_text(zip.substr(0, n)) == Format::None);
    CHECK(format_of_text(std::string(100'000, '{')) == Format::None);
}
