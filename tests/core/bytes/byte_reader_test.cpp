// ByteReader: byte orders, and a failed read takes nothing.
#include "core/bytes/byte_reader.h"

#include <catch2/catch.hpp>

using namespace outpost;
using outpost::bytes::ByteReader;

TEST_CASE("byte_reader: byte orders", "[bytes]") {
    const Bytes data{0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0xF8};
    CHECK(*ByteReader(data).u8() == 0x01);
    CHECK(*ByteReader(data).u16_le() == 0x0201);
    CHECK(*ByteReader(data).u16_be() == 0x0102);
    CHECK(*ByteReader(data).u32_le() == 0x04030201);
    CHECK(*ByteReader(data).u32_be() == 0x01020304);
    CHECK(*ByteReader(data).u64_le() == 0xF807060504030201);
    CHECK(*ByteReader(data).u64_be() == 0x01020304050607F8);
}

TEST_CASE("byte_reader: never leaves the buffer", "[bytes]") {
    const Bytes data{1, 2, 3, 4, 5};
    ByteReader reader(data);
    CHECK(reader.skip(2));
    CHECK(reader.u32_le().error().code == Errc::Truncated);
    CHECK(reader.u32_be().error().offset == 2);
    CHECK(reader.u64_le().error().code == Errc::Truncated);
    CHECK(reader.take(SIZE_MAX).error().code == Errc::Truncated);
    CHECK(reader.offset() == 2);
    CHECK(reader.take(3)->size() == 3);
    CHECK(reader.is_at_end());
    CHECK(reader.take(0)->empty());
    CHECK(reader.u8().error().offset == 5);
    CHECK(ByteReader({}).is_at_end());
}
