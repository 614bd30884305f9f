// From the bytes of a symbol or file to a credential of a known format, or to none.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/credential/credential.h"

#include <optional>

namespace outpost::formats {

/// What the bytes are. `credential` is empty for formats that are recognised but not parsed, and
/// for those that look like one and are damaged (`damage` then says why).
struct Recognition {
    credential::Format format = credential::Format::None;
    std::optional<credential::UnverifiedCredential> credential;
    std::optional<Error> damage;
};

/// Tries the forms in the order zip, JSON text, text prefixes; never fails: bytes that are no
/// credential are Format::None. Work and memory are bounded by divoc::payload_bytes_max.
Recognition recognise(ByteView payload);

/// The format of a parsed JSON document.
credential::Format format_of(const json::Value& document);

}  // namespace outpost::formats
