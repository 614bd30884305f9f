// The clock's page: who may open it, and what its keys add up to.
#include "tests/firmware-app/session/rig.h"

#include <catch2/catch.hpp>

using namespace outpost;
using namespace outpost::session;
using namespace outpost::session::tests;

namespace {

constexpr std::int32_t clock_part = static_cast<std::int32_t>(Part::Clock);

std::int32_t index_of(TimeUnit unit) {
    return static_cast<std::int32_t>(unit);
}

Rig at_the_clock(const char* wall) {
    auto rig = Rig::ready();
    rig.feed(WallClock{parse_rfc3339(wall).value()});
    rig.unlock(Role::Supervisor);
    rig.tap(KeyId::OpenHealth);
    rig.tap(KeyId::OpenClock, clock_part);
    REQUIRE(rig.name() == "clock");
    return rig;
}

std::string shown(Rig& rig) {
    return format_rfc3339({rig.state.wall.since_epoch_ms + rig.as<ClockPage>().shift_ms});
}

}  // namespace

TEST_CASE("session: only a supervisor opens the clock", "[session][clock]") {
    auto rig = Rig::ready();
    rig.unlock(Role::Operator);
    rig.tap(KeyId::OpenHealth);
    CHECK(rig.key(KeyId::OpenClock, clock_part) == nullptr);
    rig.tap(KeyId::OpenClock, clock_part);
    CHECK(rig.name() == "health");
}

TEST_CASE("session: the time as shown is confirmed with one key", "[session][clock]") {
    auto rig = at_the_clock("2026-11-24T08:30:00Z");
    rig.tap(KeyId::TimeIsRight);
    REQUIRE(rig.last<SetClock>() != nullptr);
    CHECK(rig.last<SetClock>()->shift_ms == 0);
    CHECK(rig.name() == "health");
}

TEST_CASE("session: the units move as in a calendar, and nothing happens before the last key",
          "[session][clock]") {
    auto rig = at_the_clock("2024-03-31T23:59:30Z");
    const auto less = [&](TimeUnit unit) { rig.tap(KeyId::TimeLess, index_of(unit)); };
    const auto more = [&](TimeUnit unit) { rig.tap(KeyId::TimeMore, index_of(unit)); };
    less(TimeUnit::Month);
    CHECK(shown(rig) == "2024-02-29T23:59:30Z");
    more(TimeUnit::Year);
    CHECK(shown(rig) == "2025-02-28T23:59:30Z");
    more(TimeUnit::Day);
    CHECK(shown(rig) == "2025-03-01T23:59:30Z");
    more(TimeUnit::Minute);
    CHECK(shown(rig) == "2025-03-02T00:00:30Z");
    less(TimeUnit::Hour);
    CHECK(shown(rig) == "2025-03-01T23:00:30Z");
    for (int i = 0; i < 4; ++i) less(TimeUnit::Month);
    CHECK(shown(rig) == "2024-11-01T23:00:30Z");
    for (int i = 0; i < 20; ++i) less(TimeUnit::Year);
    CHECK(shown(rig) == "2020-11-01T23:00:30Z");
    rig.tap(KeyId::TimeMore, time_unit_count);
    rig.tap(KeyId::TimeMore, -1);
    CHECK(shown(rig) == "2020-11-01T23:00:30Z");
    CHECK(rig.count<SetClock>() == 0);
    // Time goes on under the page.
    rig.feed(WallClock{parse_rfc3339("2024-03-31T23:59:40Z").value()});
    CHECK(shown(rig) == "2020-11-01T23:00:40Z");
    const auto shift_ms = rig.as<ClockPage>().shift_ms;
    rig.tap(KeyId::TimeIsRight);
    CHECK(rig.last<SetClock>()->shift_ms == shift_ms);
}

TEST_CASE("session: leaving the page sets nothing", "[session][clock]") {
    auto rig = at_the_clock("2026-11-24T08:30:00Z");
    rig.tap(KeyId::TimeMore, index_of(TimeUnit::Hour));
    rig.tap(KeyId::Back);
    CHECK(rig.name() == "health");
    CHECK(rig.count<SetClock>() == 0);
    rig.tap(KeyId::OpenClock, clock_part);
    CHECK(rig.as<ClockPage>().shift_ms == 0);
}
