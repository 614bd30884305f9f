// The one entry of a DIVOC archive: real ones, hostile ones, damaged ones.
#include "core/bytes/zip_entry.h"
#include "core/bytes/utf8.h"
#include "tests/support/files.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <malloc.h>

using namespace outpost;
using namespace outpost::bytes;

namespace {

Bytes file(const char* name) {
    return tests::read_bytes(tests::data_dir() / "bytes" / name);
}

Bytes utf8_of_latin1(ByteView source) {
    Bytes out;
    for (const auto byte : source) {
        if (byte >= 0x80) out.push_back(static_cast<std::uint8_t>(0xC0U | byte >> 6U));
        out.push_back(byte < 0x80 ? byte : static_cast<std::uint8_t>(0x80U | (byte & 0x3FU)));
    }
    return out;
}

}  // namespace

TEST_CASE("zip: the archives that DIVOC's producers write", "[bytes]") {
    const auto rsa = file("v3-dose1.rsa.signed.json");
    CHECK(*read_single_zip_entry(file("v3-dose1.rsa.qr-payload.zip")) == rsa);
    CHECK(*read_single_zip_entry(file("v3-dose1.rsa.qr-payload.datadescriptor.zip")) == rsa);
    CHECK(*read_single_zip_entry(file("info-zip-extra-fields.zip")) == rsa);
    CHECK(*read_single_zip_entry(file("v1-dose1.ed25519.qr-payload.zip")) ==
          file("v1-dose1.ed25519.signed.json"));
}

TEST_CASE("zip: the UTF-8 form is no zip file until it is reduced", "[bytes]") {
    const auto archive = file("v3-dose1.rsa.qr-payload.zip");
    const auto widened = utf8_of_latin1(archive);
    REQUIRE(widened.size() > archive.size());
    CHECK(has_zip_magic(widened));
    CHECK(read_single_zip_entry(widened).error().code == Errc::BadSyntax);
    CHECK(*latin1_of_utf8(widened) == archive);
    CHECK_FALSE(latin1_of_utf8(archive));
}

TEST_CASE("zip: hostile records", "[bytes][vectors]") {
    const auto vectors = tests::load_vectors("bytes/zip_entry.vec");
    REQUIRE(vectors.size() == 58);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto entry = read_single_zip_entry(v.bytes("Zip"));
            if (v.text("Outcome") == "OK") {
                REQUIRE(tests::outcome_of(entry) == "OK");
                CHECK(*entry == v.bytes("Content"));
            } else {
                REQUIRE_FALSE(entry);
                CHECK(code_name(entry.error().code) == v.text("Outcome"));
            }
        }
    }
}

TEST_CASE("zip: limits of the caller", "[bytes]") {
    const auto archive = file("v3-dose1.rsa.qr-payload.zip");
    ZipLimits limits;
    limits.entry_bytes_max = 1902;
    CHECK(read_single_zip_entry(archive, limits)->size() == 1902);
    limits.entry_bytes_max = 1901;
    CHECK(read_single_zip_entry(archive, limits).error().code == Errc::TooLong);
    limits = {};
    limits.archive_bytes_max = archive.size();
    CHECK(read_single_zip_entry(archive, limits));
    limits.archive_bytes_max = archive.size() - 1;
    CHECK(read_single_zip_entry(archive, limits).error().code == Errc::TooLong);
    limits = {};
    limits.ratio_max = 1;
    CHECK(read_single_zip_entry(archive, limits).error().code == Errc::WorkLimit);
    limits.ratio_max = 2;
    CHECK(read_single_zip_entry(archive, limits));
    limits.entry_name = "credential.json";
    CHECK(read_single_zip_entry(archive, limits).error().code == Errc::NotFound);
}

TEST_CASE("zip: every cut and every changed bit", "[bytes]") {
    const auto archive = file("v3-dose1.rsa.qr-payload.datadescriptor.zip");
    const auto content = file("v3-dose1.rsa.signed.json");
    for (std::size_t size = 0; size < archive.size(); ++size) {
        const auto cut = read_single_zip_entry(ByteView(archive).first(size));
        REQUIRE_FALSE(cut);
        REQUIRE(cut.error().code == Errc::BadSyntax);
    }
    auto changed = archive;
    for (std::size_t bit = 0; bit < archive.size() * 8; ++bit) {
        const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
        changed[bit / 8] ^= mask;
        const auto entry = read_single_zip_entry(changed);
        CAPTURE(bit);
        // Times, versions and attributes may change; the content may not.
        if (entry) REQUIRE(*entry == content);
        changed[bit / 8] ^= mask;
    }
}

TEST_CASE("zip: many archives, good and bad, leave nothing behind", "[bytes]") {
    const auto good = file("v3-dose1.rsa.qr-payload.zip");
    auto damaged = good;
    damaged[100] ^= 0x10U;
    const auto widened = utf8_of_latin1(good);
    const auto round = [&] {
        CHECK(read_single_zip_entry(good));
        CHECK_FALSE(read_single_zip_entry(damaged));
        CHECK_FALSE(read_single_zip_entry(widened));
    };
    for (int i = 0; i < 50; ++i) round();
    const auto before = mallinfo2().uordblks;
    for (int i = 0; i < 2000; ++i) round();
    const auto after = mallinfo2().uordblks;
    CHECK(after <= before + 4096);  // the test framework itself may keep a little
}
