#include "core/ports/clock.h"
#include "drivers/clock/system_clock.h"
#include "tests/support/manual_clock.h"

#include <catch2/catch.hpp>

#include <ctime>
#include <memory>
#include <thread>
#include <vector>

using namespace outpost;

TEST_CASE("clock contract: the monotonic clock never goes back", "[contract]") {
    SystemClock system;
    tests::ManualClock manual;
    for (const Clock* clock :
         {static_cast<const Clock*>(&system), static_cast<const Clock*>(&manual)}) {
        auto before = clock->monotonic_us();
        for (int round = 0; round < 10'000; ++round) {
            const auto now = clock->monotonic_us();
            REQUIRE(now >= before);
            before = now;
        }
        CHECK(clock->monotonic_ms() >= before / 1000);
        CHECK(clock->now().since_epoch_ms > 1'600'000'000'000);  // 2020
    }
}

TEST_CASE("clock contract: the system's clock moves and agrees with time()", "[contract]") {
    const SystemClock clock;
    const auto before = clock.monotonic_ms();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(clock.monotonic_ms() - before >= 19);
    CHECK(std::abs(clock.now().since_epoch_ms / 1000 - std::time(nullptr)) <= 2);
}

TEST_CASE("clock contract: the manual clock moves when it is told to", "[contract]") {
    tests::ManualClock clock;
    const auto now = clock.now();
    const auto monotonic = clock.monotonic_ms();
    clock.advance_ms(1500);
    CHECK(clock.now().since_epoch_ms == now.since_epoch_ms + 1500);
    CHECK(clock.monotonic_ms() == monotonic + 1500);
    clock.set_now({42});  // the time of day may jump back
    CHECK(clock.now() == UtcInstant{42});
    CHECK(clock.monotonic_ms() == monotonic + 1500);
}
