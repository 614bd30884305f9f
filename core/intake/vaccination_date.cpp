#include "core/intake/vaccination_date.h"

#include <algorithm>
#include <cstdlib>

namespace outpost::intake {

namespace {

constexpr std::size_t minutes_chars = 16;  // 2021-10-17T13:10
constexpr std::size_t seconds_chars = 19;
constexpr std::size_t chars_max = 40;
constexpr std::int32_t offset_minutes_max = 14 * 60;  // of xsd:dateTime, as which it is signed

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The zone in RFC 3339's own spelling: "+0530" as "+05:30", none as "Z".
std::string zone_of(std::string_view text) {
    if (text.empty()) return "Z";
    const bool has_sign = text.front() == '+' || text.front() == '-';
    if (text.size() != 5 || !has_sign) return std::string(text);
    return std::string(text.substr(0, 3)) + ":" + std::string(text.substr(3));
}

std::int32_t offset_of(std::string_view zone) {
    if (zone.size() != 6) return 0;
    const auto digit = [&](std::size_t i) { return static_cast<std::int32_t>(zone[i] - '0'); };
    const auto minutes = (digit(1) * 10 + digit(2)) * 60 + digit(4) * 10 + digit(5);
    return zone.front() == '-' ? -minutes : minutes;
}

}  // namespace

Result<VaccinationDate> parse_vaccination_date(std::string_view text) {
    if (text.size() < minutes_chars || text.size() > chars_max)
        return Error{Errc::BadLength, text.size(), "date-time"};
    std::string clock(text.substr(0, minutes_chars));
    auto rest = text.substr(minutes_chars);
    std::string milliseconds = "000";
    if (rest.empty() || rest == "Z") {
        clock += ":00";
    } else {
        clock += rest.substr(0, seconds_chars - minutes_chars);
        rest.remove_prefix(std::min(rest.size(), seconds_chars - minutes_chars));
        if (clock[10] == ' ') {
            if (!rest.empty()) return Error{Errc::BadSyntax, seconds_chars, "date-time"};
            clock[10] = 'T';
        }
    }
    if (rest.starts_with('.')) {
        const auto* end = std::find_if_not(rest.begin() + 1, rest.end(), is_digit);
        const std::string_view digits(rest.begin() + 1, end);
        if (digits.empty()) return Error{Errc::BadSyntax, seconds_chars, "date-time fraction"};
        const auto kept = std::min<std::size_t>(digits.size(), milliseconds.size());
        milliseconds.replace(0, kept, digits.substr(0, kept));
        rest.remove_prefix(digits.size() + 1);
    }
    // A leap second has no place in DIVOC's reader.
    if (clock.size() != seconds_chars || clock.substr(17) == "60" || clock[10] != 'T')
        return Error{Errc::BadSyntax, 0, "date-time"};
    auto zone = zone_of(rest);
    if (zone == "z") zone = "Z";
    VaccinationDate date;
    OUTPOST_TRY(date.instant, parse_rfc3339(clock + "." + milliseconds + zone));
    OUTPOST_TRY(date.day, parse_civil_date(std::string_view(clock).substr(0, 10)));
    date.offset_minutes = offset_of(zone);
    if (std::abs(date.offset_minutes) > offset_minutes_max)
        return Error{Errc::BadValue, seconds_chars, "date-time zone"};
    if (date.offset_minutes == 0) zone = "Z";
    date.text = clock + "." + milliseconds + zone;
    return date;
}

}  // namespace outpost::intake
