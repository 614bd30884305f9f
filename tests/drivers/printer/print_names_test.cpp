#include "drivers/printer/print_names.h"

#include <catch2/catch.hpp>

#include <limits>

using namespace outpost;

TEST_CASE("print names: only plain words are job and queue names", "[printer]") {
    CHECK(is_job_name("471900000018-1"));
    CHECK(is_job_name("A_b.c-9"));
    CHECK(is_job_name(std::string(100, 'x')));
    CHECK_FALSE(is_job_name(std::string(101, 'x')));
    for (const char* name : {"", ".", "..", ".hidden", "a/b", "../x", "a b", "a\nb", "ä", "a;b",
                             "a%2f", "a\\b", "$(x)", "a=b"}) {
        CAPTURE(name);
        CHECK_FALSE(is_job_name(name));
        CHECK_FALSE(is_queue_name(name));
    }
    CHECK_FALSE(is_job_name(std::string_view("a\0b", 3)));
    CHECK(is_queue_name(std::string(127, 'q')));
    CHECK_FALSE(is_queue_name(std::string(128, 'q')));
}

TEST_CASE("print names: media words", "[printer]") {
    CHECK(media_name(210, 297) == "iso_a4_210x297mm");
    CHECK(media_name(297, 210) == "iso_a4_210x297mm");
    CHECK(media_name(209.97, 297.01) == "iso_a4_210x297mm");
    CHECK(media_name(85.6, 53.98) == "iso_id-1_53.98x85.6mm");
    CHECK(media_name(215.9, 279.4) == "na_letter_8.5x11in");
    CHECK(media_name(80, 200) == "custom_80x200mm_80x200mm");
    CHECK(media_name(79.5, 120.126) == "custom_79.5x120.13mm_79.5x120.13mm");
}

TEST_CASE("print names: requests are checked before anything else", "[printer]") {
    const std::string pdf = "%PDF-1.4";
    PrintRequest request{"a-1", as_bytes(pdf), 210, 297};
    CHECK(check_request(request));
    const auto nan = std::numeric_limits<double>::quiet_NaN();
    const auto infinite = std::numeric_limits<double>::infinity();
    for (const double side : {0.0, -1.0, 9.99, 2000.1, 1e300, nan, infinite}) {
        CAPTURE(side);
        request.width_mm = side;
        const auto checked = check_request(request);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == Errc::BadValue);
    }
    request.width_mm = 210;
    request.name = "../etc/passwd";
    CHECK(check_request(request).error().code == Errc::BadValue);
    request.name = "a-1";
    const std::string no_pdf = "PK\x03\x04";
    request.pdf = as_bytes(no_pdf);
    CHECK(check_request(request).error().code == Errc::BadValue);
    request.pdf = {};
    CHECK(check_request(request).error().code == Errc::BadValue);
    Bytes large(print_pdf_bytes_max + 1, std::uint8_t{0});
    request.pdf = large;
    CHECK(check_request(request).error().code == Errc::TooLong);
}
