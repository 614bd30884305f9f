// What is made is read back, by the reader that cameras use.
#include "core/formats/divoc_payload.h"

#include "core/formats/divoc/payload.h"
#include "core/formats/qr_capacity.h"
#include "core/formats/recognise.h"
#include "tests/support/files.h"
#include "tests/support/shared_data.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::formats;

namespace {

std::string incompressible(std::size_t count) {
    std::string text;
    std::uint32_t state = 1;
    for (std::size_t k = 0; k < count; ++k) {
        state = state * 1664525 + 1013904223;
        text += static_cast<char>(state >> 24U);
    }
    return text;
}

}  // namespace

TEST_CASE("divoc payload: both forms go through the reader unchanged", "[formats][divoc]") {
    for (const auto* name : {"v3-dose1.ed25519.signed.json", "v3-dose1.rsa.signed.json"}) {
        CAPTURE(name);
        const auto json = tests::read_text(tests::data_dir() / "verify" / name);
        for (const auto form : {PayloadForm::Divoc, PayloadForm::Compact}) {
            const auto payload = make_divoc_payload(json, form);
            REQUIRE(payload);
            const auto unpacked = divoc::unpack(*payload);
            REQUIRE(unpacked);
            const auto expected =
                form == PayloadForm::Divoc ? divoc::ByteForm::Utf8 : divoc::ByteForm::Raw;
            CHECK(unpacked->form == expected);
            CHECK(as_text(unpacked->certificate_json) == json);
            const auto recognised = recognise(*payload);
            CHECK(recognised.credential.has_value());
            CHECK_FALSE(recognised.damage.has_value());
            CHECK(*make_divoc_payload(json, form) == *payload);  // the same again
        }
    }
}

TEST_CASE("divoc payload: the UTF-8 form is the compact one, widened", "[formats][divoc]") {
    const auto text = incompressible(1000);  // so every byte value occurs
    const auto compact = make_divoc_payload(text, PayloadForm::Compact);
    const auto wide = make_divoc_payload(text, PayloadForm::Divoc);
    REQUIRE(compact);
    REQUIRE(wide);
    std::size_t at = 0;
    for (const auto byte : *compact) {
        const unsigned point = byte;
        if (point < 0x80) {
            REQUIRE(wide->at(at++) == point);
            continue;
        }
        REQUIRE(wide->at(at++) == 0xC0 + point / 64);
        REQUIRE(wide->at(at++) == 0x80 + point % 64);
    }
    CHECK(at == wide->size());
}

TEST_CASE("divoc payload: text that no reader takes is refused", "[formats][divoc][hostile]") {
    for (const auto form : {PayloadForm::Divoc, PayloadForm::Compact}) {
        CHECK(make_divoc_payload("", form).error().code == Errc::BadLength);
        CHECK(make_divoc_payload(incompressible(70'000), form).error().code == Errc::TooLong);
        CHECK(make_divoc_payload(std::string(60'000, 'a'), form).error().code == Errc::WorkLimit);
    }
}

TEST_CASE("divoc payload: no larger than what DIVOC makes of the published samples",
          "[formats][divoc]") {
    if (!tests::shared_data_present("sizes of DIVOC's payloads")) return;
    struct Row {
        const char* name;
        std::size_t zip_bytes;
        std::size_t utf8_bytes;
        std::int32_t utf8_version;
        std::int32_t raw_version;
    };
    constexpr Row rows[] = {{"v3-dose1.rsa", 1187, 1744, 35, 28},
                            {"v3-dose1.ed25519", 984, 1391, 31, 25},
                            {"v3-minimal.rsa", 1055, 1514, 32, 26},
                            {"v3-minimal.ed25519", 851, 1211, 29, 23},
                            {"v1-dose1.rsa", 1125, 1642, 34, 27}};
    for (const auto& row : rows) {
        const auto json =
            tests::read_text(tests::shared_dir() / "divoc-samples" / "generated-vectors" /
                             (std::string(row.name) + ".signed.json"));
        const auto compact = make_divoc_payload(json, PayloadForm::Compact);
        const auto wide = make_divoc_payload(json, PayloadForm::Divoc);
        REQUIRE(compact);
        REQUIRE(wide);
        INFO(row.name << ": zip " << compact->size() << " of " << row.zip_bytes << ", UTF-8 "
                      << wide->size() << " of " << row.utf8_bytes);
        CHECK(compact->size() <= row.zip_bytes);
        CHECK(compact->size() + 20 > row.zip_bytes);
        CHECK(wide->size() <= row.utf8_bytes + 30);  // chance decides which bytes are wide
        CHECK(*smallest_version(compact->size(), EccLevel::M) <= row.raw_version);
        CHECK(*smallest_version(wide->size(), EccLevel::M) <= row.utf8_version);
    }
}
