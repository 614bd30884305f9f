#include "firmware-app/kiosk/pin_desk.h"

#include <algorithm>
#include <utility>

namespace outpost::kiosk {

namespace {

constexpr std::int64_t note_every_ms = 60'000;

}  // namespace

PinDesk::PinDesk(FileStore& files, const Clock& clock, Random& random,
                 const std::string& state_folder, Tell tell)
    : clock_(clock),
      boot_(operators::boot_name(files, random)),
      door_(files, state_folder),
      tell_(std::move(tell)) {}

operators::ClockReading PinDesk::reading() const {
    return {clock_.now(), clock_.monotonic_ms(), boot_};
}

void PinDesk::try_pin(crypto::SecretBytes pin) {
    if (begun_) return;
    auto begun = door_.begin(reading());
    if (!begun) {
        // Locked, or nothing could be counted: the PIN is not looked at.
        const auto standing = door_.standing(reading());
        session::PinAnswered answered;
        answered.locked_ms = standing ? std::max<std::int64_t>(standing->locked_ms, 1'000)
                                      : operators::pauses_ms.front();
        return tell_(answered);
    }
    begun_ = std::move(begun).value();
    found_.reset();
    worker_ = std::jthread([this, tried = std::move(pin)] {
        auto who = begun_->roster.find_by_pin(tried);
        const std::lock_guard guard(mutex_);
        found_.emplace(who ? std::move(who).value() : std::nullopt);
    });
}

void PinDesk::poll() {
    if (!begun_) return note_standing();
    {
        const std::lock_guard guard(mutex_);
        if (!found_) return;
    }
    answer();
}

/// A pause that is over is noted before the machine is switched off.
void PinDesk::note_standing() {
    const auto now_ms = clock_.monotonic_ms();
    if (now_ms - noted_ms_ < note_every_ms) return;
    noted_ms_ = now_ms;
    // What cannot be read or written shows at the next try, which is then refused.
    static_cast<void>(door_.standing(reading()));
}

void PinDesk::finish() {
    if (!begun_) return;
    worker_.join();
    answer();
}

void PinDesk::answer() {
    if (worker_.joinable()) worker_.join();
    const auto outcome = door_.end(*begun_, std::move(*found_), reading());
    begun_.reset();
    if (record_) record_(outcome.journal_body);
    session::PinAnswered answered;
    if (outcome.who) {
        const bool is_supervisor = outcome.who->role == operators::Role::Supervisor;
        answered.who = session::OperatorSession{
            outcome.who->name, is_supervisor ? session::Role::Supervisor : session::Role::Operator};
    }
    answered.tries_left = outcome.standing.tries_left;
    answered.locked_ms = outcome.standing.locked_ms;
    tell_(std::move(answered));
}

}  // namespace outpost::kiosk
