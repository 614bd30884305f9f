// Instants and civil dates, always given from outside: core has no clock.
#pragma once

#include "core/base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace outpost {

/// A day of the proleptic Gregorian calendar, year 0 to 9999.
struct CivilDate {
    std::int32_t year = 1970;
    std::int32_t month = 1;
    std::int32_t day = 1;
    auto operator<=>(const CivilDate&) const = default;
};

/// A point in time, milliseconds since 1970-01-01T00:00:00Z (no leap seconds).
struct UtcInstant {
    std::int64_t since_epoch_ms = 0;
    auto operator<=>(const UtcInstant&) const = default;
};

/// Reads YYYY-MM-DD (ISO 8601 calendar date), nothing before or after it.
/// @error BadLength, BadSyntax, BadValue (no such day)
Result<CivilDate> parse_civil_date(std::string_view text);

/// Reads an RFC 3339 date-time with zone ("Z" or +hh:mm); fractions beyond milliseconds are cut
/// off.
/// @error BadLength, BadSyntax, BadValue
Result<UtcInstant> parse_rfc3339(std::string_view text);

/// "2026-11-22T20:27:28Z", or with milliseconds when they are not zero.
std::string format_rfc3339(UtcInstant instant);

/// "2026-11-22"
std::string format_civil_date(CivilDate date);

/// Days since 1970-01-01.
std::int64_t days_since_epoch(CivilDate date);

/// The UTC day that contains the instant.
CivilDate civil_date_of(UtcInstant instant);

/// Midnight UTC at the start of the day.
UtcInstant start_of(CivilDate date);

}  // namespace outpost
