#include "core/tally/tally.h"

#include "core/base/check.h"

#include <algorithm>

namespace outpost::tally {

namespace {

constexpr std::array<std::string_view, verdict_count> verdict_names{"accepted", "not_accepted",
                                                                    "rejected", "unknown"};
constexpr std::array<std::string_view, format_count> format_names{
    "none", "divoc", "w3c-vc", "eu-dcc", "shc", "vds-nc", "other"};
constexpr std::array<std::string_view, work_count> work_names{"issued", "printed", "reprinted",
                                                              "held", "failed"};

template <typename Name>
std::size_t place_of(Name name) {
    return static_cast<std::size_t>(name);
}

void add(std::int64_t& counter, std::int64_t count) {
    // Both are at most count_max, so the sum is no overflow.
    counter = std::min(counter + std::clamp<std::int64_t>(count, 0, count_max), count_max);
}

template <std::size_t size>
void add_all(std::array<std::int64_t, size>& counters,
             const std::array<std::int64_t, size>& others) {
    for (std::size_t i = 0; i < size; ++i) add(counters[i], others[i]);
}

std::string path_in(const std::string& folder) {
    return folder + "/" + std::string(tally_file_name);
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
    return verdict_names[place_of(verdict)];
}

std::string_view format_name(Format format) {
    return format_names[place_of(format)];
}

std::string_view work_name(Work work) {
    return work_names[place_of(work)];
}

Format format_of(std::string_view name) {
    const auto found = std::find(format_names.begin(), format_names.end(), name);
    if (found == format_names.end()) return Format::Other;
    return static_cast<Format>(found - format_names.begin());
}

std::int64_t Day::checked(Verdict verdict) const {
    std::int64_t sum = 0;
    for (const auto count : checks[place_of(verdict)]) sum += count;
    return sum;
}

Day* Tally::open_day(CivilDate date) {
    const auto found = days_.find(date);
    if (found != days_.end()) return &found->second;
    if (days_.size() >= days_max) {
        if (date < days_.begin()->first) return nullptr;
        days_.erase(days_.begin());
    }
    return &days_[date];
}

void Tally::add_check(const LocalHour& when, Verdict verdict, Format format) {
    OUTPOST_CHECK(when.hour >= 0 && place_of(when.hour) < hour_count);
    auto* day = open_day(when.day);
    if (day == nullptr) return;
    add(day->checks[place_of(verdict)][place_of(format)], 1);
    add(day->hours[place_of(when.hour)][place_of(verdict)], 1);
}

void Tally::add_work(CivilDate date, Work work, std::int64_t count) {
    if (auto* day = open_day(date)) add(day->work[place_of(work)], count);
}

void Tally::merge(const Tally& other) {
    // The newest first: a day that is dropped for a newer one must not take its place for a while.
    for (auto each = other.days_.rbegin(); each != other.days_.rend(); ++each) {
        auto* day = open_day(each->first);
        if (day == nullptr) return;
        for (std::size_t i = 0; i < verdict_count; ++i)
            add_all(day->checks[i], each->second.checks[i]);
        for (std::size_t i = 0; i < hour_count; ++i) add_all(day->hours[i], each->second.hours[i]);
        add_all(day->work, each->second.work);
    }
}

Day Tally::day(CivilDate date) const {
    const auto found = days_.find(date);
    return found == days_.end() ? Day{} : found->second;
}

Result<Tally> read_tally(FileStore& files, const std::string& state_folder) {
    const auto content = files.read(path_in(state_folder), tally_file_bytes_max);
    if (content) return Tally::parse(as_text(*content));
    if (content.error().code == Errc::NotFound) return Tally();
    return content.error();
}

Result<void> write_tally(FileStore& files, const std::string& state_folder, const Tally& tally) {
    return files.write_atomically(path_in(state_folder), as_bytes(tally.to_text()), true);
}

}  // namespace outpost::tally
