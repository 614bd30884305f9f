// The lock: three tries, growing pauses, and no clock or restart that shortens one.
#include "core/operators/lock_out.h"

#include <catch2/catch.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace outpost;
using namespace outpost::operators;

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t year_ms = 365 * 24 * hour_ms;
const ClockReading start{{1'800'000'000'000}, 5'000, "b00"};

ClockReading later(const ClockReading& reading, std::int64_t ms) {
    return {{reading.wall.since_epoch_ms + ms}, reading.monotonic_ms + ms, reading.boot};
}

LockState failed_times(int times, const ClockReading& at = start) {
    LockState state;
    for (int i = 0; i < times; ++i) state = failed_once_more(state, at);
    return state;
}

std::int64_t rest(const LockState& state, const ClockReading& now) {
    return standing_of(state, now).locked_ms;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("lock-out: three tries, then growing pauses", "[operators][lock]") {
    CHECK(standing_of({}, start) == Standing{3, 0});
    CHECK(standing_of(failed_times(1), start) == Standing{2, 0});
    CHECK(standing_of(failed_times(2), start) == Standing{1, 0});
    const std::vector<std::int64_t> pauses{30'000,         minute_ms,      2 * minute_ms,
                                           5 * minute_ms,  15 * minute_ms, 30 * minute_ms,
                                           60 * minute_ms, 60 * minute_ms, 60 * minute_ms};
    for (std::size_t i = 0; i < pauses.size(); ++i) {
        const auto state = failed_times(3 + static_cast<int>(i));
        CHECK(standing_of(state, start) == Standing{0, pauses[i]});
        CHECK(standing_of(state, later(start, pauses[i] - 1)) == Standing{0, 1});
        CHECK(standing_of(state, later(start, pauses[i])) == Standing{1, 0});
    }
    CHECK(failed_once_more({failed_max, {}, {}, false}, start).failed == failed_max);
    CHECK(pause_ms(failed_max) == hour_ms);
    CHECK(pause_ms(-1) == 0);
}

TEST_CASE("lock-out: setting the wall clock ends no pause", "[operators][lock]") {
    const auto state = failed_times(9);  // an hour
    auto now = later(start, 10 * minute_ms);
    now.wall.since_epoch_ms = start.wall.since_epoch_ms + year_ms;  // far forward
    CHECK(rest(state, now) == 50 * minute_ms);
    now.wall.since_epoch_ms = start.wall.since_epoch_ms - year_ms;  // far back: the other decides
    CHECK(rest(state, now) == 50 * minute_ms);
    now.wall.since_epoch_ms = start.wall.since_epoch_ms + 4 * minute_ms;  // a little: the longer
    CHECK(rest(state, now) == 56 * minute_ms);
    now = later(start, hour_ms);
    now.wall.since_epoch_ms = start.wall.since_epoch_ms - year_ms;
    CHECK(rest(state, now) == 0);  // and does not keep it shut for a year either
}

TEST_CASE("lock-out: readings at the ends of their range do not overflow", "[operators][lock]") {
    constexpr auto min = std::numeric_limits<std::int64_t>::min();
    constexpr auto max = std::numeric_limits<std::int64_t>::max();
    const LockState state{9, {min}, {{min}, min, "b00"}, false};
    CHECK(rest(state, {{max}, max, "b00"}) == 0);
    const LockState other{9, {max}, {{max}, max, "b00"}, false};
    CHECK(rest(other, {{min}, min, "b00"}) == hour_ms);
    CHECK(after_right_pin(other, Role::Operator, {min}) == other);
    CHECK(after_right_pin(state, Role::Operator, {max}) == LockState{});
}

TEST_CASE("lock-out: a restart begins the pause anew", "[operators][lock]") {
    const auto state = failed_times(6);  // five minutes
    ClockReading restarted{{start.wall.since_epoch_ms + year_ms}, 100, "b01"};
    CHECK(rest(state, restarted) == 5 * minute_ms);  // whatever the wall clock says
    const auto kept = settled(state, restarted);
    CHECK(kept.failed == 6);
    CHECK(kept.failed_at == state.failed_at);
    CHECK(kept.from == restarted);
    CHECK(rest(kept, later(restarted, 2 * minute_ms)) == 3 * minute_ms);
    CHECK(settled(kept, later(restarted, 2 * minute_ms)) == kept);  // once a restart
    // The same monotonic reading of another run means nothing.
    CHECK(rest(state, {start.wall, start.monotonic_ms + year_ms, "b01"}) == 5 * minute_ms);
    // A reading without a name of its run ends nothing, ever.
    const LockState nameless{6, start.wall, {start.wall, 0, ""}, false};
    CHECK(rest(nameless, {{start.wall.since_epoch_ms + year_ms}, year_ms, ""}) == 5 * minute_ms);
}

TEST_CASE("lock-out: a pause seen to be over stays over", "[operators][lock]") {
    const auto state = failed_times(6);
    const auto over = settled(state, later(start, 5 * minute_ms));
    CHECK(over.is_served);
    const ClockReading restarted{start.wall, 0, "b01"};
    CHECK(settled(over, restarted) == over);
    CHECK(standing_of(over, restarted) == Standing{1, 0});
    const auto again = failed_once_more(over, restarted);
    CHECK(standing_of(again, restarted) == Standing{0, 15 * minute_ms});
}

TEST_CASE("lock-out: who clears it", "[operators][lock]") {
    const auto state = settled(failed_times(4), later(start, minute_ms));
    const auto soon = later(start, hour_ms).wall;
    CHECK(after_right_pin(state, Role::Supervisor, soon) == LockState{});
    CHECK(after_right_pin(state, Role::Operator, soon) == state);
    CHECK(after_right_pin(state, Role::Operator, later(start, shift_ms - 1).wall) == state);
    CHECK(after_right_pin(state, Role::Operator, later(start, shift_ms).wall) == LockState{});
    CHECK(after_right_pin(state, Role::Operator, {start.wall.since_epoch_ms - year_ms}) == state);
    CHECK(after_right_pin({}, Role::Operator, soon) == LockState{});
}

TEST_CASE("lock-out: an insider's own PIN buys few guesses at another", "[operators][lock]") {
    // A day of guessing without rest, the own PIN entered after each wrong one.
    LockState state;
    auto now = start;
    int guesses = 0;
    while (now.monotonic_ms < start.monotonic_ms + 24 * hour_ms) {
        state = settled(state, now);
        if (const auto wait = rest(state, now); wait > 0) {
            now = later(now, wait);
            continue;
        }
        state = failed_once_more(state, now);
        ++guesses;
        state = settled(state, now = later(now, rest(state, now)));
        state = after_right_pin(state, Role::Operator, now.wall);
        now = later(now, 3'000);
    }
    CHECK(guesses > 10);
    CHECK(guesses < 35);
}

TEST_CASE("lock-out: what is written is read again", "[operators][lock]") {
    for (const int times : {0, 1, 3, 12}) {
        const auto state = failed_times(times);
        const auto read = parse_lock_state(write_lock_state(state));
        REQUIRE(read.has_value());
        CHECK(*read == state);
    }
    const auto served = settled(failed_times(3), later(start, minute_ms));
    CHECK(*parse_lock_state(write_lock_state(served)) == served);
    CHECK(write_lock_state(failed_times(failed_times(1).failed)).size() < lock_file_bytes_max);
}

TEST_CASE("lock-out: hostile files are refused", "[operators][lock]") {
    const auto good = write_lock_state(failed_times(4));
    const auto code = [&](const std::string& from, const std::string& to) {
        const auto parsed = parse_lock_state(replaced(good, from, to));
        REQUIRE_FALSE(parsed.has_value());
        return parsed.error().code;
    };
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(parse_lock_state(std::string_view(good).substr(0, size)).has_value());
    CHECK(code("lock/1", "lock/2") == Errc::Unsupported);
    CHECK(code("\"failed\":4", "\"failed\":-1") == Errc::BadValue);
    CHECK(code("\"failed\":4", "\"failed\":1000001") == Errc::BadValue);
    CHECK(code("\"failed\":4", "\"failed\":4.5") == Errc::BadSyntax);
    CHECK(code("\"failed\":4", "\"failed\":\"4\"") == Errc::BadSyntax);
    CHECK(code("\"failed\":4", "\"failed\":4,\"failed\":0") == Errc::Duplicate);
    CHECK(code("\"failed\":4", "\"fail\":4") == Errc::BadSyntax);
    CHECK(code("\"failed\":4", "\"more\":1,\"failed\":4") == Errc::BadSyntax);
    CHECK(code("\"served\":false", "\"served\":0") == Errc::BadSyntax);
    CHECK(code("\"b00\"", "7") == Errc::BadSyntax);
    CHECK(code("\"b00\"", "\"b\\n\"") == Errc::BadValue);
    CHECK(code("\"b00\"", "\"" + std::string(65, 'a') + "\"") == Errc::BadValue);
    CHECK(code("\"from_monotonic_ms\":5000", "\"from_monotonic_ms\":9223372036854775807") ==
          Errc::BadValue);
    CHECK(parse_lock_state(std::string(2000, ' ')).error().code == Errc::TooLong);
}
