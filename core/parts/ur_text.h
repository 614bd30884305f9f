// The text of a Uniform Resource of type "bytes" (BCR-2020-005): "ur:bytes/1-9/<bytewords>".
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace outpost::parts {

/// Most characters that read_ur takes: the alphanumeric capacity of a version 40-L symbol.
inline constexpr std::size_t ur_chars_max = 4296;

struct UrSequence {
    std::uint32_t number = 0;  // from 1
    std::uint32_t count = 0;   // from 1
};

struct UrText {
    std::optional<UrSequence> sequence;  // none: the body is the whole message
    Bytes body;                          // CBOR, its checksum already compared
};

/// True when the text begins with "ur:" in either case.
bool is_ur(std::string_view text);

/// Reads one text. Letters of either case: the alphanumeric mode of a QR symbol has capitals only.
/// @error TooLong      more than ur_chars_max
/// @error Unsupported  a type other than "bytes"
/// @error BadSyntax    too few or too many fields, or numbers that are none
/// @error BadValue     a number that is 0
/// @error Overflow     a number beyond 32 bits
/// @error BadLength, BadCharacter, BadChecksum  of the bytewords
Result<UrText> read_ur(std::string_view text);

/// In lower case, the canonical form.
std::string write_ur(const UrText& ur);

}  // namespace outpost::parts
