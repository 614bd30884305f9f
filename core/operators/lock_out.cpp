#include "core/operators/lock_out.h"

#include <algorithm>

namespace outpost::operators {

namespace {

bool is_same_boot(const LockState& state, const ClockReading& now) {
    // A reading that does not say whose it is can end no pause.
    return !now.boot.empty() && now.boot == state.from.boot;
}

/// What is left of `pause` when a clock moved from `begin` to `now`; all of it when it went back.
std::int64_t left_of(std::int64_t pause, std::int64_t begin, std::int64_t now) {
    if (now < begin) return pause;
    // Both may be anything: unsigned arithmetic wraps where signed overflow is undefined, and
    // now >= begin makes the difference right.
    const auto gone = static_cast<std::uint64_t>(now) - static_cast<std::uint64_t>(begin);
    if (gone >= static_cast<std::uint64_t>(pause)) return 0;
    return pause - static_cast<std::int64_t>(gone);
}

std::int64_t rest_ms(const LockState& state, const ClockReading& now) {
    const auto pause = pause_ms(state.failed);
    if (pause == 0 || state.is_served) return 0;
    if (!is_same_boot(state, now)) return pause;
    const auto rest = left_of(pause, state.from.monotonic_ms, now.monotonic_ms);
    // The wall clock can only lengthen a pause, and one that shows a time before the pause began
    // was set back by more than that: it says nothing, or the door would stay shut for years.
    if (now.wall < state.from.wall) return rest;
    return std::max(rest, left_of(pause, state.from.wall.since_epoch_ms, now.wall.since_epoch_ms));
}

}  // namespace

std::string_view role_name(Role role) {
    return role == Role::Supervisor ? "supervisor" : "operator";
}

std::int64_t pause_ms(std::int32_t failed) {
    if (failed < free_tries) return 0;
    const auto step = static_cast<std::size_t>(failed - free_tries);
    return pauses_ms[std::min(step, pauses_ms.size() - 1)];
}

Standing standing_of(const LockState& state, const ClockReading& now) {
    if (state.failed < free_tries) return {free_tries - std::max(state.failed, 0), 0};
    const auto rest = rest_ms(state, now);
    return {rest > 0 ? 0 : 1, rest};
}

LockState settled(const LockState& state, const ClockReading& now) {
    if (pause_ms(state.failed) == 0 || state.is_served) return state;
    LockState next = state;
    if (!is_same_boot(state, now))
        next.from = now;
    else if (rest_ms(state, now) == 0)
        next.is_served = true;
    return next;
}

LockState failed_once_more(const LockState& state, const ClockReading& now) {
    return {std::min(std::max(state.failed, 0) + 1, failed_max), now.wall, now, false};
}

LockState after_right_pin(const LockState& before, Role role, UtcInstant now) {
    if (role == Role::Supervisor) return {};
    if (left_of(shift_ms, before.failed_at.since_epoch_ms, now.since_epoch_ms) == 0) return {};
    return before;
}

LockState locked_for_longest(const ClockReading& now) {
    const auto failed = free_tries + static_cast<std::int32_t>(pauses_ms.size()) - 1;
    return {failed, now.wall, now, false};
}

}  // namespace outpost::operators
