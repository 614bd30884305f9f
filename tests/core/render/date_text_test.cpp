#include "core/render/page_data.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::render;

namespace {

std::string shown(std::string_view iso, const DateStyle& style) {
    const auto text = date_text(iso, style);
    return text ? *text : "error: " + std::string(code_name(text.error().code));
}

DateStyle in_zone(const char* zone, const char* locale = "en",
                  const char* pattern = "dd-MMM-yyyy") {
    return {zone, locale, pattern};
}

}  // namespace

TEST_CASE("date text: an instant is shown in the zone, a day never moves", "[render]") {
    const std::string evening = "2022-02-08T20:00:00Z";
    CHECK(shown(evening, in_zone("Asia/Kolkata")) == "09-Feb-2022");
    CHECK(shown(evening, in_zone("UTC")) == "08-Feb-2022");
    CHECK(shown("2022-02-08T03:00:00.000Z", in_zone("America/Lima")) == "07-Feb-2022");
    CHECK(shown("2022-02-08T23:30:00+05:30", in_zone("Asia/Kolkata")) == "08-Feb-2022");
    for (const char* zone : {"Asia/Kolkata", "America/Lima", "Pacific/Kiritimati", "UTC"})
        CHECK(shown("2022-02-08", in_zone(zone)) == "08-Feb-2022");
}

TEST_CASE("date text: pattern and locale", "[render]") {
    CHECK(shown("2022-02-08", in_zone("UTC", "hi", "d MMMM yyyy")) == "8 फ़रवरी 2022");
    CHECK(shown("2022-02-08T20:05:00Z", in_zone("Asia/Kolkata", "en", "yyyy-MM-dd HH:mm")) ==
          "2022-02-09 01:35");
    // The Gregorian calendar, whatever the locale would prefer, and before 1582 too.
    CHECK(shown("2022-02-08", in_zone("UTC", "th", "yyyy-MM-dd")) == "2022-02-08");
    CHECK(shown("1500-03-01", in_zone("UTC")) == "01-Mar-1500");
}

TEST_CASE("date text: what is no date stays as it is", "[render]") {
    for (const char* text : {"", "NA", "2022-02-30", "2022-02-08T25:00:00Z", "08/02/2022", "2022"})
        CHECK(shown(text, in_zone("Asia/Kolkata")) == text);
}

TEST_CASE("date text: a style that can not be used is refused", "[render]") {
    CHECK(shown("2022-02-08", in_zone("Asia/Atlantis")) == "error: unsupported");
    CHECK(shown("2022-02-08", in_zone("")) == "error: unsupported");
    CHECK(shown("2022-02-08", in_zone("UTC", "en", "")) == "error: bad_value");
    CHECK(shown("2022-02-08", in_zone("UTC", "en", "jj TT bb oo")) == "error: bad_value");
    CHECK(shown("2022-02-08", {"UTC", "en", std::string(65, 'y')}) == "error: bad_value");
    CHECK(is_time_zone("Asia/Colombo"));
    CHECK_FALSE(is_time_zone("Colombo"));
    CHECK_FALSE(is_time_zone(std::string(1000, 'A')));
}
