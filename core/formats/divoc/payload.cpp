// Both byte forms of a DIVOC payload, raw first.
#include "core/formats/divoc/payload.h"

#include "core/bytes/utf8.h"
#include "core/bytes/zip_entry.h"

namespace outpost::formats::divoc {

bool looks_like_zip(ByteView payload) {
    return bytes::has_zip_magic(payload);
}

Result<Unpacked> unpack(ByteView payload) {
    if (payload.size() > payload_bytes_max)
        return Error{Errc::TooLong, payload_bytes_max, "divoc payload"};
    auto raw = bytes::read_single_zip_entry(payload);
    if (raw) return Unpacked{ByteForm::Raw, std::move(raw).value()};
    // The magic proves nothing: it is ASCII, so both forms begin with it. Whatever was wrong with
    // the raw reading, the other one is tried; its own checks decide.
    const auto bytes = bytes::latin1_of_utf8(payload);
    if (!bytes || bytes->size() == payload.size()) return raw.error();
    auto utf8 = bytes::read_single_zip_entry(*bytes);
    if (!utf8) return utf8.error().code == Errc::BadSyntax ? raw.error() : utf8.error();
    return Unpacked{ByteForm::Utf8, std::move(utf8).value()};
}

}  // namespace outpost::formats::divoc
