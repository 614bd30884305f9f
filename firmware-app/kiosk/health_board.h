// The kiosk's parts and how they are, as the screens show them.
#pragma once

#include "core/policy/freshness.h"
#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "core/ports/code_scanner.h"
#include "core/ports/printer.h"
#include "core/revocation/status.h"
#include "core/trust/snapshot.h"
#include "firmware-app/session/facts.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace outpost::kiosk {

/// What is measured from time to time.
struct Measured {
    UtcInstant now;
    ClockTrust clock = ClockTrust::Trusted;
    std::optional<std::uint64_t> disk_free_bytes;
    std::shared_ptr<const trust::TrustSnapshot> trust;
    std::vector<std::shared_ptr<const revocation::StatusSource>> revocations;
    policy::FreshnessLimits freshness;  // of the policy in force
};

/// One rule for each part; codes as in docs/kiosk-operating.md.
class HealthBoard {
  public:
    void set_camera(CameraState state);
    /// Where there is one. With a camera too, either of them is enough to go on.
    void set_scanner(ScannerState state);
    void set_printer(PrintState state);
    /// One that is not opened because of the clock is not called damaged.
    void set_journal(bool is_open, ClockTrust clock);
    void set_start_up(bool has_passed);
    void measure(const Measured& measured);

    [[nodiscard]] const session::Health& health() const { return health_; }
    /// True once after a change.
    bool take_change();

  private:
    void set(session::Part part, session::Level level, const char* code, const char* words);
    void show_eyes();
    void measure_clock(ClockTrust clock);
    void measure_trust(const Measured& measured);
    void measure_revocations(const Measured& measured);

    session::Health health_;
    std::optional<CameraState> camera_;
    std::optional<ScannerState> scanner_;
    bool has_changed_ = true;
};

}  // namespace outpost::kiosk
