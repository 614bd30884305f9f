// A credential's JSON to the bytes of a DIVOC symbol. The way back is divoc::unpack().
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/symbol_writer.h"

#include <string_view>

namespace outpost::formats {

/// Zips the text, as it is, as certificate.json and gives it its byte form. Whether a symbol holds
/// it is smallest_version()'s to say.
/// @param credential_json  at most 64 KiB
/// @error BadLength (empty), TooLong, WorkLimit (repeats itself so much that no reader takes it)
Result<Bytes> make_divoc_payload(std::string_view credential_json, PayloadForm form);

}  // namespace outpost::formats
