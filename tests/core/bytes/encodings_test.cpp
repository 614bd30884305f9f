// Hexadecimal, base64, base45, base58 and multibase: published examples, refusals, round trips.
#include "core/bytes/base45.h"
#include "core/bytes/base58.h"
#include "core/bytes/base64.h"
#include "core/bytes/hex.h"
#include "core/bytes/multibase.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <random>

using namespace outpost;
using namespace outpost::bytes;

namespace {

Bytes pseudo_random_bytes(std::size_t count, unsigned seed) {
    std::minstd_rand engine(seed);
    Bytes out(count);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(engine() >> 8U);
    return out;
}

}  // namespace

TEST_CASE("base45: published and hostile vectors", "[bytes][vectors]") {
    const auto vectors = tests::load_vectors("bytes/base45.vec");
    REQUIRE(vectors.size() == 16);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto decoded = decode_base45(v.text("Text"));
            REQUIRE(tests::outcome_of(decoded) == v.text("Outcome"));
            if (!decoded) continue;
            CHECK(*decoded == v.bytes("Bytes"));
            CHECK(encode_base45(*decoded) == v.text("Text"));
        }
    }
}

TEST_CASE("base64: published vectors in both alphabets", "[bytes][vectors]") {
    const auto vectors = tests::load_vectors("bytes/base64.vec");
    REQUIRE(vectors.size() == 7);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto bytes = v.bytes("Bytes");
            CHECK(*decode_base64(v.text("Plain")) == bytes);
            CHECK(*decode_base64url(v.text("Url")) == bytes);
            CHECK(encode_base64(bytes) == v.text("Plain"));
            CHECK(encode_base64url(bytes) == v.text("Url"));
        }
    }
}

TEST_CASE("base64: every other spelling is refused", "[bytes][vectors]") {
    const auto vectors = tests::load_vectors("bytes/base64_refused.vec");
    REQUIRE(vectors.size() == 19);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto decoded =
                v.has("Url") ? decode_base64url(v.text("Url")) : decode_base64(v.text("Plain"));
            CHECK(tests::outcome_of(decoded) == v.text("Outcome"));
        }
    }
}

TEST_CASE("base58: published and hostile vectors", "[bytes][vectors]") {
    const auto vectors = tests::load_vectors("bytes/base58.vec");
    REQUIRE(vectors.size() == 14);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto decoded = decode_base58(v.text("Text"));
            REQUIRE(tests::outcome_of(decoded) == v.text("Outcome"));
            if (!decoded) continue;
            CHECK(*decoded == v.bytes("Bytes"));
            CHECK(*encode_base58(*decoded) == v.text("Text"));
        }
    }
}

TEST_CASE("hex: both cases in, lower case out", "[bytes]") {
    CHECK(*decode_hex("00fFA5") == Bytes{0x00, 0xFF, 0xA5});
    CHECK(encode_hex(Bytes{0x00, 0xFF, 0xA5}) == "00ffa5");
    CHECK(decode_hex("")->empty());
    CHECK(tests::outcome_of(decode_hex("abc")) == "bad_length@3");
    CHECK(tests::outcome_of(decode_hex("0g")) == "bad_character@1");
    CHECK(tests::outcome_of(decode_hex("00 1")) == "bad_character@2");
    CHECK(tests::outcome_of(decode_hex("0x11")) == "bad_character@1");
}

TEST_CASE("multibase: two prefixes, offsets count the prefix", "[bytes]") {
    CHECK(*decode_multibase("z5R") == Bytes{1, 0});
    CHECK(*decode_multibase("uAQA") == Bytes{1, 0});
    CHECK(*encode_multibase_base58(Bytes{1, 0}) == "z5R");
    CHECK(encode_multibase_base64url(Bytes{1, 0}) == "uAQA");
    CHECK(decode_multibase("z")->empty());
    CHECK(tests::outcome_of(decode_multibase("")) == "truncated@0");
    CHECK(tests::outcome_of(decode_multibase("mAQA")) == "unsupported@0");
    CHECK(tests::outcome_of(decode_multibase("Z5R")) == "unsupported@0");
    CHECK(tests::outcome_of(decode_multibase("z50")) == "bad_character@2");
    CHECK(tests::outcome_of(decode_multibase("uAQA=")) == "bad_character@4");
    CHECK(tests::outcome_of(decode_multibase("uAQB")) == "bad_value@3");
}

TEST_CASE("encodings: limits come first", "[bytes]") {
    const auto at_limit = [](std::size_t n) { return std::string(n, '1'); };
    CHECK(decode_hex(at_limit(hex_chars_max)));
    CHECK(decode_hex(at_limit(hex_chars_max + 1)).error().code == Errc::TooLong);
    CHECK(decode_base45(at_limit(base45_chars_max)));
    CHECK(decode_base45(at_limit(base45_chars_max + 1)).error().code == Errc::TooLong);
    CHECK(decode_base58(at_limit(base58_chars_max)));
    CHECK(decode_base58(std::string(base58_chars_max, 'z')));
    CHECK(decode_base58(at_limit(base58_chars_max + 1)).error().code == Errc::TooLong);
    CHECK(encode_base58(Bytes(base58_bytes_max, 0xFF))->size() <= base58_chars_max);
    CHECK(encode_base58(Bytes(base58_bytes_max + 1)).error().code == Errc::TooLong);
    CHECK(decode_base64(at_limit(base64_chars_max)));
    CHECK(decode_base64(at_limit(base64_chars_max + 1)).error().code == Errc::TooLong);
    CHECK(decode_base64url(at_limit(base64_chars_max)));
    CHECK(decode_base64url(at_limit(base64_chars_max + 1)).error().code == Errc::TooLong);
    CHECK(decode_base64url(at_limit(base64_chars_max + 4), base64_chars_max + 4));
    CHECK(decode_base64url("AAAA", 3).error().code == Errc::TooLong);
}

TEST_CASE("encodings: every length survives the way there and back", "[bytes]") {
    for (std::size_t size = 0; size <= 300; ++size) {
        const auto bytes = pseudo_random_bytes(size, static_cast<unsigned>(size) + 1);
        CAPTURE(size);
        REQUIRE(*decode_hex(encode_hex(bytes)) == bytes);
        REQUIRE(*decode_base45(encode_base45(bytes)) == bytes);
        REQUIRE(*decode_base58(*encode_base58(bytes)) == bytes);
        REQUIRE(*decode_base64(encode_base64(bytes)) == bytes);
        REQUIRE(*decode_base64url(encode_base64url(bytes)) == bytes);
    }
}

TEST_CASE("encodings: a changed bit never gives the same bytes", "[bytes]") {
    const auto bytes = pseudo_random_bytes(32, 7);
    const std::string texts[] = {encode_base45(bytes), *encode_base58(bytes), encode_base64(bytes),
                                 encode_base64url(bytes)};
    for (const auto& text : texts) {
        for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
            auto changed = text;
            changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
            CAPTURE(text, bit);
            const auto is_other = [&](const Result<Bytes>& r) { return !r || *r != bytes; };
            REQUIRE(is_other(decode_base45(changed)));
            REQUIRE(is_other(decode_base58(changed)));
            REQUIRE(is_other(decode_base64(changed)));
            REQUIRE(is_other(decode_base64url(changed)));
        }
    }
}
