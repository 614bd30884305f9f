// Decimal numbers as they stand in the texts of parts: digits only, no zero in front.
#pragma once

#include "core/base/result.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace outpost::parts {

/// A number of 1 or more that fills the whole text.
/// @param at  offset of the text, for the error
/// @error BadSyntax, BadValue (zero), Overflow
inline Result<std::uint32_t> read_ordinal(std::string_view text, std::size_t at) {
    const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    if (text.empty() || !is_digit(text.front())) return Error{Errc::BadSyntax, at, "part number"};
    std::uint32_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, value);
    if (stop != end) return Error{Errc::BadSyntax, at, "part number"};
    if (failure == std::errc::result_out_of_range) return Error{Errc::Overflow, at, "part number"};
    if (value == 0) return Error{Errc::BadValue, at, "part number"};
    if (text.front() == '0') return Error{Errc::BadSyntax, at, "part number"};
    return value;
}

}  // namespace outpost::parts
