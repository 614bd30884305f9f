// The record's text: what is written is read, and nothing else is.
#include "core/timekeeping/clock_record.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::timekeeping;

TEST_CASE("clock record: written and read", "[clock]") {
    ClockRecord record;
    record.voucher = Voucher::Staff;
    record.is_set = true;
    record.anchor = Anchor{"0b9d", 1'234, UtcInstant{1'800'000'000'123}};
    record.seen = UtcInstant{1'800'000'100'000};
    CHECK(write_clock_record(record) ==
          R"({"outpost_clock":1,"voucher":"staff","doubt":"none","is_set":true,)"
          R"("anchor":{"boot":"0b9d","since_boot_ms":1234,"at":"2027-01-15T08:00:00.123Z"},)"
          R"("seen":"2027-01-15T08:01:40Z"})");
    CHECK(parse_clock_record(write_clock_record(record)).value() == record);
    const ClockRecord nobody;
    CHECK(parse_clock_record(write_clock_record(nobody)).value() == nobody);
}

TEST_CASE("clock record: anything else is refused", "[clock]") {
    const auto code = [](const char* text) { return parse_clock_record(text).error().code; };
    CHECK(code("") == Errc::Truncated);
    CHECK(code("[]") == Errc::Unsupported);
    CHECK(code(R"({"outpost_clock":2})") == Errc::Unsupported);
    CHECK(code(R"({"outpost_clock":1})") == Errc::BadSyntax);
    CHECK(
        code(
            R"({"outpost_clock":1,"voucher":"me","doubt":"none","is_set":false,"seen":"2027-01-15T08:00:00Z"})") ==
        Errc::BadValue);
    CHECK(
        code(
            R"({"outpost_clock":1,"voucher":"staff","doubt":"none","is_set":false,"seen":"2027-01-15T08:00:00Z"})") ==
        Errc::BadSyntax);
    CHECK(
        code(
            R"({"outpost_clock":1,"voucher":"none","doubt":"none","is_set":true,"seen":"2027-01-15T08:00:00Z"})") ==
        Errc::BadSyntax);
    CHECK(
        code(
            R"({"outpost_clock":1,"voucher":"staff","doubt":"none","is_set":false,"seen":"2027-01-15T08:00:00Z","anchor":{"boot":"","since_boot_ms":1,"at":"2027-01-15T08:00:00Z"}})") ==
        Errc::BadValue);
    CHECK(
        code(
            R"({"outpost_clock":1,"voucher":"staff","doubt":"none","is_set":false,"seen":"2027-01-15T08:00:00Z","anchor":[]})") ==
        Errc::BadSyntax);
    CHECK(
        code(
            R"({"outpost_clock":1,"voucher":"none","doubt":"none","is_set":0,"seen":"2027-01-15T08:00:00Z"})") ==
        Errc::BadSyntax);
}
