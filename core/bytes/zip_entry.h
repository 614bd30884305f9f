// The one entry of a DIVOC archive. Anything else that a zip file may hold is refused.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string_view>

namespace outpost::bytes {

struct ZipLimits {
    std::size_t archive_bytes_max = 64 * 1024;
    std::size_t entry_bytes_max = 64 * 1024;
    std::size_t ratio_max = 64;  // bytes out for a byte in; a certificate has about 2
    std::string_view entry_name = "certificate.json";
};

/// True when the bytes begin like a zip file. Its form as UTF-8 text begins in the same way.
bool has_zip_magic(ByteView archive);

/// Unpacks an archive with exactly one entry of the expected name, stored or deflated. The records
/// must cover the archive without gaps: local header, data (with or without data descriptor),
/// central header, end record; no comment, no second entry, no split, no encryption, no zip64.
/// @error BadSyntax    not a zip file: no header at its start, or no end record at its end that
///                     points just behind the data (the UTF-8 form: see latin1_of_utf8)
/// @error TooLong      archive or entry over its limit; @error WorkLimit  ratio over its limit
/// @error Duplicate    more than one entry; @error NotFound  no entry, or one of another name
/// @error Unsupported  another method, encryption, several disks, a comment
/// @error BadValue     records that contradict each other or the data; @error Truncated
/// @error BadChecksum  CRC-32 differs
Result<Bytes> read_single_zip_entry(ByteView archive, const ZipLimits& limits = {});

}  // namespace outpost::bytes
