#include "core/bytes/zip_writer.h"

#include "core/bytes/byte_reader.h"
#include "core/bytes/zip_entry.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::bytes;

namespace {

Bytes file(const char* name) {
    return tests::read_bytes(tests::data_dir() / "bytes" / name);
}

/// Bytes that do not pack.
Bytes noise(std::size_t count) {
    Bytes bytes;
    std::uint32_t state = 1;
    for (std::size_t k = 0; k < count; ++k) {
        state = state * 1664525 + 1013904223;
        bytes.push_back(static_cast<std::uint8_t>(state >> 24));
    }
    return bytes;
}

Bytes slice(const Bytes& bytes, std::size_t at, std::size_t count) {
    REQUIRE(bytes.size() >= at + count);
    return to_bytes(ByteView(bytes).subspan(at, count));
}

std::uint32_t u32_at(const Bytes& bytes, std::size_t at) {
    ByteReader reader(ByteView(bytes).subspan(at));
    const auto value = reader.u32_le();
    REQUIRE(value);
    return *value;
}

}  // namespace

TEST_CASE("zip writer: what it writes is read", "[bytes]") {
    for (const std::size_t count :
         {0U, 1U, 100U, 249U, 250U, 251U, 1700U, 3834U, 3835U, 40'000U, 65'000U}) {
        CAPTURE(count);
        const auto content = noise(count);
        const auto archive = write_single_zip_entry(content);
        REQUIRE(archive);
        const auto read = read_single_zip_entry(*archive);
        REQUIRE(read);
        CHECK(*read == content);
    }
}

TEST_CASE("zip writer: the records are those of DIVOC's own writer", "[bytes]") {
    const auto content = file("v3-dose1.rsa.signed.json");
    const auto theirs = file("v3-dose1.rsa.qr-payload.zip");
    const auto ours = write_single_zip_entry(content);
    REQUIRE(ours);
    CHECK(ours->size() <= theirs.size());  // level 9 against 6
    CHECK(ours->size() + 20 > theirs.size());
    // Mark, version needed, flags, method; then time and date, which differ; then the CRC.
    CHECK(slice(*ours, 0, 10) == slice(theirs, 0, 10));
    CHECK(slice(*ours, 10, 4) == Bytes{0, 0, 0x21, 0});
    CHECK(slice(*ours, 14, 4) == slice(theirs, 14, 4));
    CHECK(u32_at(*ours, 18) == ours->size() - 30 - 16 - 46 - 16 - 22);  // packed, in this header
    CHECK(u32_at(*ours, 22) == content.size());
    CHECK(slice(*ours, 26, 20) == slice(theirs, 26, 20));  // lengths and name
    const auto our_directory = ours->size() - 22 - 46 - 16;
    const auto their_directory = theirs.size() - 22 - 46 - 16;
    CHECK(slice(*ours, our_directory, 12) == slice(theirs, their_directory, 12));
    CHECK(slice(*ours, our_directory + 12, 4) == Bytes{0, 0, 0x21, 0});
    CHECK(slice(*ours, our_directory + 28, 34) == slice(theirs, their_directory + 28, 34));
    CHECK(slice(*ours, ours->size() - 22, 16) == slice(theirs, theirs.size() - 22, 16));
    CHECK(u32_at(*ours, ours->size() - 6) == our_directory);
    CHECK(slice(*ours, ours->size() - 2, 2) == Bytes{0, 0});
}

TEST_CASE("zip writer: the same content gives the same bytes", "[bytes]") {
    const auto content = file("v3-dose1.rsa.signed.json");
    CHECK(*write_single_zip_entry(content) == *write_single_zip_entry(content));
}

TEST_CASE("zip writer: writes nothing that the reader would refuse", "[bytes][hostile]") {
    CHECK(write_single_zip_entry(noise(64 * 1024 + 1)).error().code == Errc::TooLong);
    // Fits as content, but not as an archive: it does not pack.
    CHECK(write_single_zip_entry(noise(64 * 1024)).error().code == Errc::TooLong);
    CHECK(write_single_zip_entry(Bytes(64 * 1024, 'a')).error().code == Errc::WorkLimit);
    ZipLimits limits;
    limits.entry_name = "";
    CHECK(write_single_zip_entry(noise(10), limits).error().code == Errc::BadLength);
    const std::string long_name(0x10000, 'n');
    limits.entry_name = long_name;
    CHECK(write_single_zip_entry(noise(10), limits).error().code == Errc::BadLength);
    limits.entry_name = "other.json";
    const auto other = write_single_zip_entry(noise(10), limits);
    REQUIRE(other);
    CHECK(*read_single_zip_entry(*other, limits) == noise(10));
    CHECK(read_single_zip_entry(*other).error().code == Errc::NotFound);
    limits.entry_bytes_max = 9;
    CHECK(write_single_zip_entry(noise(10), limits).error().code == Errc::TooLong);
}
