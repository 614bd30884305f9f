#include "core/cues/lamp.h"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace outpost;
using namespace outpost::cues;

namespace {

constexpr std::array<Cue, 4> verdicts{Cue::Accepted, Cue::NotAccepted, Cue::Rejected, Cue::Unknown};
constexpr std::int64_t watched_ms = 20'000;

/// The instants at which the lamp goes on.
std::vector<std::int64_t> flashes_of(const LampPattern& pattern) {
    std::vector<std::int64_t> flashes;
    for (std::int64_t ms = 0; ms < watched_ms; ++ms)
        if (is_lit(pattern, ms) && (ms == 0 || !is_lit(pattern, ms - 1))) flashes.push_back(ms);
    return flashes;
}

}  // namespace

TEST_CASE("lamp: the rhythm of each verdict", "[cues]") {
    const auto accepted = lamp_of(Cue::Accepted);
    CHECK(accepted.colour == LampColour::Green);
    for (std::int64_t ms = 0; ms < watched_ms; ms += 10) REQUIRE(is_lit(accepted, ms));

    const auto not_accepted = lamp_of(Cue::NotAccepted);
    CHECK(not_accepted.colour == LampColour::Amber);
    CHECK(is_lit(not_accepted, 999));
    CHECK_FALSE(is_lit(not_accepted, 1'000));
    CHECK_FALSE(is_lit(not_accepted, 1'999));
    CHECK(is_lit(not_accepted, 2'000));
    CHECK(flashes_of(not_accepted).size() == 10);

    const auto rejected = lamp_of(Cue::Rejected);
    CHECK(rejected.colour == LampColour::Red);
    CHECK(flashes_of(rejected) == std::vector<std::int64_t>{0, 500, 1'000, 1'500});
    CHECK_FALSE(is_lit(rejected, 250));
    CHECK_FALSE(is_lit(rejected, 2'000));
    CHECK_FALSE(is_lit(rejected, 2'100));

    const auto unknown = lamp_of(Cue::Unknown);
    CHECK(unknown.colour == LampColour::Blue);
    const auto blinks = flashes_of(unknown);
    REQUIRE(blinks.size() == 20);
    CHECK(blinks[1] == 300);
    CHECK(blinks[2] == 2'000);
    CHECK(is_lit(unknown, 149));
    CHECK_FALSE(is_lit(unknown, 150));
}

TEST_CASE("lamp: colours and rhythms differ in each pair", "[cues]") {
    for (std::size_t a = 0; a < verdicts.size(); ++a) {
        for (std::size_t b = a + 1; b < verdicts.size(); ++b) {
            const auto first = lamp_of(verdicts[a]);
            const auto second = lamp_of(verdicts[b]);
            CHECK(first.colour != second.colour);
            std::int64_t different_ms = 0;
            for (std::int64_t ms = 0; ms < 4'000; ++ms)
                if (is_lit(first, ms) != is_lit(second, ms)) ++different_ms;
            CHECK(different_ms >= 500);
        }
    }
}

TEST_CASE("lamp: never more than three flashes a second, ours at most two", "[cues]") {
    for (const auto cue : verdicts) {
        const auto flashes = flashes_of(lamp_of(cue));
        REQUIRE_FALSE(flashes.empty());
        for (std::size_t k = 0; k < flashes.size(); ++k) {
            std::size_t within = 0;
            for (std::size_t n = k; n < flashes.size() && flashes[n] < flashes[k] + 1'000; ++n)
                ++within;
            CHECK(within <= 2);
        }
    }
}

TEST_CASE("lamp: dark without a verdict, and before it", "[cues]") {
    for (const auto cue : {Cue::Captured, Cue::Hint, Cue::TimeWarning, Cue::Printed}) {
        CHECK(lamp_of(cue).colour == LampColour::Dark);
        CHECK(flashes_of(lamp_of(cue)).empty());
    }
    CHECK_FALSE(is_lit(lamp_of(Cue::Accepted), -1));
    const std::array<LampStep, 1> nothing{{{true, 0}}};
    CHECK_FALSE(is_lit({LampColour::Red, nothing, 0}, 0));
}
