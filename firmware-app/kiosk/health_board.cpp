#include "firmware-app/kiosk/health_board.h"

#include <algorithm>

namespace outpost::kiosk {

namespace {

using policy::Freshness;
using session::Level;
using session::Part;

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::uint64_t mib = 1024 * 1024;
constexpr std::uint64_t disk_low_mib = 500;
constexpr std::uint64_t disk_fault_mib = 50;
constexpr std::int64_t expiry_soon_days = 30;

std::int64_t days_between(UtcInstant from, UtcInstant to) {
    return (to.since_epoch_ms - from.since_epoch_ms) / day_ms;
}

}  // namespace

void HealthBoard::set(Part part, Level level, const char* code, const char* words) {
    auto& shown = health_.parts[static_cast<std::size_t>(part)];
    if (shown.level == level && shown.code == code && shown.words == words) return;
    shown = {level, code, words};
    has_changed_ = true;
}

bool HealthBoard::take_change() {
    const bool has_changed = has_changed_;
    has_changed_ = false;
    return has_changed;
}

void HealthBoard::set_camera(CameraState state) {
    camera_ = state;
    show_eyes();
}

void HealthBoard::set_scanner(ScannerState state) {
    if (state == ScannerState::Closed) return;  // it has not been tried yet
    scanner_ = state;
    show_eyes();
}

/// Camera and scanner are one part: what the kiosk reads codes with.
void HealthBoard::show_eyes() {
    const bool can_scan = scanner_ == ScannerState::Ready;
    const bool lacks_scanner = scanner_ && !can_scan;
    if (!camera_) {
        if (can_scan) return set(Part::Camera, Level::Good, "", "");
        return set(Part::Camera, Level::Fault, "K-SCN-01", "op.scanner.unplugged");
    }
    const auto fault = can_scan ? Level::Soon : Level::Fault;
    switch (*camera_) {
        case CameraState::Streaming:
            if (lacks_scanner)
                return set(Part::Camera, Level::Soon, "K-SCN-01", "op.scanner.unplugged");
            return set(Part::Camera, Level::Good, "", "");
        case CameraState::Closed:
        case CameraState::Ended:
        case CameraState::Unplugged:
            return set(Part::Camera, fault, "K-CAM-01", "op.camera.unplugged");
        case CameraState::NoFrames:
            return set(Part::Camera, fault, "K-CAM-02", "op.camera.no_picture");
        case CameraState::WrongFormat:
            return set(Part::Camera, fault, "K-CAM-03", "op.camera.no_picture");
        case CameraState::Black:  // perhaps it is only dark
            return set(Part::Camera, Level::Soon, "K-CAM-04", "op.camera.no_picture");
    }
}

void HealthBoard::set_printer(PrintState state) {
    switch (state) {
        case PrintState::OutOfPaper:
            return set(Part::Printer, Level::Fault, "K-PRN-01", "op.printer.paper");
        case PrintState::Jammed:
            return set(Part::Printer, Level::Fault, "K-PRN-02", "op.printer.jam");
        case PrintState::Offline:
            return set(Part::Printer, Level::Fault, "K-PRN-03", "op.printer.offline");
        case PrintState::Failed:
        case PrintState::Cancelled:
            return set(Part::Printer, Level::Fault, "K-PRN-04", "op.printer.stopped");
        case PrintState::Unknown:
            return set(Part::Printer, Level::NotKnown, "K-PRN-05", "op.printer.none");
        case PrintState::Waiting:
        case PrintState::Printing:
        case PrintState::Printed:
            return set(Part::Printer, Level::Good, "", "");
    }
}

void HealthBoard::set_journal(bool is_open, ClockTrust clock) {
    if (is_open) return set(Part::Journal, Level::Good, "", "");
    if (clock != ClockTrust::Trusted)
        return set(Part::Journal, Level::NotKnown, "K-JRN-02", "op.journal.waits");
    set(Part::Journal, Level::Fault, "K-JRN-01", "op.journal.damaged");
}

void HealthBoard::set_start_up(bool has_passed) {
    if (has_passed) return set(Part::StartUp, Level::Good, "", "");
    set(Part::StartUp, Level::Fault, "K-STA-01", "op.start.self_test");
}

void HealthBoard::measure_clock(ClockTrust clock) {
    switch (clock) {
        case ClockTrust::Wrong:
            return set(Part::Clock, Level::Fault, "K-CLK-01", "op.clock.behind");
        case ClockTrust::Unconfirmed:
            return set(Part::Clock, Level::Soon, "K-CLK-02", "op.clock.unconfirmed");
        case ClockTrust::Trusted:
            return set(Part::Clock, Level::Good, "", "");
    }
}

void HealthBoard::measure_trust(const Measured& measured) {
    if (measured.trust == nullptr || measured.trust->methods().empty())
        return set(Part::Trust, Level::Fault, "K-TRU-01", "op.trust.missing");
    const auto& origin = measured.trust->origin();
    health_.trust_age_days = origin.issued_at ? days_between(*origin.issued_at, measured.now) : -1;
    std::optional<UtcInstant> next = origin.expires_at;
    for (const auto& method : measured.trust->methods())
        if (method.not_after && *method.not_after > measured.now &&
            (!next || *method.not_after < *next))
            next = method.not_after;
    health_.trust_next_expiry_days = next ? days_between(measured.now, *next) : -1;
    const auto state =
        policy::freshness_of(origin.issued_at, measured.freshness.keys, measured.now);
    health_.data_is_ageing = state >= Freshness::Ageing;
    const bool is_over = origin.expires_at && *origin.expires_at <= measured.now;
    if (is_over || state == Freshness::TooOld)
        return set(Part::Trust, Level::Fault, "K-TRU-02", "op.trust.too_old");
    const bool ends_soon = next && health_.trust_next_expiry_days < expiry_soon_days;
    if (ends_soon || state >= Freshness::Due)
        return set(Part::Trust, Level::Soon, "K-TRU-03", "op.trust.ageing");
    set(Part::Trust, Level::Good, "", "");
}

void HealthBoard::measure_revocations(const Measured& measured) {
    if (measured.revocations.empty())
        return set(Part::Revocation, Level::NotKnown, "K-REV-01", "op.revocation.missing");
    std::int64_t oldest = -1;
    auto worst = Freshness::NotKnown;
    for (const auto& list : measured.revocations) {
        const auto at = list->issued_at();
        if (at) oldest = std::max(oldest, days_between(*at, measured.now));
        worst = std::max(worst, policy::freshness_of({at, list->next_update()},
                                                     measured.freshness.revocations, measured.now));
    }
    health_.revocation_age_days = oldest;
    health_.data_is_ageing = health_.data_is_ageing || worst >= Freshness::Ageing;
    if (worst == Freshness::NotKnown)
        return set(Part::Revocation, Level::NotKnown, "K-REV-02", "op.age.not_known");
    if (worst == Freshness::TooOld)
        return set(Part::Revocation, Level::Fault, "K-REV-04", "op.revocation.too_old");
    if (worst >= Freshness::Due)
        return set(Part::Revocation, Level::Soon, "K-REV-03", "op.revocation.ageing");
    set(Part::Revocation, Level::Good, "", "");
}

void HealthBoard::measure(const Measured& measured) {
    const auto before = health_;
    measure_clock(measured.clock);
    if (!measured.disk_free_bytes) {
        set(Part::Disk, Level::Fault, "K-DSK-01", "op.disk.fault");
    } else {
        health_.disk_free_mib = static_cast<std::int64_t>(*measured.disk_free_bytes / mib);
        if (*measured.disk_free_bytes < disk_fault_mib * mib)
            set(Part::Disk, Level::Fault, "K-DSK-02", "op.disk.fault");
        else if (*measured.disk_free_bytes < disk_low_mib * mib)
            set(Part::Disk, Level::Soon, "K-DSK-03", "op.disk.low");
        else
            set(Part::Disk, Level::Good, "", "");
    }
    health_.data_is_ageing = false;
    measure_trust(measured);
    measure_revocations(measured);
    has_changed_ = has_changed_ || before.trust_age_days != health_.trust_age_days ||
                   before.disk_free_mib / 100 != health_.disk_free_mib / 100 ||
                   before.data_is_ageing != health_.data_is_ageing;
}

}  // namespace outpost::kiosk
