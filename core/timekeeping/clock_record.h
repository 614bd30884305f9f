// What a kiosk remembers of its clock (docs/formats/clock-record.md).
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace outpost::timekeeping {

inline constexpr std::string_view clock_file_name = "clock.json";
inline constexpr std::size_t clock_file_bytes_max = 4096;

/// Who says that the time is right.
enum class Voucher : std::uint8_t {
    None,
    FirstUse,  // nobody but whoever set the kiosk up
    Network,   // a time service, as the kernel says
    Staff,
};
inline constexpr std::array<std::string_view, 4> voucher_names = {"none", "first_use", "network",
                                                                  "staff"};
std::string_view voucher_name(Voucher voucher);

/// Why nobody vouches any more.
enum class Doubt : std::uint8_t {
    None,
    Behind,       // before the newest signed instant
    SteppedBack,  // against the time since the start, or since it was last seen
    SteppedForward,
    NewStart,  // the machine was off, and has no battery clock
    LongOff,   // off for longer than a battery clock is believed
    NoRecord,  // what was remembered cannot be read
};
inline constexpr std::array<std::string_view, 7> doubt_names = {
    "none", "behind", "stepped_back", "stepped_forward", "new_start", "long_off", "no_record"};
std::string_view doubt_name(Doubt doubt);

/// A moment by two clocks: what the time was, and how long the machine had run.
struct Anchor {
    std::string boot;
    std::int64_t since_boot_ms = 0;
    UtcInstant at;
    bool operator==(const Anchor&) const = default;
};

struct ClockRecord {
    Voucher voucher = Voucher::None;
    Doubt doubt = Doubt::None;
    /// Staff gave the time itself: until the next start it is counted from the anchor, and what
    /// the system shows does not matter.
    bool is_set = false;
    std::optional<Anchor> anchor;  // when it was last vouched for
    UtcInstant seen;               // the newest time that was shown while it was trusted
    bool operator==(const ClockRecord&) const = default;
};

/// @error those of json::read; Unsupported (version), BadSyntax, BadValue
Result<ClockRecord> parse_clock_record(std::string_view json_text);
std::string write_clock_record(const ClockRecord& record);

}  // namespace outpost::timekeeping
