// From screen to screen, and the end of a person's visit.
#include "firmware-app/session/machine.h"
#include "firmware-app/session/step.h"

#include <utility>

namespace outpost::session {
namespace {

constexpr std::size_t below_max = 4;

// What waits below another screen holds no more of a person than it must: lists are loaded anew.
Screen to_keep(Screen screen) {
    if (const auto* queue = std::get_if<Queue>(&screen)) {
        Queue kept;
        kept.is_for_reprint = queue->is_for_reprint;
        kept.sort = queue->sort;
        kept.first = queue->first;
        return kept;
    }
    if (const auto* scan = std::get_if<Scan>(&screen)) {
        Scan kept;
        kept.for_registration = scan->for_registration;
        return kept;
    }
    if (std::holds_alternative<Attract>(screen)) return Attract{};
    return screen;
}

void after_change(Machine& m) {
    State& state = m.state;
    state.since_ms = state.now_ms;
    state.pressed.reset();
    state.warning.reset();
    if (state.focus) {
        const auto keys = keys_of(state, m.settings);
        state.focus.reset();
        if (!keys.empty()) state.focus = keys.front().key;
    }
    if (state.access.speech) m.emit(Say{spoken_keys(state)});
}

}  // namespace

void go(Machine& m, Screen next) {
    if (shows<VerdictShown>(m.state) && !m.settings.discreet) m.emit(ShowLamp{});
    // A new screen gives its own ten extensions; what the person chose stays.
    if (m.state.screen.index() != next.index()) m.state.warnings_extended = 0;
    m.state.screen = std::move(next);
    after_change(m);
}

void push(Machine& m, Screen next) {
    auto& below = m.state.below;
    if (below.size() >= below_max) below.erase(below.begin());
    below.push_back(to_keep(std::move(m.state.screen)));
    m.state.screen = Attract{};
    go(m, std::move(next));
}

void pop(Machine& m) {
    if (m.state.below.empty()) return rest(m);
    Screen next = std::move(m.state.below.back());
    m.state.below.pop_back();
    const bool is_queue = std::holds_alternative<Queue>(next);
    go(m, std::move(next));
    if (auto* printing = screen_of<Printing>(m); printing != nullptr) {
        if (printing->accepted_ms != 0) printing->page_since_ms = m.now();
    }
    if (is_queue) load_queue(m);
}

void rest(Machine& m) {
    m.state.below.clear();
    m.state.is_cleared_notice = false;
    if (m.state.operator_session) m.state.is_operator_suspended = true;
    if (const auto part = blocking_part(m.state, m.settings)) return go(m, OutOfService{*part});
    go(m, Attract{});
}

// Codes that stay in view are remembered by their digests: not taken again for the next person.
void forget_person(Machine& m) {
    State& state = m.state;
    state.person.reset();
    if (!state.operator_session) state.last_check.reset();
    state.outlines.clear();
    m.emit(ForgetPerson{});
}

void end_visit(Machine& m) {
    forget_person(m);
    m.state.print_all_left = 0;
    reset_access(m);
}

bool is_operator_active(const State& state) {
    return state.operator_session.has_value() && !state.is_operator_suspended;
}

bool is_operator_page(const Screen& screen) {
    return std::holds_alternative<Detail>(screen) || std::holds_alternative<Queue>(screen) ||
           std::holds_alternative<Reprint>(screen) ||
           std::holds_alternative<OperatorHome>(screen) ||
           std::holds_alternative<HealthPage>(screen) ||
           std::holds_alternative<ClockPage>(screen) ||
           std::holds_alternative<StatisticsPage>(screen) ||
           std::holds_alternative<SettingsPage>(screen) ||
           std::holds_alternative<PolicyPage>(screen) ||
           std::holds_alternative<ImportPage>(screen) || std::holds_alternative<ExportPage>(screen);
}

std::int64_t lasting(const State& state, std::int64_t limit_ms) {
    return state.access.more_time ? 3 * limit_ms : limit_ms;
}

std::int64_t active_ms(const State& state) {
    return state.last_input_ms > state.since_ms ? state.last_input_ms : state.since_ms;
}

namespace {

struct Leaving {
    Machine& m;

    void operator()(const StartUp&) const {}
    void operator()(const Attract&) const {}
    void operator()(const Issuing&) const {}
    void operator()(const Printing&) const {}
    void operator()(const OutOfService&) const {}
    void operator()(const PrinterHelp&) const {}    // ends with the job, or by the operator's keys
    void operator()(const OutcomeUnknown&) const {  // else somebody has to say what happened
        if (is_operator_active(m.state) && !m.state.below.empty()) pop(m);
    }
    void operator()(const Scan&) const { away(); }
    void operator()(const Parts&) const { away(); }
    void operator()(const VerdictShown&) const { verdict_over(m); }
    void operator()(const Confirm&) const { finish_issue(m); }
    void operator()(const WhatIsWrong& screen) const {
        if (screen.is_thanking) return finish_issue(m);
        Confirm back{screen.view, screen.by_person};
        go(m, std::move(back));
    }
    void operator()(const HandOver&) const { finish_page(m); }
    void operator()(const Pin&) const { cancel_pin(m); }
    void operator()(const OperatorHome&) const { suspend_to_rest(m); }
    void operator()(const Queue& screen) const {
        if (!screen.is_searching && !screen.asks_print_all) return pop(m);
        auto& queue = std::get<Queue>(m.state.screen);
        queue.is_searching = false;
        queue.asks_print_all = false;
    }
    void operator()(const SettingsPage& screen) const {
        if (screen.asks == KeyId::None) return pop(m);
        std::get<SettingsPage>(m.state.screen).asks = KeyId::None;
    }
    void operator()(const Detail&) const {
        m.state.last_check.reset();
        m.emit(ForgetPerson{});
        pop(m);
    }
    template <class T>
    void operator()(const T&) const {
        pop(m);
    }
    void away() const {
        end_visit(m);
        rest(m);
    }
};

}  // namespace

void leave(Machine& m) {
    if (m.state.warning) return give_more_time(m);
    std::visit(Leaving{m}, m.state.screen);
}

}  // namespace outpost::session
