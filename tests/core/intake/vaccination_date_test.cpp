// The spellings of vaccination.date that are read, and the one that is written.
#include "core/intake/vaccination_date.h"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

using namespace outpost;
using intake::parse_vaccination_date;

TEST_CASE("vaccination date: one spelling from many", "[intake]") {
    const std::pair<const char*, const char*> cases[] = {
        {"2022-02-08T09:10:00.000Z", "2022-02-08T09:10:00.000Z"},
        {"2022-02-08T09:10:00Z", "2022-02-08T09:10:00.000Z"},
        {"2022-02-08T09:10:00.5Z", "2022-02-08T09:10:00.500Z"},
        {"2022-02-08T09:10:00.123456Z", "2022-02-08T09:10:00.123Z"},
        {"2022-02-08T09:10:00.999999999+05:30", "2022-02-08T09:10:00.999+05:30"},
        {"2022-02-08T09:10:00+0530", "2022-02-08T09:10:00.000+05:30"},
        {"2022-02-08T09:10:00-03:00", "2022-02-08T09:10:00.000-03:00"},
        {"2022-02-08T09:10:00+00:00", "2022-02-08T09:10:00.000Z"},
        {"2022-02-08T09:10:00z", "2022-02-08T09:10:00.000Z"},
        {"2021-10-17T13:10:11", "2021-10-17T13:10:11.000Z"},
        {"2021-10-17T13:10Z", "2021-10-17T13:10:00.000Z"},
        {"2021-10-17T13:10", "2021-10-17T13:10:00.000Z"},
        {"2021-10-17 13:10:11", "2021-10-17T13:10:11.000Z"},
    };
    for (const auto& [text, written] : cases) {
        CAPTURE(text);
        const auto date = parse_vaccination_date(text);
        REQUIRE(date);
        CHECK(date->text == written);
        CHECK(date->instant == parse_rfc3339(written).value());
        CHECK(parse_vaccination_date(date->text).value().text == written);
    }
    const auto east = parse_vaccination_date("2022-02-08T01:00:00+05:30").value();
    CHECK(east.offset_minutes == 330);
    CHECK(format_civil_date(east.day) == "2022-02-08");
    CHECK(format_rfc3339(east.instant) == "2022-02-07T19:30:00Z");
    CHECK(parse_vaccination_date("2022-02-08T01:00:00-0330").value().offset_minutes == -210);
}

TEST_CASE("vaccination date: nothing else is read", "[intake]") {
    for (const auto* text : {"",
                             "2022-02-08",
                             "2022-02-08T",
                             "2022-02-30T09:10:00Z",
                             "2022-02-08T24:00:00Z",
                             "2022-02-08T09:60:00Z",
                             "2022-02-08T09:10:60Z",
                             "2022-02-08T09:10:00.Z",
                             "2022-02-08T09:10:00,5Z",
                             "2022-02-08T09:10:00+14:01",
                             "2022-02-08T09:10:00+05:60",
                             "2022-02-08T09:10:00+05",
                             "2022-02-08t09:10:00Z",
                             "2022-02-08 09:10:00Z",
                             "2022-02-08 09:10",
                             "2022-02-08T09:10+05:30",
                             "2022-02-08T09:10:00 Z",
                             " 2022-02-08T09:10:00Z",
                             "2022-02-08T09:10:00Z ",
                             "2022-02-08T9:10:00Z",
                             "08-02-2022T09:10:00Z",
                             "2022-02-08T09:10:00.1234567890123456789012345Z",
                             "2022-02-08T09:10:0",
                             "2022-02-08T09:10:",
                             "20220208T091000Z",
                             "+2022-02-08T09:10:00Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_vaccination_date(text));
    }
    CHECK(parse_vaccination_date("2022-02-30T09:10:00Z").error().code == Errc::BadValue);
    CHECK(parse_vaccination_date("2022-02-08T09:10:00+14:01").error().code == Errc::BadValue);
    CHECK(parse_vaccination_date("2022-02-08").error().code == Errc::BadLength);
}
