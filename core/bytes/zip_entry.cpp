// Checks the layout of the archive first, then lets libzip unpack it and compare the CRC.
#include "core/bytes/zip_entry.h"

#include "core/bytes/byte_reader.h"

#include <zip.h>

#include <cstdint>
#include <memory>

namespace outpost::bytes {

namespace {

// PKWARE APPNOTE 6.3, sections 4.3.7 to 4.3.16.
constexpr std::uint32_t local_header_mark = 0x04034B50;
constexpr std::uint32_t central_header_mark = 0x02014B50;
constexpr std::uint32_t end_record_mark = 0x06054B50;
constexpr std::size_t local_header_bytes = 30;
constexpr std::size_t central_header_bytes = 46;
constexpr std::size_t end_record_bytes = 22;
constexpr std::uint16_t flag_encrypted = 0x0001;
constexpr std::uint16_t flag_data_descriptor = 0x0008;
constexpr std::uint16_t flag_patch = 0x0020;
constexpr std::uint16_t flag_strong_encryption = 0x0040;
constexpr std::uint16_t flag_masked_headers = 0x2000;
constexpr std::uint16_t method_stored = 0;
constexpr std::uint16_t method_deflated = 8;

struct EndRecord {
    std::size_t directory_offset = 0;
    std::size_t directory_bytes = 0;
};

struct CentralHeader {
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::size_t packed_bytes = 0;
    std::size_t entry_bytes = 0;
};

Result<EndRecord> read_end_record(ByteView archive) {
    constexpr Error not_a_zip{Errc::BadSyntax, 0, "not a zip file"};
    if (archive.size() < end_record_bytes || !has_zip_magic(archive)) return not_a_zip;
    const auto at = archive.size() - end_record_bytes;
    ByteReader reader(archive.subspan(at));
    OUTPOST_TRY(const auto mark, reader.u32_le());
    if (mark != end_record_mark) return not_a_zip;
    OUTPOST_TRY(const auto disk, reader.u16_le());
    OUTPOST_TRY(const auto directory_disk, reader.u16_le());
    OUTPOST_TRY(const auto entries_here, reader.u16_le());
    OUTPOST_TRY(const auto entries, reader.u16_le());
    OUTPOST_TRY(const auto directory_bytes, reader.u32_le());
    OUTPOST_TRY(const auto directory_offset, reader.u32_le());
    OUTPOST_TRY(const auto comment_bytes, reader.u16_le());
    if (disk != 0 || directory_disk != 0) return Error{Errc::Unsupported, at, "zip disks"};
    if (comment_bytes != 0) return Error{Errc::Unsupported, at, "zip comment"};
    if (entries == 0) return Error{Errc::NotFound, at, "zip entry"};
    if (entries > 1) return Error{Errc::Duplicate, at, "zip entries"};
    if (entries_here != entries) return Error{Errc::BadValue, at, "zip entries"};
    if (std::uint64_t{directory_offset} + directory_bytes != at)
        return not_a_zip;  // so are all archives that went through a text: every place moved
    return EndRecord{directory_offset, directory_bytes};
}

Result<void> check_name(ByteView name, std::size_t at, const ZipLimits& limits) {
    if (as_text(name) != limits.entry_name) return Error{Errc::NotFound, at, "zip entry name"};
    return {};
}

Result<CentralHeader> read_central_header(ByteView archive, const EndRecord& end,
                                          const ZipLimits& limits) {
    const auto at = end.directory_offset;
    ByteReader reader(archive.subspan(at, end.directory_bytes));
    CentralHeader header;
    OUTPOST_TRY(const auto mark, reader.u32_le());
    if (mark != central_header_mark) return Error{Errc::BadValue, at, "zip central header"};
    OUTPOST_TRY_VOID(reader.skip(4));  // versions
    OUTPOST_TRY(header.flags, reader.u16_le());
    OUTPOST_TRY(header.method, reader.u16_le());
    OUTPOST_TRY_VOID(reader.skip(8));  // time, date, CRC
    OUTPOST_TRY(header.packed_bytes, reader.u32_le());
    OUTPOST_TRY(header.entry_bytes, reader.u32_le());
    OUTPOST_TRY(const auto name_bytes, reader.u16_le());
    OUTPOST_TRY(const auto extra_bytes, reader.u16_le());
    OUTPOST_TRY(const auto comment_bytes, reader.u16_le());
    OUTPOST_TRY(const auto disk, reader.u16_le());
    OUTPOST_TRY_VOID(reader.skip(6));  // attributes
    OUTPOST_TRY(const auto local_offset, reader.u32_le());
    OUTPOST_TRY(const auto name, reader.take(name_bytes));
    OUTPOST_TRY_VOID(reader.skip(extra_bytes));
    if (comment_bytes != 0) return Error{Errc::Unsupported, at, "zip comment"};
    if (disk != 0) return Error{Errc::Unsupported, at, "zip disks"};
    if (local_offset != 0 || !reader.is_at_end())
        return Error{Errc::BadValue, at, "zip central header"};
    OUTPOST_TRY_VOID(check_name(name, at + central_header_bytes, limits));
    return header;
}

Result<void> check_central_header(const CentralHeader& header, std::size_t at,
                                  const ZipLimits& limits) {
    constexpr unsigned unsupported =
        flag_encrypted | flag_patch | flag_strong_encryption | flag_masked_headers;
    if ((header.flags & unsupported) != 0) return Error{Errc::Unsupported, at, "zip flags"};
    if (header.method != method_stored && header.method != method_deflated)
        return Error{Errc::Unsupported, at, "zip method"};
    if (header.entry_bytes > limits.entry_bytes_max) return Error{Errc::TooLong, at, "zip entry"};
    if (header.entry_bytes > header.packed_bytes * limits.ratio_max)
        return Error{Errc::WorkLimit, at, "zip ratio"};
    return {};
}

// A data descriptor is a mark (which some writers leave out), a CRC and two sizes.
bool is_descriptor_size(std::size_t bytes, std::uint16_t flags) {
    if ((flags & flag_data_descriptor) == 0) return bytes == 0;
    return bytes == 12 || bytes == 16;
}

Result<void> check_local_header(ByteView archive, const CentralHeader& central,
                                const EndRecord& end, const ZipLimits& limits) {
    ByteReader reader(archive.first(end.directory_offset));
    OUTPOST_TRY_VOID(reader.skip(6));  // mark, version
    OUTPOST_TRY(const auto flags, reader.u16_le());
    OUTPOST_TRY(const auto method, reader.u16_le());
    OUTPOST_TRY_VOID(reader.skip(16));  // time, date, CRC, sizes: libzip compares them
    OUTPOST_TRY(const auto name_bytes, reader.u16_le());
    OUTPOST_TRY(const auto extra_bytes, reader.u16_le());
    OUTPOST_TRY(const auto name, reader.take(name_bytes));
    OUTPOST_TRY_VOID(reader.skip(extra_bytes));
    OUTPOST_TRY_VOID(reader.skip(central.packed_bytes));
    OUTPOST_TRY_VOID(check_name(name, local_header_bytes, limits));
    if (flags != central.flags || method != central.method)
        return Error{Errc::BadValue, 0, "zip local header"};
    if (!is_descriptor_size(reader.remaining(), flags))
        return Error{Errc::BadValue, reader.offset(), "zip gap"};
    return {};
}

Error error_of(int zip_code) {
    switch (zip_code) {
        case ZIP_ER_NOZIP:
            return {Errc::BadSyntax, 0, "not a zip file"};
        case ZIP_ER_CRC:
            return {Errc::BadChecksum, 0, "zip entry"};
        case ZIP_ER_EOF:
            return {Errc::Truncated, 0, "zip entry"};
        case ZIP_ER_MEMORY:
            return {Errc::WorkLimit, 0, "zip memory"};
        case ZIP_ER_COMPNOTSUPP:
        case ZIP_ER_ENCRNOTSUPP:
            return {Errc::Unsupported, 0, "zip entry"};
        default:
            return {Errc::BadValue, 0, "zip records or data"};
    }
}

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using File = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

Result<Archive> open_archive(ByteView archive) {
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
    auto* opened = source == nullptr
                       ? nullptr
                       : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    const int code = zip_error_code_zip(&error);
    zip_error_fini(&error);
    if (opened == nullptr) {
        if (source != nullptr) zip_source_free(source);
        return error_of(code);
    }
    return Archive(opened, &zip_discard);
}

Result<Bytes> read_entry(zip_t* archive, std::size_t size) {
    if (zip_get_num_entries(archive, 0) != 1) return Error{Errc::BadValue, 0, "zip entries"};
    const File file(zip_fopen_index(archive, 0, 0), &zip_fclose);
    if (file == nullptr) return error_of(zip_error_code_zip(zip_get_error(archive)));
    Bytes out(size);
    std::size_t filled = 0;
    std::uint8_t beyond = 0;
    while (true) {  // libzip compares the CRC when it meets the end, so go on until it says so
        const bool is_full = filled == out.size();
        const auto got = is_full ? zip_fread(file.get(), &beyond, 1)
                                 : zip_fread(file.get(), out.data() + filled, out.size() - filled);
        if (got < 0) return error_of(zip_error_code_zip(zip_file_get_error(file.get())));
        if (got == 0) break;
        if (is_full) return Error{Errc::BadValue, 0, "zip entry size"};
        filled += static_cast<std::size_t>(got);
    }
    if (filled != out.size()) return Error{Errc::BadValue, 0, "zip entry size"};
    return out;
}

}  // namespace

bool has_zip_magic(ByteView archive) {
    ByteReader reader(archive);
    const auto mark = reader.u32_le();
    return mark && *mark == local_header_mark;
}

Result<Bytes> read_single_zip_entry(ByteView archive, const ZipLimits& limits) {
    if (archive.size() > limits.archive_bytes_max)
        return Error{Errc::TooLong, limits.archive_bytes_max, "zip file"};
    OUTPOST_TRY(const auto end, read_end_record(archive));
    OUTPOST_TRY(const auto central, read_central_header(archive, end, limits));
    OUTPOST_TRY_VOID(check_central_header(central, end.directory_offset, limits));
    OUTPOST_TRY_VOID(check_local_header(archive, central, end, limits));
    OUTPOST_TRY(const auto opened, open_archive(archive));
    return read_entry(opened.get(), central.entry_bytes);
}

}  // namespace outpost::bytes
