#include "core/timekeeping/time_keeper.h"

#include <algorithm>
#include <cstdlib>

namespace outpost::timekeeping {

namespace {

/// What the time must be when the time since the start is believed.
UtcInstant counted_from(const Anchor& anchor, const ClockFacts& facts) {
    return {anchor.at.since_epoch_ms + facts.since_boot_ms - anchor.since_boot_ms};
}

}  // namespace

UtcInstant TimeKeeper::shown(const ClockFacts& facts) const {
    const bool counts = record_ && record_->is_set && record_->anchor->boot == facts.boot;
    return counts ? counted_from(*record_->anchor, facts) : facts.wall;
}

void TimeKeeper::vouch(Voucher voucher, const ClockFacts& facts, UtcInstant at) {
    record_->voucher = voucher;
    record_->doubt = Doubt::None;
    record_->anchor = Anchor{facts.boot, facts.since_boot_ms, at};
    record_->seen = at;
}

void TimeKeeper::doubt(Doubt why) {
    record_->voucher = Voucher::None;
    record_->doubt = why;
    record_->is_set = false;
}

/// Whether the voucher of an earlier look still counts.
void TimeKeeper::follow(const ClockFacts& facts, UtcInstant shown) {
    const auto& anchor = *record_->anchor;
    if (anchor.boot == facts.boot) {
        const auto step = shown.since_epoch_ms - counted_from(anchor, facts).since_epoch_ms;
        const auto elapsed_ms =
            std::max<std::int64_t>(facts.since_boot_ms - anchor.since_boot_ms, 0);
        if (std::abs(step) > step_ms_max + elapsed_ms / drift_ratio)
            return doubt(step < 0 ? Doubt::SteppedBack : Doubt::SteppedForward);
        record_->seen = std::max(record_->seen, shown);
        return;
    }
    if (!facts.runs_while_off) return doubt(Doubt::NewStart);
    if (shown < record_->seen) return doubt(Doubt::SteppedBack);
    if (shown.since_epoch_ms - record_->seen.since_epoch_ms > off_ms_max)
        return doubt(Doubt::LongOff);
    record_->is_set = false;  // it counted until the machine was switched off
    vouch(record_->voucher, facts, shown);
}

Standing TimeKeeper::look(const ClockFacts& facts) {
    if (!record_) {
        record_.emplace();
        vouch(Voucher::FirstUse, facts, facts.wall);
    }
    if (facts.is_synchronised) {
        record_->is_set = false;
        vouch(Voucher::Network, facts, facts.wall);
    } else if (record_->voucher != Voucher::None) {
        follow(facts, shown(facts));
    }
    const auto time = shown(facts);
    if (time.since_epoch_ms + behind_ms_max < floor_.since_epoch_ms)
        return {floor_, ClockTrust::Wrong, record_->voucher, Doubt::Behind};
    const bool is_trusted = record_->voucher != Voucher::None;
    return {std::max(time, floor_), is_trusted ? ClockTrust::Trusted : ClockTrust::Unconfirmed,
            record_->voucher, record_->doubt};
}

void TimeKeeper::raise_floor(UtcInstant at) {
    floor_ = std::max(floor_, at);
}

bool TimeKeeper::confirm(const ClockFacts& facts) {
    const auto standing = look(facts);
    if (standing.trust == ClockTrust::Wrong) return false;
    vouch(Voucher::Staff, facts, shown(facts));
    return true;
}

bool TimeKeeper::set(const ClockFacts& facts, UtcInstant time) {
    static_cast<void>(look(facts));
    if (time.since_epoch_ms + behind_ms_max < floor_.since_epoch_ms) return false;
    vouch(Voucher::Staff, facts, time);
    record_->is_set = true;
    return true;
}

}  // namespace outpost::timekeeping
