// The payload of a DIVOC symbol: a zip with one entry, certificate.json, in two byte forms.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>

namespace outpost::formats::divoc {

/// A version 40-L symbol holds 2953 bytes; files may be larger than symbols.
inline constexpr std::size_t payload_bytes_max = 64 * 1024;
inline constexpr std::size_t certificate_bytes_max = 64 * 1024;

/// How the zip stood in the symbol's bytes.
enum class ByteForm : std::uint8_t {
    Raw,   // the bytes themselves (CoWIN's Go service, most other writers)
    Utf8,  // each byte as a UTF-8 code point (DIVOC's own JavaScript writer)
};

struct Unpacked {
    ByteForm form = ByteForm::Raw;
    Bytes certificate_json;
};

/// True when the bytes begin like a zip; both byte forms do.
bool looks_like_zip(ByteView payload);

/// Takes certificate.json out of the zip: first from the bytes as they are, then from the code
/// points of their UTF-8 reading. The two never both succeed.
/// @error TooLong, BadSyntax (no zip in either form), BadChecksum, Unsupported, BadValue (not
/// exactly one
///        entry with that name)
Result<Unpacked> unpack(ByteView payload);

}  // namespace outpost::formats::divoc
