#include "drivers/picture/pgm.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;

namespace {

Result<std::vector<Frame>> parse(const std::string& text) {
    return parse_pgm_pages(as_bytes(text), 2);
}

}  // namespace

TEST_CASE("pgm: pages follow each other", "[picture]") {
    const auto pages = parse("P5\n3 2\n255\nabcdefP5 1 1 255\nz");
    REQUIRE(pages);
    REQUIRE(pages->size() == 2);
    CHECK((*pages)[0].width_px == 3);
    CHECK((*pages)[0].height_px == 2);
    CHECK((*pages)[0].pixels == to_bytes(as_bytes("abcdef")));
    CHECK((*pages)[1].pixels == to_bytes(as_bytes("z")));
    CHECK((*pages)[1].sequence == 1);
    CHECK(parse("")->empty());
}

TEST_CASE("pgm: refusals", "[picture]") {
    const auto code = [](const std::string& text) { return parse(text).error().code; };
    CHECK(code("P6\n1 1\n255\nabc") == Errc::BadSyntax);
    CHECK(code("P5\n-1 1\n255\na") == Errc::BadValue);
    CHECK(code("P5\n0 1\n255\n") == Errc::BadValue);
    CHECK(code("P5\n70000 1\n255\n") == Errc::BadValue);
    CHECK(code("P5\n99999999999 1\n255\n") == Errc::BadSyntax);
    CHECK(code("P5\n1 1\n65535\nab") == Errc::Unsupported);
    CHECK(code("P5\n2 2\n255\nabc") == Errc::Truncated);
    CHECK(code("P5\n1 1\n255\naP5 1 1 255\nbP5 1 1 255\nc") == Errc::TooLong);
    const std::string whole = "P5\n3 2\n255\nabcdef";
    for (std::size_t length = 1; length < whole.size(); ++length)
        CHECK_FALSE(parse(whole.substr(0, length)));
}
