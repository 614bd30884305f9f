// Zip archives, raw and in their UTF-8 form: limits hold, and at most one of the
// two readings works.
#include "core/bytes/utf8.h"
#include "core/bytes/zip_entry.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

using namespace outpost;

namespace {

Bytes utf8_of_latin1(ByteView source) {
    Bytes out;
    for (const auto byte : source) {
        if (byte < 0x80) {
            out.push_back(byte);
        } else {
            out.push_back(static_cast<std::uint8_t>(0xC0U | byte >> 6U));
            out.push_back(static_cast<std::uint8_t>(0x80U | (byte & 0x3FU)));
        }
    }
    return out;
}

void check_latin1(ByteView input) {
    const auto reduced = bytes::latin1_of_utf8(input);
    if (!reduced) {
        OUTPOST_CHECK(reduced.error().offset <= input.size());
        return;
    }
    const auto widened = utf8_of_latin1(*reduced);
    OUTPOST_CHECK(std::equal(widened.begin(), widened.end(), input.begin(), input.end()));
}

void append_le(Bytes& out, std::uint32_t value, std::size_t count) {
    for (; count > 0; --count, value >>= 8U) out.push_back(static_cast<std::uint8_t>(value));
}

// An archive that is right but for its deflate stream, which is the input: mutations of a whole
// archive seldom get as far as the unpacking. Its CRC is that of nothing.
Bytes archive_around(ByteView stream, std::uint32_t entry_bytes) {
    const auto stream_bytes = static_cast<std::uint32_t>(stream.size());
    const auto name = as_bytes(bytes::ZipLimits{}.entry_name);
    const auto name_bytes = static_cast<std::uint32_t>(name.size());
    const auto append_common = [&](Bytes& out) {  // version, flags, method, time, date, CRC, sizes
        for (const std::uint32_t value : {20U, 0U, 8U, 0U, 0x5A21U}) append_le(out, value, 2);
        for (const std::uint32_t value : {0U, stream_bytes, entry_bytes}) append_le(out, value, 4);
        append_le(out, name_bytes, 2);
    };
    Bytes out;
    append_le(out, 0x04034B50, 4);
    append_common(out);
    append_le(out, 0, 2);
    out.insert(out.end(), name.begin(), name.end());
    out.insert(out.end(), stream.begin(), stream.end());
    const auto directory_at = static_cast<std::uint32_t>(out.size());
    append_le(out, 0x02014B50, 4);
    append_le(out, 20, 2);
    append_common(out);
    out.resize(out.size() + 16);
    out.insert(out.end(), name.begin(), name.end());
    append_le(out, 0x06054B50, 4);
    for (const std::uint32_t value : {0U, 0U, 1U, 1U}) append_le(out, value, 2);
    append_le(out, 46 + name_bytes, 4);
    append_le(out, directory_at, 4);
    append_le(out, 0, 2);
    return out;
}

void check_stream(ByteView input) {
    if (input.size() < 2) return;
    const std::uint32_t entry_bytes = input[0] * 256U + input[1];
    const auto archive = archive_around(input.subspan(2), entry_bytes);
    const auto entry = bytes::read_single_zip_entry(archive);
    if (entry) {
        OUTPOST_CHECK(entry->size() == entry_bytes);
        return;
    }
    const auto code = entry.error().code;
    OUTPOST_CHECK(code != Errc::BadSyntax && code != Errc::NotFound && code != Errc::Unsupported);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > fuzz::input_bytes_max) return 0;
    const ByteView input(data, size);
    check_latin1(input);
    check_stream(input);
    const bytes::ZipLimits limits;
    const auto entry = bytes::read_single_zip_entry(input, limits);
    if (!entry) {
        OUTPOST_CHECK(entry.error().offset <= std::max(size, limits.archive_bytes_max));
        return 0;
    }
    OUTPOST_CHECK(bytes::has_zip_magic(input));
    OUTPOST_CHECK(entry->size() <= limits.entry_bytes_max);
    OUTPOST_CHECK(entry->size() <= size * limits.ratio_max);
    const auto widened = utf8_of_latin1(input);
    if (widened.size() == size) return 0;
    OUTPOST_CHECK(!bytes::read_single_zip_entry(widened, limits).has_value());
    return 0;
}
