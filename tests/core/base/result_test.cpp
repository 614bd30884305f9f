// Result, OUTPOST_TRY and narrow.
#include "core/base/result.h"
#include "core/base/narrow.h"

#include <catch2/catch.hpp>

#include <memory>

using namespace outpost;

namespace {
Result<int> half(int n) {
    if (n % 2 != 0) return Error{Errc::BadValue, 7, "odd"};
    return n / 2;
}
Result<int> quarter(int n) {
    OUTPOST_TRY(const auto h, half(n));
    OUTPOST_TRY(const auto q, half(h));
    return q;
}
Result<void> even(int n) {
    OUTPOST_TRY(const auto ignored, half(n));
    static_cast<void>(ignored);
    return {};
}
}  // namespace

TEST_CASE("result: carries the value or the first error", "[base]") {
    CHECK(*quarter(12) == 3);
    CHECK(quarter(6).error().code == Errc::BadValue);
    CHECK(quarter(6).error().offset == 7);
    CHECK(even(2));
    CHECK_FALSE(even(3));
    Result<std::unique_ptr<int>> owner = std::make_unique<int>(4);
    CHECK(*std::move(owner).value() == 4);
}

TEST_CASE("narrow: refuses what does not fit", "[base]") {
    CHECK(*narrow<std::uint8_t>(255) == 255);
    CHECK(narrow<std::uint8_t>(256).error().code == Errc::Overflow);
    CHECK(narrow<std::uint8_t>(-1).error().code == Errc::Overflow);
}

TEST_CASE("error: every code has a name of its own", "[base]") {
    CHECK(code_name(Errc::TooLong) == "too_long");
    CHECK(code_name(Errc::Unavailable) == "unavailable");
    for (int i = 0; i <= static_cast<int>(Errc::Unavailable); ++i)
        CHECK(code_name(static_cast<Errc>(i)) != "unknown");
}
