// The time as staff put it right, unit by unit.
#include "firmware-app/session/machine.h"

#include <algorithm>

namespace outpost::session {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int32_t year_min = 2020;
constexpr std::int32_t year_max = 2199;

std::int32_t days_of_month(std::int32_t year, std::int32_t month) {
    const bool is_last = month == 12;
    const CivilDate next{is_last ? year + 1 : year, is_last ? 1 : month + 1, 1};
    return static_cast<std::int32_t>(days_since_epoch(next) - days_since_epoch({year, month, 1}));
}

/// The same day and time of another month; the last day where that month is shorter.
UtcInstant months_later(UtcInstant at, std::int32_t months) {
    const auto date = civil_date_of(at);
    const std::int32_t count = date.year * 12 + date.month - 1 + months;
    CivilDate moved{count / 12, count % 12 + 1, date.day};
    moved.year = std::clamp(moved.year, year_min, year_max);
    moved.day = std::min(moved.day, days_of_month(moved.year, moved.month));
    return {start_of(moved).since_epoch_ms + at.since_epoch_ms - start_of(date).since_epoch_ms};
}

UtcInstant stepped(UtcInstant at, TimeUnit unit, std::int32_t step) {
    switch (unit) {
        case TimeUnit::Year:
            return months_later(at, 12 * step);
        case TimeUnit::Month:
            return months_later(at, step);
        case TimeUnit::Day:
            return {at.since_epoch_ms + step * day_ms};
        case TimeUnit::Hour:
            return {at.since_epoch_ms + step * hour_ms};
        case TimeUnit::Minute:
            return {at.since_epoch_ms + step * minute_ms};
    }
    return at;
}

}  // namespace

void press_clock(Machine& m, ClockPage& page, Key key) {
    if (key.id == KeyId::TimeIsRight) {
        const auto shift_ms = page.shift_ms;
        pop(m);
        return m.emit(SetClock{shift_ms});
    }
    const bool is_step = key.id == KeyId::TimeLess || key.id == KeyId::TimeMore;
    if (!is_step || key.index < 0 || key.index >= time_unit_count) return;
    const UtcInstant shown{m.state.wall.since_epoch_ms + page.shift_ms};
    const auto moved =
        stepped(shown, static_cast<TimeUnit>(key.index), key.id == KeyId::TimeMore ? 1 : -1);
    page.shift_ms = moved.since_epoch_ms - m.state.wall.since_epoch_ms;
}

}  // namespace outpost::session
