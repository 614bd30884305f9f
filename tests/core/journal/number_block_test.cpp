#include "core/journal/number_block.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;
using namespace outpost::journal;

TEST_CASE("number block: each kiosk has its own", "[journal]") {
    CHECK(block_of_kiosk(0).value() == NumberBlock{10'000'000'001, 10'009'999'999});
    CHECK(block_of_kiosk(1).value() == NumberBlock{10'010'000'001, 10'019'999'999});
    CHECK(block_of_kiosk(8999).value() == NumberBlock{99'990'000'001, 99'999'999'999});
    CHECK(block_of_kiosk(-1).error().code == Errc::BadValue);
    CHECK(block_of_kiosk(9000).error().code == Errc::BadValue);
    for (std::int64_t kiosk = 1; kiosk < 9000; ++kiosk) {
        const auto block = block_of_kiosk(kiosk).value();
        REQUIRE(is_well_formed(block));
        REQUIRE_FALSE(is_overlapping(block, block_of_kiosk(kiosk - 1).value()));
    }
}

TEST_CASE("number block: bounds", "[journal]") {
    CHECK(is_well_formed({10'000'000'000, 99'999'999'999}));
    CHECK_FALSE(is_well_formed({9'999'999'999, 99'999'999'999}));
    CHECK_FALSE(is_well_formed({10'000'000'000, 100'000'000'000}));
    CHECK_FALSE(is_well_formed({10'000'000'002, 10'000'000'001}));
    CHECK(is_overlapping({1, 5}, {5, 9}));
    CHECK(is_overlapping({5, 9}, {1, 5}));
    CHECK(is_overlapping({1, 9}, {4, 5}));
    CHECK_FALSE(is_overlapping({1, 4}, {5, 9}));
}

TEST_CASE("check digit: the published example of Damm's scheme", "[journal]") {
    // 572 has the check digit 4 (H. M. Damm); leading digits here make it eleven.
    const auto id = certificate_id_of(10'000'000'572);
    CHECK(id.size() == 12);
    CHECK(id.substr(0, 11) == "10000000572");
    CHECK(has_check_digit(id));
}

TEST_CASE("check digit: shows every wrong digit and every exchange of neighbours", "[journal]") {
    const auto id = certificate_id_of(47'190'000'001);
    REQUIRE(has_check_digit(id));
    for (std::size_t at = 0; at < id.size(); ++at) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            auto wrong = id;
            wrong[at] = digit;
            CHECK(has_check_digit(wrong) == (digit == id[at]));
        }
        if (at == 0 || id[at - 1] == id[at]) continue;
        auto exchanged = id;
        std::swap(exchanged[at - 1], exchanged[at]);
        CHECK_FALSE(has_check_digit(exchanged));
    }
}

TEST_CASE("check digit: text that nobody issued", "[journal]") {
    for (const char* text : {"", "1", "00000000000", "000000000000", "10000000001", "1000000000170",
                             "10000000001x", " 10000000001", "-10000000001"})
        CHECK_FALSE(has_check_digit(text));
}
