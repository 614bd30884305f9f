// The kiosk's clock: the machine's, with a floor, and with how far it can be believed.
#pragma once

#include "core/base/result.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/timekeeping/time_keeper.h"

#include <cstdint>
#include <mutex>
#include <string>

namespace outpost::station {

/// For several threads at once. The machine's clock and the files outlive it.
class TrustedClock : public Clock {
  public:
    /// Remembers nothing: for a check by hand, by the clock of whoever makes it.
    explicit TrustedClock(const Clock& machine) : machine_(machine) {}

    /// Remembers in STATE/clock.json; its floor is the newest bundle that STATE ever imported. A
    /// file that cannot be read is a doubt, never a first use.
    TrustedClock(const Clock& machine, FileStore& files, const std::string& state_folder);

    [[nodiscard]] UtcInstant now() const override { return standing().now; }
    [[nodiscard]] std::int64_t monotonic_us() const override { return machine_.monotonic_us(); }
    [[nodiscard]] ClockTrust trust() const override { return standing().trust; }
    [[nodiscard]] ClockFacts facts() const override { return machine_.facts(); }
    [[nodiscard]] timekeeping::Standing standing() const;

    void raise_floor(UtcInstant at);
    /// By the newest bundle that this state folder ever imported, in force or not: after an import.
    void raise_floor_by_imports(FileStore& files, const std::string& state_folder);
    [[nodiscard]] UtcInstant floor() const;

    /// As TimeKeeper's; durable when they return.
    /// @error BadValue (the time is before the floor), Io: then nothing has changed
    Result<void> confirm();
    Result<void> set(UtcInstant time);

    /// Writes what is new: a change of the voucher at once, the time itself every ten minutes. To
    /// be called often. @error Io
    Result<void> keep();

  private:
    Result<void> take(timekeeping::TimeKeeper changed);
    Result<void> write(const timekeeping::ClockRecord& record);

    const Clock& machine_;
    FileStore* files_ = nullptr;
    std::string path_;
    mutable std::mutex mutex_;
    mutable timekeeping::TimeKeeper keeper_;
    timekeeping::ClockRecord written_;
};

}  // namespace outpost::station
