// How many wrong PINs there may be, and how long the door stays shut after them. Pure: the clocks'
// readings come in, the next state goes out (docs/operators.md says why each rule is as it is).
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace outpost::operators {

enum class Role : std::uint8_t { Operator, Supervisor };
std::string_view role_name(Role role);  // "operator", "supervisor"

inline constexpr std::int32_t free_tries = 3;
/// Between the third failed try and the fourth, the fourth and the fifth, ...; the last one stays.
inline constexpr std::array<std::int64_t, 7> pauses_ms{30'000,  60'000,    120'000,  300'000,
                                                       900'000, 1'800'000, 3'600'000};
/// After so long without a failed try an operator's right PIN clears the count: one shift.
inline constexpr std::int64_t shift_ms = 12LL * 3600 * 1000;
inline constexpr std::int32_t failed_max = 1'000'000;
inline constexpr std::size_t boot_chars_max = 64;
inline constexpr std::size_t lock_file_bytes_max = 1024;

/// @field monotonic_ms  of a clock that nobody can set; its zero is that of `boot`
/// @field boot          names this run of the machine (boot_name()): readings of `monotonic_ms` are
///                      comparable within one
struct ClockReading {
    UtcInstant wall;
    std::int64_t monotonic_ms = 0;
    std::string boot;
    bool operator==(const ClockReading&) const = default;
};

/// One lock for the whole door: a wrong PIN is nobody's.
/// @field failed     failed tries that count, 0 to failed_max
/// @field failed_at  of the newest one
/// @field from       when the pause began: at that try, or at the first look after a restart
/// @field is_served  the pause was seen to be over
struct LockState {
    std::int32_t failed = 0;
    UtcInstant failed_at;
    ClockReading from;
    bool is_served = false;
    bool operator==(const LockState&) const = default;
};

/// @field tries_left  before the next pause; 0 while one lasts
/// @field locked_ms   how long it lasts from now
struct Standing {
    std::int32_t tries_left = free_tries;
    std::int64_t locked_ms = 0;
    bool operator==(const Standing&) const = default;
};

/// How long the door stays shut after so many failed tries.
std::int64_t pause_ms(std::int32_t failed);

Standing standing_of(const LockState& state, const ClockReading& now);

/// To be asked (and kept) before anything else is: begins the pause anew after a restart, and notes
/// a pause that is over, so that a restart later on does not bring it back.
LockState settled(const LockState& state, const ClockReading& now);

/// One more failed try. Every try is kept as failed before the PIN is looked at.
LockState failed_once_more(const LockState& state, const ClockReading& now);

/// After a right PIN. A supervisor's clears the count. An operator's leaves it as it was before the
/// try, unless no try has failed for a shift: who knows one PIN must not buy guesses at another.
/// @param before  the state that the try began with
LockState after_right_pin(const LockState& before, Role role, UtcInstant now);

/// For a file that is damaged: the longest pause, from now.
LockState locked_for_longest(const ClockReading& now);

/// {"format":"outpost-operator-lock/1",...}, docs/operators.md
std::string write_lock_state(const LockState& state);
/// @error those of json::read; Unsupported (another format), BadSyntax (a member missing, unknown
///        or of another kind), BadValue (a number or text outside its bounds)
Result<LockState> parse_lock_state(std::string_view text);

}  // namespace outpost::operators
