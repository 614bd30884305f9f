// Texts and CBOR of Uniform Resources: published vectors, refusals, every cut.
#include "core/parts/bytewords.h"
#include "core/parts/crc32.h"
#include "core/parts/part_encoder.h"
#include "core/parts/ur_part.h"
#include "core/parts/ur_text.h"
#include "core/parts/xor_bytes.h"
#include "tests/core/parts/messages.h"
#include "tests/support/vectors.h"

#include <catch2/catch.hpp>

#include <set>

using namespace outpost;
using namespace outpost::parts;

TEST_CASE("crc32: published values", "[parts][vectors]") {
    CHECK(crc32(as_bytes("123456789")) == 0xCBF43926);
    CHECK(crc32(as_bytes("Hello, world!")) == 0xEBE6C6E6);
    CHECK(crc32(as_bytes("Wolf")) == 0x598C84DC);
    CHECK(crc32({}) == 0);
}

TEST_CASE("bytewords: published and hostile vectors", "[parts][vectors]") {
    const auto vectors = tests::load_vectors("parts/bytewords.vec");
    REQUIRE(vectors.size() == 15);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto decoded = decode_bytewords(v.text("Text"));
            REQUIRE(tests::outcome_of(decoded) == v.text("Outcome"));
            if (!decoded) continue;
            CHECK(*decoded == v.bytes("Bytes"));
            CHECK(*decode_bytewords(encode_bytewords(*decoded)) == *decoded);
        }
    }
}

TEST_CASE("bytewords: every byte has two letters of its own", "[parts]") {
    Bytes all(256);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
    const auto text = encode_bytewords(all);
    std::set<std::string> pairs;
    for (std::size_t at = 0; at < 512; at += 2) pairs.insert(text.substr(at, 2));
    CHECK(pairs.size() == 256);
    CHECK(*decode_bytewords(text) == all);
    const std::string too_long(bytewords_chars_max + 2, 'a');
    CHECK(tests::outcome_of(decode_bytewords(too_long)) == "too_long@4296");
}

TEST_CASE("ur: text, published and hostile vectors", "[parts][vectors]") {
    const auto vectors = tests::load_vectors("parts/ur_refused.vec");
    REQUIRE(vectors.size() == 26);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            const auto ur = read_ur(v.text("Text"));
            REQUIRE(tests::outcome_of(ur) == v.text("Outcome"));
            if (ur) CHECK(ur->body == Bytes{0, 1, 2, 128, 255});
        }
    }
    CHECK(tests::outcome_of(read_ur("ur:" + std::string(ur_chars_max, 'a'))) == "too_long@4296");
}

TEST_CASE("ur: a message in one part", "[parts][vectors]") {
    // bc-ur, test_single_part_ur, in the words of October 2020 as ur-rs has it
    const std::string text =
        "ur:bytes/"
        "hdeymejtswhhylkepmykhhtsytsnoyoyaxaedsuttydmmhhpktpmsrjtgwdpfnsboxgwlbaawzuefywkdplr"
        "srjynbvygabwjldapfcsdwkbrkch";
    const auto message = tests::drawn_bytes(50);
    const auto encoder = PartEncoder::open(message, 1000);
    REQUIRE(encoder);
    CHECK(encoder->part_count() == 1);
    CHECK(encoder->part(1) == text);
    CHECK(encoder->part(77) == text);
    PartCollector collector;
    CHECK(std::get<JoinedMessage>(tests::offer_text(collector, text)).message == message);
    CHECK(collector.set_count() == 0);
}

TEST_CASE("ur: parts, published", "[parts][vectors]") {
    const auto vectors = tests::load_vectors("parts/ur_parts.vec");
    REQUIRE(vectors.size() == 20);
    const auto encoder = PartEncoder::open(tests::drawn_bytes(256), 30);
    REQUIRE(encoder);
    CHECK(encoder->part_count() == 9);
    for (std::uint32_t i = 0; i < vectors.size(); ++i) {
        CHECK(vectors[i].text("Number") == std::to_string(i + 1));
        CHECK(encoder->part(i + 1) == vectors[i].text("Text"));
    }
    // README of ur-rs: "Ten chars!" ten times, which is no CBOR, so only the part itself is read
    const auto ur = read_ur("ur:bytes/1-20/lpadbbcsiecyvdidatkpfeghihjtcxiabdfevlms");
    REQUIRE(ur);
    const auto part = read_ur_part(ur->body);
    REQUIRE(part);
    CHECK(as_text(part->fragment) == "Ten c");
    CHECK(part->message_bytes == 100);
}

TEST_CASE("ur: CBOR of parts, published", "[parts][vectors]") {
    const auto vectors = tests::load_vectors("parts/ur_cbor.vec");
    REQUIRE(vectors.size() == 20);
    auto message = tests::drawn_bytes(256);
    const auto checksum = crc32(message);
    CHECK(checksum == 23570951);
    message.resize(9 * 29, 0);
    const FragmentChooser chooser(9);
    for (std::uint32_t number = 1; number <= vectors.size(); ++number) {
        const auto cbor = vectors[number - 1].bytes("Cbor");
        const auto part = read_ur_part(cbor);
        REQUIRE(part);
        CHECK(part->number == number);
        CHECK(part->count == 9);
        CHECK(part->message_bytes == 256);
        CHECK(part->checksum == checksum);
        Bytes mixed(29, 0);
        for (const auto index : chooser.choose(number, checksum))
            xor_bytes(mixed, ByteView(message).subspan(index * 29, 29));
        CHECK(part->fragment == mixed);
        CHECK(write_ur_part(*part) == cbor);
    }
}

TEST_CASE("ur: CBOR that is none of ours", "[parts][vectors]") {
    const auto vectors = tests::load_vectors("parts/ur_cbor_refused.vec");
    REQUIRE(vectors.size() == 18);
    for (const auto& v : vectors) {
        DYNAMIC_SECTION(v.place()) {
            CHECK(tests::outcome_of(read_ur_part(v.bytes("Cbor"))) == v.text("Outcome"));
        }
    }
}

TEST_CASE("ur: CBOR cut at each byte, and numbers of every length", "[parts]") {
    for (const auto number : {1U, 23U, 24U, 255U, 256U, 65535U, 65536U, 4294967295U}) {
        const UrPart part{number, number, number, number, tests::drawn_bytes(300)};
        const auto cbor = write_ur_part(part);
        const auto read = read_ur_part(cbor);
        REQUIRE(read);
        CHECK(read->number == number);
        CHECK(read->fragment == part.fragment);
        for (std::size_t cut = 0; cut < cbor.size(); ++cut) {
            const auto outcome = read_ur_part(ByteView(cbor).first(cut));
            REQUIRE_FALSE(outcome);
            REQUIRE(outcome.error().code == Errc::Truncated);
        }
    }
    for (const auto size : {0U, 23U, 24U, 255U, 256U, 65535U, 65536U}) {
        const auto bytes = tests::drawn_bytes(size);
        const auto cbor = write_byte_string(bytes);
        CHECK(*read_byte_string(cbor) == bytes);
        CHECK(read_byte_string(ByteView(cbor).first(cbor.size() - 1)).error().code ==
              Errc::Truncated);
    }
}

TEST_CASE("encoder: limits", "[parts]") {
    const auto outcome = [](std::size_t message_bytes, std::size_t fragment_bytes_max) {
        const auto encoder = PartEncoder::open(Bytes(message_bytes, 7), fragment_bytes_max);
        return encoder ? std::string("OK") : std::string(code_name(encoder.error().code));
    };
    CHECK(outcome(0, 100) == "bad_length");
    CHECK(outcome(1, 0) == "bad_length");
    CHECK(outcome(1, encoded_fragment_bytes_max) == "OK");
    CHECK(outcome(1, encoded_fragment_bytes_max + 1) == "bad_length");
    CHECK(outcome(encoded_message_bytes_max, 2048) == "OK");
    CHECK(outcome(encoded_message_bytes_max + 1, 2048) == "too_long");
    CHECK(outcome(1022, 1) == "too_long");  // 1025 bytes of CBOR
    CHECK(outcome(1021, 1) == "OK");
}

TEST_CASE("encoder: each text fits into one symbol", "[parts]") {
    const auto encoder = PartEncoder::open(tests::drawn_bytes(300'000), 2048);
    REQUIRE(encoder);
    for (const auto number : {1U, 146U, 147U, 65536U, 4294967295U}) {
        const auto text = encoder->part_in_capitals(number);
        CHECK(text.size() <= 2 * 2048 + 96);
        CHECK(text.size() <= ur_chars_max);
        CHECK(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/-") == text.npos);
        CHECK(read_ur(text)->body == read_ur(encoder->part(number))->body);
    }
}
