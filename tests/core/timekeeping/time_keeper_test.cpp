// Which time is believed: starts, steps, floors, and what staff say.
#include "core/timekeeping/time_keeper.h"

#include <catch2/catch.hpp>

#include <random>

using namespace outpost;
using namespace outpost::timekeeping;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr UtcInstant morning{1'800'000'000'000};

UtcInstant after(std::int64_t ms, UtcInstant from = morning) {
    return {from.since_epoch_ms + ms};
}

/// A machine whose clocks run together until somebody meddles.
struct Machine {
    ClockFacts facts{morning, 60'000, "boot one", false, true};

    void run(std::int64_t ms) {
        facts.wall.since_epoch_ms += ms;
        facts.since_boot_ms += ms;
    }
    void turn(std::int64_t ms) { facts.wall.since_epoch_ms += ms; }
    void restart(const char* boot, std::int64_t off_ms) {
        facts.boot = boot;
        facts.since_boot_ms = 5'000;
        if (facts.runs_while_off) facts.wall.since_epoch_ms += off_ms;
    }
};

std::string words(const Standing& standing) {
    return std::string(clock_trust_name(standing.trust)) + " " +
           std::string(voucher_name(standing.voucher)) + " " +
           std::string(doubt_name(standing.doubt));
}

}  // namespace

TEST_CASE("clock: the first use is believed, and so is what follows from it", "[clock]") {
    Machine machine;
    TimeKeeper keeper;
    CHECK(words(keeper.look(machine.facts)) == "trusted first_use none");
    machine.run(30 * day_ms);
    machine.turn(9 * 60'000);  // a crystal that runs fast by 200 in a million
    CHECK(words(keeper.look(machine.facts)) == "trusted first_use none");
    CHECK(keeper.look(machine.facts).now == after(30 * day_ms + 9 * 60'000));
}

TEST_CASE("clock: a step back or forward ends the trust until somebody gives it anew", "[clock]") {
    for (const auto& [step, said] :
         {std::pair<std::int64_t, std::string>{-11'000, "unconfirmed none stepped_back"},
          {11'000, "unconfirmed none stepped_forward"},
          {-400 * day_ms, "unconfirmed none stepped_back"},
          {9'000, "trusted first_use none"},
          {-9'000, "trusted first_use none"}}) {
        INFO(step);
        Machine machine;
        TimeKeeper keeper;
        keeper.look(machine.facts);
        machine.turn(step);
        CHECK(words(keeper.look(machine.facts)) == said);
        machine.turn(-step);  // put right again: nobody can know that
        const auto again = keeper.look(machine.facts).trust;
        CHECK((again == ClockTrust::Trusted) == (std::abs(step) < 10'000));
        CHECK(keeper.confirm(machine.facts));
        CHECK(words(keeper.look(machine.facts)) == "trusted staff none");
    }
}

TEST_CASE("clock: many small steps are a large one", "[clock]") {
    Machine machine;
    TimeKeeper keeper;
    for (int i = 0; i < 10; ++i) {
        keeper.look(machine.facts);
        machine.run(1'000);
        machine.turn(-2'000);
    }
    CHECK(words(keeper.look(machine.facts)) == "unconfirmed none stepped_back");
}

TEST_CASE("clock: a start with a battery clock goes on, without one it does not", "[clock]") {
    Machine machine;
    TimeKeeper keeper;
    keeper.look(machine.facts);
    machine.restart("boot two", 14 * hour_ms);
    CHECK(words(keeper.look(machine.facts)) == "trusted first_use none");
    machine.restart("boot three", 93 * day_ms);
    CHECK(words(keeper.look(machine.facts)) == "unconfirmed none long_off");
    CHECK(keeper.confirm(machine.facts));
    machine.restart("boot four", -hour_ms);  // turned back while it was off
    CHECK(words(keeper.look(machine.facts)) == "unconfirmed none stepped_back");
    CHECK(keeper.confirm(machine.facts));
    machine.facts.runs_while_off = false;
    machine.restart("boot five", hour_ms);
    CHECK(words(keeper.look(machine.facts)) == "unconfirmed none new_start");
    // What was doubted stays so over further starts.
    machine.facts.runs_while_off = true;
    machine.restart("boot six", hour_ms);
    CHECK(keeper.look(machine.facts).trust == ClockTrust::Unconfirmed);
}

TEST_CASE("clock: a time service vouches at once, and for as long as it runs", "[clock]") {
    Machine machine;
    TimeKeeper keeper;
    keeper.look(machine.facts);
    machine.turn(-day_ms);
    CHECK(keeper.look(machine.facts).trust == ClockTrust::Unconfirmed);
    machine.turn(day_ms);
    machine.facts.is_synchronised = true;
    CHECK(words(keeper.look(machine.facts)) == "trusted network none");
    machine.turn(40'000);  // it steps the clock
    CHECK(words(keeper.look(machine.facts)) == "trusted network none");
    machine.facts.is_synchronised = false;
    machine.run(hour_ms);
    CHECK(words(keeper.look(machine.facts)) == "trusted network none");
    machine.turn(-40'000);
    CHECK(words(keeper.look(machine.facts)) == "unconfirmed none stepped_back");
}

TEST_CASE("clock: nothing makes a time right that has passed", "[clock]") {
    Machine machine;
    TimeKeeper keeper;
    keeper.raise_floor(after(day_ms));
    auto standing = keeper.look(machine.facts);
    CHECK(standing.trust == ClockTrust::Wrong);
    CHECK(standing.doubt == Doubt::Behind);
    CHECK(standing.now == after(day_ms));
    CHECK_FALSE(keeper.confirm(machine.facts));
    machine.facts.is_synchronised = true;
    CHECK(keeper.look(machine.facts).trust == ClockTrust::Wrong);
    machine.facts.is_synchronised = false;
    CHECK_FALSE(keeper.set(machine.facts, morning));
    CHECK(keeper.set(machine.facts, after(2 * day_ms)));
    standing = keeper.look(machine.facts);
    CHECK(words(standing) == "trusted staff none");
    CHECK(standing.now == after(2 * day_ms));
    keeper.raise_floor(after(day_ms));  // an older one lowers nothing
    CHECK(keeper.floor() == after(day_ms));
}

TEST_CASE("clock: who signs a little ahead makes nothing wrong, and time stands meanwhile",
          "[clock]") {
    Machine machine;
    TimeKeeper keeper;
    keeper.raise_floor(after(5 * 60'000));
    CHECK(words(keeper.look(machine.facts)) == "trusted first_use none");
    CHECK(keeper.look(machine.facts).now == after(5 * 60'000));
    machine.run(6 * 60'000);
    CHECK(keeper.look(machine.facts).now == after(6 * 60'000));
    keeper.raise_floor(after(16 * 60'000));
    CHECK(keeper.look(machine.facts).trust == ClockTrust::Trusted);
    keeper.raise_floor(after(16 * 60'000 + 1));
    CHECK(keeper.look(machine.facts).trust == ClockTrust::Wrong);
}

TEST_CASE("clock: a time that was set runs on whatever the system shows, until the next start",
          "[clock]") {
    Machine machine;
    TimeKeeper keeper;
    keeper.look(machine.facts);
    CHECK(keeper.set(machine.facts, after(300 * day_ms)));
    machine.run(hour_ms);
    machine.turn(-5 * day_ms);
    CHECK(keeper.look(machine.facts).now == after(300 * day_ms + hour_ms));
    CHECK(words(keeper.look(machine.facts)) == "trusted staff none");
    machine.restart("boot two", hour_ms);
    CHECK(words(keeper.look(machine.facts)) == "unconfirmed none stepped_back");
    CHECK_FALSE(keeper.record().is_set);
    // Where the system was set right as well, a battery clock carries it on.
    CHECK(keeper.set(machine.facts, after(400 * day_ms)));
    machine.facts.wall = after(400 * day_ms);
    machine.restart("boot three", hour_ms);
    CHECK(words(keeper.look(machine.facts)) == "trusted staff none");
    CHECK(keeper.look(machine.facts).now == after(400 * day_ms + hour_ms));
}

TEST_CASE(
    "clock: by chance and at random, time never goes before the floor and doubt never ends "
    "by itself",
    "[clock]") {
    std::mt19937 random(20261124);
    for (int round = 0; round < 200; ++round) {
        Machine machine;
        TimeKeeper keeper;
        bool was_doubted = false;
        for (int i = 0; i < 60; ++i) {
            const auto what = random() % 8;
            const auto much = static_cast<std::int64_t>(random() % 1'000'000) * 1'000;
            bool vouches = false;
            if (what == 0) machine.turn(much - 500'000'000);
            if (what == 1) machine.restart(random() % 2 == 0 ? "a" : "b", much);
            if (what == 2) machine.facts.runs_while_off = random() % 2 == 0;
            if (what == 3) keeper.raise_floor(after(much - 500'000'000, machine.facts.wall));
            if (what == 4) vouches = keeper.confirm(machine.facts);
            if (what == 5) vouches = keeper.set(machine.facts, after(much, machine.facts.wall));
            if (what >= 6) machine.run(much);
            const auto standing = keeper.look(machine.facts);
            REQUIRE(standing.now >= keeper.floor());
            if (was_doubted && !vouches) REQUIRE(standing.voucher == Voucher::None);
            was_doubted = standing.voucher == Voucher::None;
            // A record that is written and read again says the same.
            const auto read = parse_clock_record(write_clock_record(keeper.record()));
            REQUIRE(read);
            REQUIRE(*read == keeper.record());
        }
    }
}
