// The operator's door: PIN, home, lock.
#include "firmware-app/session/machine.h"

#include <algorithm>
#include <utility>

namespace outpost::session {
namespace {

constexpr std::size_t pin_digits_max = 12;
constexpr std::int64_t locked_ms_max = 24LL * 3600 * 1000;

bool is_job_screen(const Screen& screen) {
    return std::holds_alternative<Printing>(screen) ||
           std::holds_alternative<PrinterHelp>(screen) ||
           std::holds_alternative<OutcomeUnknown>(screen) ||
           std::holds_alternative<HandOver>(screen);
}

void enter(Machine& m, const OperatorSession& who) {
    State& state = m.state;
    const bool is_same = state.operator_session && state.operator_session->name == who.name;
    if (!is_same) state.last_check.reset();  // was for another pair of eyes
    const bool resumes = is_same && state.resumes_queue;
    state.operator_session = who;
    state.is_operator_suspended = false;
    note_input(m);
    if (!state.below.empty() && is_job_screen(state.below.back())) return pop(m);
    if (resumes) return open_queue(m);
    state.resumes_queue = false;
    state.below.clear();
    go(m, OperatorHome{});
    if (!state.has_new_offers) return;
    state.has_new_offers = false;
    push(m, ImportPage{});
    std::get<ImportPage>(state.screen).offers = state.offers;
}

void ask_pin(Machine& m) {
    State& state = m.state;
    Pin pin;
    pin.locked_until_ms = state.pin_locked_until_ms > m.now() ? state.pin_locked_until_ms : 0;
    if (is_job_screen(state.screen) && !shows<HandOver>(state)) return push(m, pin);
    if (shows<HandOver>(state)) {
        finish_page(m);
        if (!shows<Attract>(state) && !shows<OutOfService>(state)) return;
    }
    end_visit(m);
    state.below.clear();
    state.is_cleared_notice = false;
    go(m, pin);
}

}  // namespace

void open_operator(Machine& m) {
    State& state = m.state;
    if (state.warning || shows<StartUp>(state) || shows<Pin>(state)) return;
    if (shows<Issuing>(state) || shows<Printing>(state)) return;
    if (is_operator_active(state)) return;
    note_input(m);
    ask_pin(m);
}

void type_digit(Machine& m, std::int32_t digit) {
    auto* pin = screen_of<Pin>(m);
    if (pin == nullptr || pin->is_checking || pin->locked_until_ms > m.now()) return;
    if (digit < 0 || digit > 9 || pin->digits >= pin_digits_max) return;
    ++pin->digits;
    pin->was_wrong = false;
    m.emit(PinDigit{digit});
}

void cancel_pin(Machine& m) {
    m.emit(PinForget{});
    if (m.state.below.empty())
        rest(m);
    else
        pop(m);
}

void take(Machine& m, const PinAnswered& what) {
    auto* pin = screen_of<Pin>(m);
    if (pin == nullptr || !pin->is_checking) return;
    m.emit(PinForget{});
    if (what.who) return enter(m, *what.who);
    pin->digits = 0;
    pin->is_checking = false;
    pin->was_wrong = true;
    pin->tries_left = std::max(what.tries_left, 0);
    const std::int64_t locked_ms = std::clamp<std::int64_t>(what.locked_ms, 0, locked_ms_max);
    pin->locked_until_ms = locked_ms > 0 ? m.now() + locked_ms : 0;
    m.state.pin_locked_until_ms = pin->locked_until_ms;
    m.state.last_input_ms = m.now();
}

void press_pin(Machine& m, Key key) {
    auto* pin = screen_of<Pin>(m);
    if (pin == nullptr) return;
    if (key.id == KeyId::Digit) return type_digit(m, key.index);
    if (key.id == KeyId::DeleteDigit) {
        if (pin->digits == 0) return;
        --pin->digits;
        return m.emit(PinDeleteDigit{});
    }
    if (key.id != KeyId::PinOk) return;
    pin->is_checking = true;
    m.emit(TryPin{});
}

void lock(Machine& m) {
    State& state = m.state;
    state.operator_session.reset();
    state.is_operator_suspended = false;
    state.resumes_queue = false;
    end_visit(m);
    m.emit(EndOperatorSession{});
    rest(m);
}

// The public's screen again, and the operator within reach of the PIN.
void suspend_to_rest(Machine& m) {
    m.state.is_operator_suspended = true;
    m.emit(ForgetPerson{});
    rest(m);
}

void press_home(Machine& m, Key key) {
    State& state = m.state;
    switch (key.id) {
        case KeyId::OpenQueue:
        case KeyId::OpenReprint: {
            Queue queue;
            queue.is_for_reprint = key.id == KeyId::OpenReprint;
            push(m, std::move(queue));
            return load_queue(m);
        }
        case KeyId::OpenImport:
            push(m, ImportPage{});
            std::get<ImportPage>(state.screen).offers = state.offers;
            state.has_new_offers = false;
            return m.emit(LookForSticks{});
        case KeyId::OpenExport:
            push(m, ExportPage{});
            std::get<ExportPage>(state.screen).targets = state.targets;
            return m.emit(LookForSticks{});
        case KeyId::OpenHealth:
            return push(m, HealthPage{});
        case KeyId::OpenStatistics:
            return push(m, StatisticsPage{});
        case KeyId::OpenPolicy:
            return push(m, PolicyPage{});
        case KeyId::OpenSettings:
            return push(m, SettingsPage{});
        case KeyId::Why:
            if (state.last_check) push(m, Detail{});
            return;
        case KeyId::Lock:
            return lock(m);
        default:
            return;
    }
}

}  // namespace outpost::session
