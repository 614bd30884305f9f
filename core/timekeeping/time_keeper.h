// Whether the time that a kiosk shows can be believed: a box without a battery clock starts years
// ago, one with a flat battery too, and whoever turns a clock back makes an old certificate good.
#pragma once

#include "core/base/time.h"
#include "core/ports/clock.h"
#include "core/timekeeping/clock_record.h"

#include <cstdint>
#include <optional>
#include <utility>

namespace outpost::timekeeping {

/// Clocks of those who sign differ by so much without anything being wrong.
inline constexpr std::int64_t behind_ms_max = 10 * 60'000;
/// A step below it is nothing; above it comes what a crystal may drift in the time since it was
/// vouched for, 1 in drift_ratio.
inline constexpr std::int64_t step_ms_max = 10'000;
inline constexpr std::int64_t drift_ratio = 2'000;
/// For so long a battery clock is believed while the machine is off.
inline constexpr std::int64_t off_ms_max = std::int64_t{92} * 86'400'000;

struct Standing {
    UtcInstant now;  // never before the floor
    ClockTrust trust = ClockTrust::Unconfirmed;
    Voucher voucher = Voucher::None;
    Doubt doubt = Doubt::None;
};

/// The rules alone, without files and threads.
class TimeKeeper {
  public:
    /// The first use: the time as it stands is believed.
    TimeKeeper() = default;
    explicit TimeKeeper(ClockRecord record) : record_(std::move(record)) {}

    /// The time and how good it is. May change the record.
    Standing look(const ClockFacts& facts);

    /// A signed or journalled instant: the time cannot be before it.
    void raise_floor(UtcInstant at);
    [[nodiscard]] UtcInstant floor() const { return floor_; }

    /// Staff say that the time shown is right. A time before the floor is not made right by that.
    /// @return false when it stays wrong
    bool confirm(const ClockFacts& facts);
    /// Staff say what the time is; counts until the machine is started again.
    /// @return false, and nothing changed, for a time before the floor
    bool set(const ClockFacts& facts, UtcInstant time);

    [[nodiscard]] const ClockRecord& record() const { return *record_; }

  private:
    [[nodiscard]] UtcInstant shown(const ClockFacts& facts) const;
    void vouch(Voucher voucher, const ClockFacts& facts, UtcInstant at);
    void doubt(Doubt why);
    void follow(const ClockFacts& facts, UtcInstant shown);

    std::optional<ClockRecord> record_;
    UtcInstant floor_;
};

}  // namespace outpost::timekeeping
