// Dates and instants: RFC 3339 in, RFC 3339 out, and what is refused.
#include "core/base/time.h"

#include <catch2/catch.hpp>

using namespace outpost;

TEST_CASE("time: reads RFC 3339 date-times", "[base]") {
    CHECK(parse_rfc3339("1970-01-01T00:00:00Z")->since_epoch_ms == 0);
    CHECK(parse_rfc3339("2022-02-08T09:15:42.318Z")->since_epoch_ms == 1644311742318);
    CHECK(parse_rfc3339("2022-02-08T14:45:42.318+05:30")->since_epoch_ms == 1644311742318);
    CHECK(parse_rfc3339("2022-02-08T09:15:42.3189999Z")->since_epoch_ms == 1644311742318);
    CHECK(parse_rfc3339("2022-02-08T09:15:42-00:00")->since_epoch_ms == 1644311742000);
}

TEST_CASE("time: refuses what is no RFC 3339 date-time", "[base]") {
    CHECK(parse_rfc3339("2022-02-08").error().code == Errc::BadLength);
    CHECK(parse_rfc3339("2022-02-08 09:15:42.318Z").error().code == Errc::BadSyntax);
    CHECK(parse_rfc3339("2022-02-08T09:15:42.Z").error().code == Errc::BadSyntax);
    CHECK(parse_rfc3339("2022-02-08T09:15:42.318").error().code == Errc::BadSyntax);
    CHECK(parse_rfc3339("2022-02-08T09:15:42+0530").error().code == Errc::BadSyntax);
    CHECK(parse_rfc3339("2022-02-08T24:15:42Z").error().code == Errc::BadValue);
    CHECK(parse_rfc3339("2022-02-30T09:15:42Z").error().code == Errc::BadValue);
    const std::string_view whole = "2022-02-08T09:15:42.318+05:30";
    for (std::size_t n = 0; n < whole.size(); ++n) CHECK_FALSE(parse_rfc3339(whole.substr(0, n)));
}

TEST_CASE("time: formats what it reads", "[base]") {
    for (const auto* text : {"1970-01-01T00:00:00Z", "2024-02-29T23:59:59.999Z",
                             "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.500Z"}) {
        INFO(text);
        CHECK(format_rfc3339(*parse_rfc3339(text)) == text);
    }
    CHECK(format_civil_date(civil_date_of(*parse_rfc3339("1969-12-31T23:59:59.500Z"))) ==
          "1969-12-31");
}

TEST_CASE("time: civil dates", "[base]") {
    CHECK(days_since_epoch(*parse_civil_date("2000-03-01")) == 11017);
    CHECK(parse_civil_date("2023-02-29").error().code == Errc::BadValue);
    CHECK(parse_civil_date("2023-2-29").error().code == Errc::BadLength);
    CHECK(parse_civil_date("2023-0x-29").error().code == Errc::BadSyntax);
    CHECK(*parse_civil_date("2022-01-31") < *parse_civil_date("2022-02-01"));
}
