#include "firmware-app/station/trusted_clock.h"

#include "core/sync/trust_in_force.h"
#include "firmware-app/station/trust_import.h"

#include <utility>

namespace outpost::station {

using timekeeping::ClockRecord;
using timekeeping::Standing;
using timekeeping::TimeKeeper;

namespace {

constexpr std::int64_t write_every_ms = 10 * 60'000;

TimeKeeper read_record(FileStore& files, const std::string& path) {
    const auto content = files.read(path, timekeeping::clock_file_bytes_max);
    if (!content && content.error().code == Errc::NotFound) return TimeKeeper();
    if (content)
        if (auto record = timekeeping::parse_clock_record(as_text(*content)))
            return TimeKeeper(std::move(record).value());
    ClockRecord unreadable;
    unreadable.doubt = timekeeping::Doubt::NoRecord;
    return TimeKeeper(std::move(unreadable));
}

bool differs(const ClockRecord& record, const ClockRecord& written) {
    if (record.voucher != written.voucher || record.doubt != written.doubt ||
        record.is_set != written.is_set)
        return true;
    const bool has_anchor = record.anchor.has_value();
    if (has_anchor != written.anchor.has_value()) return true;
    if (has_anchor && record.anchor->boot != written.anchor->boot) return true;
    return record.seen.since_epoch_ms - written.seen.since_epoch_ms >= write_every_ms;
}

}  // namespace

TrustedClock::TrustedClock(const Clock& machine, FileStore& files, const std::string& state_folder)
    : machine_(machine),
      files_(&files),
      path_(state_folder + "/" + std::string(timekeeping::clock_file_name)),
      keeper_(read_record(files, path_)) {
    raise_floor_by_imports(files, state_folder);
}

Standing TrustedClock::standing() const {
    const std::lock_guard guard(mutex_);
    return keeper_.look(machine_.facts());
}

void TrustedClock::raise_floor(UtcInstant at) {
    const std::lock_guard guard(mutex_);
    keeper_.raise_floor(at);
}

void TrustedClock::raise_floor_by_imports(FileStore& files, const std::string& state_folder) {
    if (const auto installed = sync::read_installed(files, trust_folder_of(state_folder)))
        raise_floor(installed->signed_floor);
}

UtcInstant TrustedClock::floor() const {
    const std::lock_guard guard(mutex_);
    return keeper_.floor();
}

Result<void> TrustedClock::confirm() {
    const std::lock_guard guard(mutex_);
    auto changed = keeper_;
    if (!changed.confirm(machine_.facts()))
        return Error{Errc::BadValue, 0, "the clock is before the newest signed instant"};
    return take(std::move(changed));
}

Result<void> TrustedClock::set(UtcInstant time) {
    const std::lock_guard guard(mutex_);
    auto changed = keeper_;
    if (!changed.set(machine_.facts(), time))
        return Error{Errc::BadValue, 0, "a time before the newest signed instant"};
    return take(std::move(changed));
}

/// What staff said counts once it is on the disk.
Result<void> TrustedClock::take(TimeKeeper changed) {
    OUTPOST_TRY_VOID(write(changed.record()));
    keeper_ = std::move(changed);
    return {};
}

Result<void> TrustedClock::keep() {
    const std::lock_guard guard(mutex_);
    static_cast<void>(keeper_.look(machine_.facts()));
    return differs(keeper_.record(), written_) ? write(keeper_.record()) : Result<void>();
}

Result<void> TrustedClock::write(const ClockRecord& record) {
    if (files_ != nullptr)
        OUTPOST_TRY_VOID(
            files_->write_atomically(path_, as_bytes(timekeeping::write_clock_record(record))));
    written_ = record;
    return {};
}

}  // namespace outpost::station
