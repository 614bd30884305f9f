// One symbol of a SMART Health Card that was cut into several: "shc:/2/3/<digits>".
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace outpost::parts {

inline constexpr std::string_view shc_scheme = "shc:/";

struct ShcChunk {
    std::uint32_t index = 0;  // from 1
    std::uint32_t count = 0;  // from 2
    std::string_view digits;  // borrowed from the text
};

/// True for "shc:/" with a further "/" behind it: a card in one symbol has none.
bool is_shc_chunk(std::string_view text);

/// SMART Health Cards 1.4, "Encoding QRs". Two digits stand for one character of the card, and a
/// card is cut between characters.
/// @error BadSyntax     not of this form, a number with a zero in front
/// @error BadValue      an index beyond the count, or a count of 1, which the form does not have
/// @error Overflow      a number beyond 32 bits
/// @error BadCharacter  something else than a digit; offset is its place
/// @error BadLength     no digits, or an odd number of them
Result<ShcChunk> read_shc_chunk(std::string_view text);

}  // namespace outpost::parts
