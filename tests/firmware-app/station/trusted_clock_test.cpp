// What is on the disk, and when; what a damaged or full disk does.
#include "firmware-app/station/trusted_clock.h"

#include "tests/support/memory_file_store.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::station;
using namespace outpost::timekeeping;

namespace {

class Machine final : public Clock {
  public:
    [[nodiscard]] UtcInstant now() const override { return facts_.wall; }
    [[nodiscard]] std::int64_t monotonic_us() const override {
        return facts_.since_boot_ms * 1'000;
    }
    [[nodiscard]] ClockFacts facts() const override { return facts_; }

    ClockFacts facts_{UtcInstant{1'800'000'000'000}, 60'000, "one", false, false};

    void run(std::int64_t ms) {
        facts_.wall.since_epoch_ms += ms;
        facts_.since_boot_ms += ms;
    }
    void restart() {
        facts_.boot += "+";
        facts_.since_boot_ms = 1'000;
    }
};

constexpr std::int64_t minute_ms = 60'000;

}  // namespace

TEST_CASE("trusted clock: who vouched is known to the next program", "[clock]") {
    Machine machine;
    tests::MemoryFileStore files;
    {
        TrustedClock clock(machine, files, "state");
        CHECK(clock.trust() == ClockTrust::Trusted);
        REQUIRE(clock.keep());
    }
    machine.restart();
    {
        TrustedClock clock(machine, files, "state");
        CHECK(clock.standing().doubt == Doubt::NewStart);
        CHECK(clock.trust() == ClockTrust::Unconfirmed);
        REQUIRE(clock.confirm());
    }
    {
        const TrustedClock clock(machine, files, "state");
        CHECK(clock.standing().voucher == Voucher::Staff);
    }
    TrustedClock by_hand(machine);
    CHECK(by_hand.standing().voucher == Voucher::FirstUse);
    CHECK(by_hand.keep());
}

TEST_CASE("trusted clock: a record that cannot be read is a doubt, not a first use", "[clock]") {
    Machine machine;
    tests::MemoryFileStore files;
    for (const std::string text : {"", "{}", "{\"outpost_clock\":1"}) {
        REQUIRE(files.write_atomically("state/clock.json", as_bytes(text)));
        TrustedClock clock(machine, files, "state");
        CHECK(clock.trust() == ClockTrust::Unconfirmed);
        CHECK(clock.standing().doubt == Doubt::NoRecord);
        REQUIRE(clock.confirm());
        CHECK(clock.trust() == ClockTrust::Trusted);
    }
    REQUIRE(files.write_atomically("state/clock.json", as_bytes(std::string(5'000, ' '))));
    CHECK(TrustedClock(machine, files, "state").standing().doubt == Doubt::NoRecord);
}

TEST_CASE("trusted clock: what could not be written does not count", "[clock]") {
    Machine machine;
    tests::MemoryFileStore files;
    TrustedClock clock(machine, files, "state");
    REQUIRE(clock.keep());
    machine.facts_.wall.since_epoch_ms -= 3'600'000;
    files.fail_after(0);
    CHECK(clock.confirm().error().code == Errc::Io);
    CHECK(clock.trust() == ClockTrust::Unconfirmed);
    CHECK(clock.set(UtcInstant{1'800'000'500'000}).error().code == Errc::Io);
    CHECK(clock.now() == machine.facts_.wall);
    CHECK(clock.keep().error().code == Errc::Io);
    files.fail_after(-1);
    CHECK(clock.keep());
    clock.raise_floor(UtcInstant{1'800'000'000'000});
    CHECK(clock.confirm().error().code == Errc::BadValue);
    CHECK(clock.trust() == ClockTrust::Wrong);
    CHECK(clock.floor() == UtcInstant{1'800'000'000'000});
}

TEST_CASE("trusted clock: the disk is written for what is new, else every ten minutes", "[clock]") {
    Machine machine;
    tests::MemoryFileStore files;
    TrustedClock clock(machine, files, "state");
    REQUIRE(clock.keep());
    files.fail_after(0);  // from now on each write shows
    machine.run(9 * minute_ms);
    CHECK(clock.keep());
    machine.run(2 * minute_ms);
    CHECK_FALSE(clock.keep());
    files.fail_after(1);
    CHECK(clock.keep());
    CHECK(clock.keep());
    machine.facts_.wall.since_epoch_ms += 3'600'000;
    CHECK_FALSE(clock.keep());
}
