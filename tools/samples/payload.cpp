// A credential's JSON to the bytes of a DIVOC symbol.
#include "tools/samples/payload.h"

#include <zip.h>

#include <memory>

namespace outpost::samples {

namespace {

using SourceHandle = std::unique_ptr<zip_source_t, decltype(&zip_source_free)>;

Result<Bytes> read_source(zip_source_t* source) {
    constexpr std::size_t zip_bytes_max = 64 * 1024;
    if (zip_source_open(source) != 0) return Error{Errc::Io, 0, "zip"};
    Bytes zip(zip_bytes_max);
    const auto got = zip_source_read(source, zip.data(), zip.size());
    zip_source_close(source);
    if (got <= 0) return Error{Errc::Io, 0, "zip"};
    zip.resize(static_cast<std::size_t>(got));
    return zip;
}

Result<Bytes> zip_one_entry(std::string_view text) {
    const SourceHandle target(zip_source_buffer_create(nullptr, 0, 0, nullptr), &zip_source_free);
    auto* archive = zip_open_from_source(target.get(), ZIP_TRUNCATE, nullptr);
    if (archive == nullptr) return Error{Errc::Io, 0, "zip"};
    zip_source_keep(target.get());  // zip_close() gives one reference back
    auto* entry_source = zip_source_buffer(archive, text.data(), text.size(), 0);
    const auto entry = zip_file_add(archive, "certificate.json", entry_source, ZIP_FL_ENC_UTF_8);
    constexpr std::uint16_t first_of_january_2022 = (42 << 9) | (1 << 5) | 1;
    if (entry < 0 ||
        zip_file_set_dostime(archive, static_cast<zip_uint64_t>(entry), 0, first_of_january_2022,
                             0) != 0 ||
        zip_close(archive) != 0) {
        zip_discard(archive);
        return Error{Errc::Io, 0, "zip"};
    }
    return read_source(target.get());
}

Bytes latin1_to_utf8(const Bytes& latin1) {
    Bytes utf8;
    for (const auto byte : latin1) {
        if (byte < 0x80) {
            utf8.push_back(byte);
        } else {
            utf8.push_back(static_cast<std::uint8_t>(0xc0 | byte >> 6));
            utf8.push_back(static_cast<std::uint8_t>(0x80 | (byte & 0x3f)));
        }
    }
    return utf8;
}

}  // namespace

Result<Bytes> make_divoc_payload(std::string_view credential_json, PayloadForm form) {
    OUTPOST_TRY(auto zip, zip_one_entry(credential_json));
    if (form == PayloadForm::Raw) return zip;
    return latin1_to_utf8(zip);
}

}  // namespace outpost::samples
