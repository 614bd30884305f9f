#include "core/parts/ur_part.h"

#include "core/base/check.h"
#include "core/base/narrow.h"
#include "core/bytes/byte_reader.h"

namespace outpost::parts {

namespace {

// RFC 8949 section 3.1: the upper three bits of the first byte.
enum class Major : std::uint8_t { Number = 0, ByteString = 2, Array = 4 };

constexpr std::uint8_t in_one_byte = 24;
constexpr std::uint8_t in_two_bytes = 25;
constexpr std::uint8_t in_four_bytes = 26;
constexpr std::uint8_t in_eight_bytes = 27;
constexpr std::uint32_t part_members = 5;

void append_head(Bytes& out, Major major, std::uint32_t value) {
    const auto first = static_cast<unsigned>(major) << 5U;
    const auto append = [&out](unsigned byte) { out.push_back(static_cast<std::uint8_t>(byte)); };
    if (value < in_one_byte) {
        append(first | value);
        return;
    }
    if (value <= 0xFF) {
        append(first | in_one_byte);
    } else if (value <= 0xFFFF) {
        append(first | in_two_bytes);
        append(value >> 8U);
    } else {
        append(first | in_four_bytes);
        append(value >> 24U);
        append(value >> 16U);
        append(value >> 8U);
    }
    append(value);
}

Result<std::uint32_t> read_argument(bytes::ByteReader& reader, std::uint8_t form) {
    const auto at = reader.offset();
    std::uint64_t value = form;
    std::uint64_t smallest = 0;
    if (form == in_one_byte) {
        OUTPOST_TRY(value, reader.u8());
        smallest = in_one_byte;
    } else if (form == in_two_bytes) {
        OUTPOST_TRY(value, reader.u16_be());
        smallest = 0x100;
    } else if (form == in_four_bytes) {
        OUTPOST_TRY(value, reader.u32_be());
        smallest = 0x10000;
    } else if (form == in_eight_bytes) {
        return Error{Errc::Overflow, at, "cbor number"};
    } else if (form > in_eight_bytes) {
        return Error{Errc::BadSyntax, at, "cbor head"};
    }
    // RFC 8949 section 4.2.1: the shortest form, or two texts would stand for one part.
    if (value < smallest) return Error{Errc::BadSyntax, at, "cbor number in a longer form"};
    return narrow<std::uint32_t>(value);
}

Result<std::uint32_t> read_head(bytes::ByteReader& reader, Major major) {
    const auto at = reader.offset();
    OUTPOST_TRY(const auto first, reader.u8());
    if (first >> 5U != static_cast<unsigned>(major)) return Error{Errc::BadSyntax, at, "cbor type"};
    return read_argument(reader, first & 0x1FU);
}

Result<Bytes> read_last_string(bytes::ByteReader& reader) {
    OUTPOST_TRY(const auto size, read_head(reader, Major::ByteString));
    OUTPOST_TRY(const auto content, reader.take(size));
    if (!reader.is_at_end()) return Error{Errc::TrailingData, reader.offset(), "cbor"};
    return to_bytes(content);
}

void append_string(Bytes& out, ByteView bytes) {
    const auto size = narrow<std::uint32_t>(bytes.size());
    OUTPOST_CHECK(size.has_value());
    append_head(out, Major::ByteString, *size);
    out.insert(out.end(), bytes.begin(), bytes.end());
}

}  // namespace

Bytes write_ur_part(const UrPart& part) {
    Bytes out;
    append_head(out, Major::Array, part_members);
    for (const auto value : {part.number, part.count, part.message_bytes, part.checksum})
        append_head(out, Major::Number, value);
    append_string(out, part.fragment);
    return out;
}

Result<UrPart> read_ur_part(ByteView cbor) {
    bytes::ByteReader reader(cbor);
    OUTPOST_TRY(const auto members, read_head(reader, Major::Array));
    if (members != part_members) return Error{Errc::BadSyntax, 0, "members of a part"};
    UrPart part;
    for (auto* value : {&part.number, &part.count, &part.message_bytes, &part.checksum}) {
        OUTPOST_TRY(*value, read_head(reader, Major::Number));
    }
    OUTPOST_TRY(part.fragment, read_last_string(reader));
    return part;
}

Bytes write_byte_string(ByteView bytes) {
    Bytes out;
    append_string(out, bytes);
    return out;
}

Result<Bytes> read_byte_string(ByteView cbor) {
    bytes::ByteReader reader(cbor);
    return read_last_string(reader);
}

}  // namespace outpost::parts
