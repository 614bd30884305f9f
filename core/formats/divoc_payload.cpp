// A credential's JSON to the bytes of a DIVOC symbol.
#include "core/formats/divoc_payload.h"

#include "core/bytes/zip_writer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace outpost::formats {

namespace {

/// Each byte as the code point of the same number: what JavaScript's encoder does to a binary
/// string.
Bytes utf8_of_latin1(ByteView latin1) {
    const auto is_wide = [](std::uint8_t byte) { return byte >= 0x80; };
    const auto wide = std::count_if(latin1.begin(), latin1.end(), is_wide);
    Bytes utf8;
    utf8.reserve(latin1.size() + static_cast<std::size_t>(wide));
    for (const auto byte : latin1) {
        if (is_wide(byte)) utf8.push_back(static_cast<std::uint8_t>(0xC0U | byte >> 6U));
        utf8.push_back(is_wide(byte) ? static_cast<std::uint8_t>(0x80U | (byte & 0x3FU)) : byte);
    }
    return utf8;
}

}  // namespace

Result<Bytes> make_divoc_payload(std::string_view credential_json, PayloadForm form) {
    if (credential_json.empty()) return Error{Errc::BadLength, 0, "empty credential"};
    OUTPOST_TRY(auto zip, bytes::write_single_zip_entry(as_bytes(credential_json)));
    if (form == PayloadForm::Compact) return zip;
    return utf8_of_latin1(zip);
}

}  // namespace outpost::formats
