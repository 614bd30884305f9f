// Dates for people, through ICU: the one file of the module that knows it.
#include "core/render/date_text.h"

#include "core/render/page_data.h"

#include <unicode/gregocal.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <limits>

namespace outpost::render {

namespace {

constexpr std::size_t pattern_bytes_max = 64;
constexpr std::size_t zone_bytes_max = 64;
constexpr std::size_t locale_bytes_max = 64;

std::unique_ptr<icu::TimeZone> zone_of(std::string_view name) {
    if (name.empty() || name.size() > zone_bytes_max) return nullptr;
    const auto id = icu::UnicodeString::fromUTF8(std::string(name));
    std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
    // ICU answers an unknown name with "Etc/Unknown", which would silently be UTC.
    if (zone == nullptr || *zone == icu::TimeZone::getUnknown()) return nullptr;
    return zone;
}

}  // namespace

struct DateWriter::Parts {
    std::unique_ptr<icu::SimpleDateFormat> in_zone;
    std::unique_ptr<icu::SimpleDateFormat> in_utc;  // a day without a time belongs to no zone
};

namespace {

Result<std::unique_ptr<icu::SimpleDateFormat>> formatter(const DateStyle& style,
                                                         const icu::TimeZone& zone) {
    UErrorCode status = U_ZERO_ERROR;
    const auto locale = icu::Locale::createCanonical(style.locale.c_str());
    auto made = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(style.pattern),
                                                        locale, status);
    if (U_FAILURE(status)) return Error{Errc::BadValue, 0, "date pattern"};
    // The calendar of the certificate is the Gregorian one, also where a locale would prefer
    // another.
    auto calendar = std::make_unique<icu::GregorianCalendar>(zone, locale, status);
    if (U_FAILURE(status)) return Error{Errc::BadValue, 0, "date locale"};
    calendar->setGregorianChange(-std::numeric_limits<double>::max(), status);
    made->adoptCalendar(calendar.release());
    return made;
}

Result<std::string> format(const icu::SimpleDateFormat& formatter, UtcInstant instant) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString text;
    formatter.format(static_cast<UDate>(instant.since_epoch_ms), text, nullptr, status);
    if (U_FAILURE(status)) return Error{Errc::BadValue, 0, "date pattern"};
    std::string out;
    text.toUTF8String(out);
    return out;
}

}  // namespace

DateWriter::DateWriter(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
DateWriter::~DateWriter() = default;
DateWriter::DateWriter(DateWriter&&) noexcept = default;
DateWriter& DateWriter::operator=(DateWriter&&) noexcept = default;

Result<DateWriter> DateWriter::make(const DateStyle& style) {
    if (style.pattern.empty() || style.pattern.size() > pattern_bytes_max)
        return Error{Errc::BadValue, 0, "date pattern"};
    if (style.locale.size() > locale_bytes_max) return Error{Errc::BadValue, 0, "date locale"};
    const auto zone = zone_of(style.time_zone);
    if (zone == nullptr) return Error{Errc::Unsupported, 0, "time zone"};
    auto parts = std::make_unique<Parts>();
    OUTPOST_TRY(parts->in_zone, formatter(style, *zone));
    OUTPOST_TRY(parts->in_utc, formatter(style, *icu::TimeZone::getGMT()));
    // ICU finds a wrong pattern letter only when it formats.
    OUTPOST_TRY(const auto trial, format(*parts->in_utc, UtcInstant{}));
    if (trial.empty()) return Error{Errc::BadValue, 0, "date pattern"};
    return DateWriter(std::move(parts));
}

Result<std::string> DateWriter::text(std::string_view iso_text) const {
    if (const auto day = parse_civil_date(iso_text)) return format(*parts_->in_utc, start_of(*day));
    if (const auto instant = parse_rfc3339(iso_text)) return format(*parts_->in_zone, *instant);
    return std::string(iso_text);
}

Result<std::string> date_text(std::string_view iso_text, const DateStyle& style) {
    OUTPOST_TRY(const auto writer, DateWriter::make(style));
    return writer.text(iso_text);
}

bool is_time_zone(std::string_view name) {
    return zone_of(name) != nullptr;
}

}  // namespace outpost::render
