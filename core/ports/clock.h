// Port: time of day and a monotonic clock.
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace outpost {

/// How far the time of day can be believed.
enum class ClockTrust : std::uint8_t {
    Trusted,      // somebody vouches for it, and nothing speaks against it
    Unconfirmed,  // nobody vouches for it
    Wrong,        // it shows a time that has already passed
};

/// "trusted", "unconfirmed", "wrong"
constexpr std::string_view clock_trust_name(ClockTrust trust) {
    switch (trust) {
        case ClockTrust::Trusted:
            return "trusted";
        case ClockTrust::Unconfirmed:
            return "unconfirmed";
        case ClockTrust::Wrong:
            return "wrong";
    }
    return "unconfirmed";
}

/// What a machine knows of its own clock, read at one moment.
struct ClockFacts {
    UtcInstant wall;                 // as the system shows it; may be set at any time
    std::int64_t since_boot_ms = 0;  // time asleep included; never goes back
    std::string boot;                // another one after each start of the machine
    bool is_synchronised = false;    // a time service keeps it, as the kernel says
    bool runs_while_off = false;     // the system took its time from a battery clock
};

class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual UtcInstant now() const = 0;
    /// Never goes back; its zero means nothing.
    [[nodiscard]] virtual std::int64_t monotonic_us() const = 0;
    [[nodiscard]] std::int64_t monotonic_ms() const { return monotonic_us() / 1000; }
    /// Of a clock that is told what to show (a test's, a script's): it is in order.
    [[nodiscard]] virtual ClockTrust trust() const { return ClockTrust::Trusted; }
    [[nodiscard]] virtual ClockFacts facts() const {
        return {now(), monotonic_ms(), "given", true, true};
    }
};

}  // namespace outpost
