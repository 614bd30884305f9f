// Certificate ids: 11 digits of a number block and a Damm check digit.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::journal {

/// Numbers that one kiosk alone gives out, both ends included: whole numbers of exactly 11 digits
/// that do not begin with 0. An id is the number and its check digit: 12 digits.
struct NumberBlock {
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool operator==(const NumberBlock&) const = default;
};

/// Kiosk number 0 to 8999 to its block: 1000 + kiosk, then a counter from 0000001 to 9999999.
/// @error BadValue
Result<NumberBlock> block_of_kiosk(std::int64_t kiosk);

/// Eleven digits, none of them too many or too few, and first not after last.
bool is_well_formed(const NumberBlock& block);

/// True when both name a number.
bool is_overlapping(const NumberBlock& a, const NumberBlock& b);

/// "471900000018": the number and the Damm check digit, which shows every single wrong digit and
/// every exchange of two neighbours.
std::string certificate_id_of(std::int64_t number);

/// True for text that some kiosk could have issued: twelve digits, the last one fitting.
bool has_check_digit(std::string_view certificate_id);

}  // namespace outpost::journal
