// RFC 3339 and calendar arithmetic without the locale and without a time-zone database.
#include "core/base/time.h"

#include <array>
#include <chrono>

namespace outpost {

namespace {

constexpr std::int64_t ms_per_day = 86'400'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Reads exactly `count` digits at `at`; the caller has checked the length.
Result<std::int32_t> digits(std::string_view text, std::size_t at, std::size_t count) {
    std::int32_t number = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || !is_digit(text[i])) return Error{Errc::BadSyntax, i, "date digits"};
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

void append_digits(std::string& out, std::int64_t number, int width) {
    std::array<char, 20> buffer{};
    for (int i = width - 1; i >= 0; --i) {
        buffer[static_cast<std::size_t>(i)] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    out.append(buffer.data(), static_cast<std::size_t>(width));
}

/// "Z", "z" or "+hh:mm" from `at` to the end, as minutes east of UTC.
Result<std::int32_t> zone_offset_minutes(std::string_view text, std::size_t at) {
    if (at + 1 == text.size() && (text[at] == 'Z' || text[at] == 'z')) return 0;
    if (at + 6 != text.size() || text[at + 3] != ':')
        return Error{Errc::BadSyntax, at, "date-time zone"};
    if (text[at] != '+' && text[at] != '-') return Error{Errc::BadSyntax, at, "date-time zone"};
    OUTPOST_TRY(const auto hours, digits(text, at + 1, 2));
    OUTPOST_TRY(const auto minutes, digits(text, at + 4, 2));
    if (hours > 23 || minutes > 59) return Error{Errc::BadValue, at, "date-time zone"};
    const auto offset = hours * 60 + minutes;
    return text[at] == '-' ? -offset : offset;
}

}  // namespace

std::int64_t days_since_epoch(CivilDate date) {
    const std::chrono::year_month_day day{std::chrono::year{date.year},
                                          std::chrono::month{static_cast<unsigned>(date.month)},
                                          std::chrono::day{static_cast<unsigned>(date.day)}};
    return std::chrono::sys_days{day}.time_since_epoch().count();
}

CivilDate civil_date_of(UtcInstant instant) {
    auto days = instant.since_epoch_ms / ms_per_day;
    if (instant.since_epoch_ms % ms_per_day < 0) --days;
    const std::chrono::year_month_day day{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
    return {static_cast<int>(day.year()),
            static_cast<std::int32_t>(static_cast<unsigned>(day.month())),
            static_cast<std::int32_t>(static_cast<unsigned>(day.day()))};
}

UtcInstant start_of(CivilDate date) {
    return {days_since_epoch(date) * ms_per_day};
}

Result<CivilDate> parse_civil_date(std::string_view text) {
    if (text.size() != 10) return Error{Errc::BadLength, text.size(), "date"};
    if (text[4] != '-' || text[7] != '-') return Error{Errc::BadSyntax, 4, "date separators"};
    CivilDate date;
    OUTPOST_TRY(date.year, digits(text, 0, 4));
    OUTPOST_TRY(date.month, digits(text, 5, 2));
    OUTPOST_TRY(date.day, digits(text, 8, 2));
    const std::chrono::year_month_day day{std::chrono::year{date.year},
                                          std::chrono::month{static_cast<unsigned>(date.month)},
                                          std::chrono::day{static_cast<unsigned>(date.day)}};
    if (!day.ok()) return Error{Errc::BadValue, 0, "no such day"};
    return date;
}

Result<UtcInstant> parse_rfc3339(std::string_view text) {
    constexpr std::size_t shortest = 20;  // 2026-11-22T20:27:28Z
    constexpr std::size_t longest = 64;
    if (text.size() < shortest || text.size() > longest)
        return Error{Errc::BadLength, text.size(), "date-time"};
    OUTPOST_TRY(const auto date, parse_civil_date(text.substr(0, 10)));
    if (text[10] != 'T' && text[10] != 't') return Error{Errc::BadSyntax, 10, "date-time T"};
    if (text[13] != ':' || text[16] != ':') return Error{Errc::BadSyntax, 13, "time separators"};
    OUTPOST_TRY(const auto hour, digits(text, 11, 2));
    OUTPOST_TRY(const auto minute, digits(text, 14, 2));
    OUTPOST_TRY(const auto second, digits(text, 17, 2));
    // RFC 3339 section 5.6 allows second 60 for leap seconds; it is read as the next second.
    if (hour > 23 || minute > 59 || second > 60) return Error{Errc::BadValue, 11, "no such time"};
    std::int64_t ms = 0;
    std::size_t at = 19;
    if (text[at] == '.') {
        const auto first = ++at;
        for (std::int64_t unit = 100; at < text.size() && is_digit(text[at]); ++at, unit /= 10)
            ms += unit * (text[at] - '0');
        if (at == first) return Error{Errc::BadSyntax, at, "date-time fraction"};
    }
    if (at >= text.size()) return Error{Errc::BadSyntax, at, "date-time zone"};
    OUTPOST_TRY(const auto offset, zone_offset_minutes(text, at));
    const std::int64_t minutes = std::int64_t{hour} * 60 + minute - offset;
    return UtcInstant{start_of(date).since_epoch_ms + (minutes * 60 + second) * 1000 + ms};
}

std::string format_civil_date(CivilDate date) {
    std::string out;
    append_digits(out, date.year, 4);
    out += '-';
    append_digits(out, date.month, 2);
    out += '-';
    append_digits(out, date.day, 2);
    return out;
}

std::string format_rfc3339(UtcInstant instant) {
    const auto date = civil_date_of(instant);
    const auto in_day_ms = instant.since_epoch_ms - start_of(date).since_epoch_ms;
    auto out = format_civil_date(date);
    out += 'T';
    append_digits(out, in_day_ms / 3'600'000, 2);
    out += ':';
    append_digits(out, in_day_ms / 60'000 % 60, 2);
    out += ':';
    append_digits(out, in_day_ms / 1000 % 60, 2);
    if (in_day_ms % 1000 != 0) {
        out += '.';
        append_digits(out, in_day_ms % 1000, 3);
    }
    out += 'Z';
    return out;
}

}  // namespace outpost
