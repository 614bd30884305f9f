// Inside the session machine: what its subjects share. Not for others.
#pragma once

#include "firmware-app/session/effect.h"
#include "firmware-app/session/event.h"
#include "firmware-app/session/settings.h"
#include "firmware-app/session/state.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace outpost::session {

struct Machine {
    State& state;
    const Settings& settings;
    std::vector<Effect>& effects;

    [[nodiscard]] std::int64_t now() const { return state.now_ms; }
    template <class T>
    void emit(T effect) {
        effects.emplace_back(std::move(effect));
    }
};

/// A time-out: `act` ends it or moves it, so that the next deadline is a later one.
struct Limit {
    std::int64_t at_ms = 0;
    void (*act)(Machine&) = nullptr;
};
inline constexpr std::int64_t never_ms = std::numeric_limits<std::int64_t>::max();

/// Every limit that runs now, in any order; the only list, for step() and next_deadline_ms() alike.
std::vector<Limit> limits_of(const State& state, const Settings& settings);

template <class T>
T* screen_of(Machine& m) {
    return std::get_if<T>(&m.state.screen);
}
template <class T>
bool shows(const State& state) {
    return std::holds_alternative<T>(state.screen);
}

// What holds now.
bool is_operator_active(const State& state);
bool is_operator_page(const Screen& screen);
/// Codes are taken on this screen at all: by a check, a search or an import.
bool accepts_codes(const State& state);
/// A check's outcome is taken: the public checking screens, unlocked.
bool takes_checks(const State& state, const Settings& settings);
/// The part whose fault keeps the kiosk from all that it is for.
std::optional<Part> blocking_part(const State& state, const Settings& settings);
/// A person's time limit: three times as long when they asked for it.
std::int64_t lasting(const State& state, std::int64_t limit_ms);
/// When the person or the operator last did something on this screen.
std::int64_t active_ms(const State& state);
/// Message keys that say what the screen says; never a name or a date.
std::vector<std::string> spoken_keys(const State& state);

// Moving between screens (navigation.cpp).
void go(Machine& m, Screen next);
void push(Machine& m, Screen next);
void pop(Machine& m);
void rest(Machine& m);  // attract, or out of service
void forget_person(Machine& m);
void end_visit(Machine& m);  // and what the person chose
void leave(Machine& m);      // Back, wherever one is

// Checking (checking.cpp, reading.cpp, person.cpp).
void take(Machine& m, const CodesInView& what);
void take(Machine& m, const CodeRead& what);
void take(Machine& m, const Checked& what);
void take(Machine& m, const PartsProgress& what);
void update_hint(Machine& m);
std::int64_t hint_due_ms(const Scan& scan, const Settings& settings);
void notice(Machine& m, const char* key);
void show_outcome(Machine& m, CheckOutcome outcome);
void verdict_over(Machine& m);
void show_waiting(Machine& m);
void end_join(Machine& m);
void end_identity_line(Machine& m);

// Issuing and printing (issuing.cpp, queue.cpp, printing.cpp).
void take(Machine& m, const RegistrationShown& what);
void take(Machine& m, const QueueLoaded& what);
void take(Machine& m, const ConfirmReady& what);
void take(Machine& m, const IssueStepDone& what);
void take(Machine& m, const IssueRefused& what);
void take(Machine& m, const Issued& what);
void take(Machine& m, const PrintChanged& what);
void take(Machine& m, const PaperTaken& what);
void take(Machine& m, const NoMoreToPrint& what);
void load_queue(Machine& m);
void type_search(Machine& m, const std::string& text);
void advance_print_all(Machine& m);
void finish_issue(Machine& m);
void finish_page(Machine& m);
void open_queue(Machine& m);

// The operator (operator.cpp, pages.cpp).
void take(Machine& m, const PinAnswered& what);
void take(Machine& m, const OffersFound& what);
void take(Machine& m, const ImportProgress& what);
void take(Machine& m, const ImportDone& what);
void take(Machine& m, const ExportDone& what);
void open_operator(Machine& m);
void cancel_pin(Machine& m);
void lock(Machine& m);
void suspend_to_rest(Machine& m);
void type_digit(Machine& m, std::int32_t digit);

// Easy use, time warning, supervision (access.cpp, supervision.cpp).
void take(Machine& m, const HeadsetPlugged& what);
void take(Machine& m, const HealthChanged& what);
void take(Machine& m, const StartUpProgress& what);
void warn(Machine& m);
void give_more_time(Machine& m);
void end_by_time(Machine& m);
void reset_access(Machine& m);
bool is_as_at_start(const State& state, const Settings& settings);

// Keys (press.cpp and each screen's subject).
void take(Machine& m, const KeyDown& what);
void take(Machine& m, const KeyUp& what);
void take(Machine& m, const FocusMove& what);
void take(Machine& m, const FocusOk& what);
void note_input(Machine& m);
void press_checking(Machine& m, Key key);
void press_issuing(Machine& m, Key key);
void press_queue(Machine& m, Key key);
void press_printing(Machine& m, Key key);
void press_pin(Machine& m, Key key);
void press_home(Machine& m, Key key);
void press_page(Machine& m, Key key);
void press_clock(Machine& m, ClockPage& page, Key key);
void press_access(Machine& m, Key key);

}  // namespace outpost::session
