// A credential's JSON to the bytes of a DIVOC symbol.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>
#include <string_view>

namespace outpost::samples {

enum class PayloadForm : std::uint8_t {
    Raw,   // the zip itself
    Utf8,  // each byte of the zip as a Latin-1 character in UTF-8, as DIVOC's services write it
};

/// Zips the text as certificate.json (deflated, a fixed date) and wraps it.
/// @error Io
Result<Bytes> make_divoc_payload(std::string_view credential_json, PayloadForm form);

}  // namespace outpost::samples
