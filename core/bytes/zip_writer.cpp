// Lays out the records itself, because libzip writes other flags and versions than DIVOC's writers;
// zlib packs the content.
#include "core/bytes/zip_writer.h"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace outpost::bytes {

namespace {

// PKWARE APPNOTE 6.3, sections 4.3.7 to 4.3.16.
constexpr std::uint32_t local_header_mark = 0x04034B50;
constexpr std::uint32_t central_header_mark = 0x02014B50;
constexpr std::uint32_t end_record_mark = 0x06054B50;
constexpr std::size_t records_bytes = 30 + 46 + 22;
constexpr std::uint16_t version_made_by = 20;
constexpr std::uint16_t version_needed =
    10;  // what JSZip writes; APPNOTE would have 20 for deflate
constexpr std::uint16_t method_deflated = 8;
constexpr std::uint16_t midnight = 0;
constexpr std::uint16_t first_of_january_1980 = (1 << 5) | 1;  // the first day that zip knows
constexpr std::size_t name_bytes_max = 0xFFFF;

struct Packed {
    Bytes bytes;
    std::uint32_t crc = 0;
    std::uint32_t entry_bytes = 0;
};

class LittleEndian {
  public:
    explicit LittleEndian(std::size_t bytes) { out_.reserve(bytes); }
    void u16(std::uint16_t value) {
        out_.push_back(static_cast<std::uint8_t>(value & 0xFFU));
        out_.push_back(static_cast<std::uint8_t>(value >> 8U));
    }
    void u32(std::uint32_t value) {
        u16(static_cast<std::uint16_t>(value & 0xFFFFU));
        u16(static_cast<std::uint16_t>(value >> 16U));
    }
    void bytes(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(out_.size()); }
    Bytes take() { return std::move(out_); }

  private:
    Bytes out_;
};

/// The smallest window that reaches over the whole content: setting up zlib's largest costs more
/// than packing a certificate. The packed bytes are the same.
int window_bits(std::size_t content_bytes) {
    constexpr int bits_min = 9;
    constexpr int bits_max = 15;
    constexpr std::size_t lookahead_bytes = 262;  // zlib's MIN_LOOKAHEAD
    int bits = bits_min;
    while (bits < bits_max && (std::size_t{1} << bits) < content_bytes + lookahead_bytes) ++bits;
    return bits;
}

Result<Bytes> deflate_all(ByteView content) {
    constexpr int default_memory_level = 8;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -window_bits(content.size()),
                     default_memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
        return Error{Errc::WorkLimit, 0, "zip memory"};
    Bytes packed(deflateBound(&stream, static_cast<uLong>(content.size())));
    stream.next_in = content.data();
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    const int outcome = deflate(&stream, Z_FINISH);
    const auto packed_bytes = std::min(packed.size(), std::size_t{stream.total_out});
    deflateEnd(&stream);
    if (outcome != Z_STREAM_END) return Error{Errc::WorkLimit, 0, "zip deflate"};
    packed.resize(packed_bytes);
    return packed;
}

/// What the local and the central header have in common.
void write_common(LittleEndian& out, const Packed& packed, std::size_t name_bytes) {
    out.u16(version_needed);
    out.u16(0);  // flags
    out.u16(method_deflated);
    out.u16(midnight);
    out.u16(first_of_january_1980);
    out.u32(packed.crc);
    out.u32(static_cast<std::uint32_t>(packed.bytes.size()));
    out.u32(packed.entry_bytes);
    out.u16(static_cast<std::uint16_t>(name_bytes));
    out.u16(0);  // extra field
}

Bytes lay_out(const Packed& packed, std::string_view name) {
    LittleEndian out(records_bytes + 2 * name.size() + packed.bytes.size());
    out.u32(local_header_mark);
    write_common(out, packed, name.size());
    out.bytes(as_bytes(name));
    out.bytes(packed.bytes);
    const auto directory_at = out.size();
    out.u32(central_header_mark);
    out.u16(version_made_by);
    write_common(out, packed, name.size());
    out.u16(0);  // comment
    out.u16(0);  // disk
    out.u16(0);  // internal attributes
    out.u32(0);  // external attributes
    out.u32(0);  // place of the local header
    out.bytes(as_bytes(name));
    const auto directory_bytes = out.size() - directory_at;
    out.u32(end_record_mark);
    out.u16(0);  // disk
    out.u16(0);  // disk of the directory
    out.u16(1);  // entries here
    out.u16(1);  // entries
    out.u32(directory_bytes);
    out.u32(directory_at);
    out.u16(0);  // comment
    return out.take();
}

}  // namespace

Result<Bytes> write_single_zip_entry(ByteView content, const ZipLimits& limits) {
    if (limits.entry_name.empty() || limits.entry_name.size() > name_bytes_max)
        return Error{Errc::BadLength, 0, "zip entry name"};
    if (content.size() > limits.entry_bytes_max || content.size() > UINT32_MAX)
        return Error{Errc::TooLong, limits.entry_bytes_max, "zip entry"};
    OUTPOST_TRY(auto bytes, deflate_all(content));
    if (content.size() > bytes.size() * limits.ratio_max)
        return Error{Errc::WorkLimit, 0, "zip ratio"};
    const auto crc = crc32(0, content.data(), static_cast<uInt>(content.size()));
    const Packed packed{std::move(bytes), static_cast<std::uint32_t>(crc),
                        static_cast<std::uint32_t>(content.size())};
    const auto archive_bytes = records_bytes + 2 * limits.entry_name.size() + packed.bytes.size();
    if (archive_bytes > limits.archive_bytes_max || archive_bytes > UINT32_MAX)
        return Error{Errc::TooLong, limits.archive_bytes_max, "zip file"};
    return lay_out(packed, limits.entry_name);
}

}  // namespace outpost::bytes
