// How many checks and certificates a kiosk had on each day. Nothing here can name a person: the
// types take enumerations, days, hours and counts alone. Layout: docs/operators.md.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/ports/file_store.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace outpost::tally {

enum class Verdict : std::uint8_t { Accepted, NotAccepted, Rejected, Unknown };
enum class Format : std::uint8_t { None, Divoc, W3cVc, EuDcc, Shc, VdsNc, Other };
/// What became of certificates. Failed: neither issued nor held, or issued and no page came out.
enum class Work : std::uint8_t { Issued, Printed, Reprinted, Held, Failed };

inline constexpr std::size_t verdict_count = 4;
inline constexpr std::size_t format_count = 7;
inline constexpr std::size_t work_count = 5;
inline constexpr std::size_t hour_count = 24;
inline constexpr std::size_t days_max = 400;
/// Counters stop there.
inline constexpr std::int64_t count_max = 999'999'999;
/// 400 days of counters of full length stay below it.
inline constexpr std::size_t tally_file_bytes_max = 1024 * 1024;
inline constexpr std::string_view tally_file_name = "tally.json";

std::string_view verdict_name(Verdict verdict);  // "not_accepted", as policy says it
std::string_view format_name(Format format);     // "w3c-vc", as credential says it; "other"
std::string_view work_name(Work work);           // "reprinted"
/// Other for every name that is none of ours.
Format format_of(std::string_view name);

/// @field hour  of the kiosk's own local day, 0 to 23
struct LocalHour {
    CivilDate day;
    std::int32_t hour = 0;
};

struct Day {
    std::array<std::array<std::int64_t, format_count>, verdict_count> checks{};
    std::array<std::array<std::int64_t, verdict_count>, hour_count> hours{};
    std::array<std::int64_t, work_count> work{};
    bool operator==(const Day&) const = default;

    [[nodiscard]] std::int64_t checked(Verdict verdict) const;  // over all formats
    [[nodiscard]] std::int64_t of(Work kind) const { return work[static_cast<std::size_t>(kind)]; }
};

/// The newest days_max days on which something happened.
class Tally {
  public:
    void add_check(const LocalHour& when, Verdict verdict, Format format);
    void add_work(CivilDate day, Work work, std::int64_t count = 1);
    /// Adds another kiosk's counters day by day.
    void merge(const Tally& other);

    [[nodiscard]] const std::map<CivilDate, Day>& days() const { return days_; }
    /// Zeros where nothing happened.
    [[nodiscard]] Day day(CivilDate date) const;

    /// Strict. @error those of json::read; Unsupported (another format), BadSyntax (a member
    /// missing, unknown or of another kind), BadValue (a count or date outside its bounds), TooLong
    /// (days), Duplicate (a day twice or out of order)
    static Result<Tally> parse(std::string_view text);
    [[nodiscard]] std::string to_text() const;

  private:
    /// Null for a day that is older than all that are kept.
    Day* open_day(CivilDate date);

    std::map<CivilDate, Day> days_;
};

/// Empty when there is no file. @error Io, TooLong, those of Tally::parse
Result<Tally> read_tally(FileStore& files, const std::string& state_folder);
/// Durable and whole. Not at each count: once a minute spares the disk, and a power cut then costs
/// a minute's counts. @error Io
Result<void> write_tally(FileStore& files, const std::string& state_folder, const Tally& tally);

}  // namespace outpost::tally
