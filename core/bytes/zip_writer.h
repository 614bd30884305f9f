// A zip file with one entry, as DIVOC's services make it.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/bytes/zip_entry.h"

#include <string_view>

namespace outpost::bytes {

/// Packs the content as the only entry: deflated at level 9, sizes in the local header, no data
/// descriptor, no flags, no extra fields, dated 1980-01-01. The same content and zlib give the same
/// bytes; read_single_zip_entry() with the same limits reads them.
/// @error TooLong    content or archive over its limit
/// @error WorkLimit  it packs to less than 1/ratio_max, which a reader must take for an attack; or
///                   no memory
/// @error BadLength  entry name empty or longer than 65535 bytes
Result<Bytes> write_single_zip_entry(ByteView content, const ZipLimits& limits = {});

}  // namespace outpost::bytes
