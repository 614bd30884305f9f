// The spellings of a date-time that DIVOC's service reads, and the one that it signs.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::intake {

struct VaccinationDate {
    UtcInstant instant;
    CivilDate day;                    // on the clock that wrote it
    std::int32_t offset_minutes = 0;  // east of UTC
    std::string text;                 // "2021-10-17T13:10:00.000+05:30"; "Z" for an offset of 0
};

/// Reads RFC 3339 with any fraction (beyond milliseconds it is cut off) and an offset with or
/// without colon, and YYYY-MM-DDThh:mm:ss, YYYY-MM-DDThh:mm, YYYY-MM-DDThh:mmZ and
/// "YYYY-MM-DD hh:mm:ss", which are UTC.
/// @error BadLength, BadSyntax, BadValue  (no such day or time, an offset beyond 14 hours)
Result<VaccinationDate> parse_vaccination_date(std::string_view text);

}  // namespace outpost::intake
