// Touch, mouse and buttons: what counts as a press, where the focus goes.
#include "firmware-app/session/machine.h"
#include "firmware-app/session/step.h"

#include <algorithm>

namespace outpost::session {
namespace {

constexpr Key status_line{KeyId::StatusLine, 0};

bool can_press(const Machine& m, Key key) {
    const auto keys = keys_of(m.state, m.settings);
    return std::any_of(keys.begin(), keys.end(),
                       [&](const KeyModel& model) { return model.key == key && model.is_enabled; });
}

bool is_leaving(KeyId id) {
    return id == KeyId::Back || id == KeyId::Cancel || id == KeyId::Close;
}

// Keys that lie on several screens.
bool press_common(Machine& m, Key key) {
    if (is_leaving(key.id)) {
        leave(m);
        return true;
    }
    if (key.id == KeyId::Language) {
        push(m, Languages{});
        return true;
    }
    if (key.id == KeyId::EasyUse) {
        push(m, EasyUse{});
        return true;
    }
    return false;
}

struct Pressing {
    Machine& m;
    Key key;

    void operator()(const Scan&) const { press_checking(m, key); }
    void operator()(const VerdictShown&) const { press_checking(m, key); }
    void operator()(const Languages&) const { press_access(m, key); }
    void operator()(const EasyUse&) const { press_access(m, key); }
    void operator()(const Confirm&) const { press_issuing(m, key); }
    void operator()(const WhatIsWrong&) const { press_issuing(m, key); }
    void operator()(const Queue&) const { press_queue(m, key); }
    void operator()(const HandOver&) const { press_printing(m, key); }
    void operator()(const PrinterHelp&) const { press_printing(m, key); }
    void operator()(const OutcomeUnknown&) const { press_printing(m, key); }
    void operator()(const Reprint&) const { press_printing(m, key); }
    void operator()(const Pin&) const { press_pin(m, key); }
    void operator()(const OperatorHome&) const { press_home(m, key); }
    template <class T>
    void operator()(const T&) const {
        press_page(m, key);
    }
};

void press(Machine& m, Key key) {
    State& state = m.state;
    const bool is_repeat =
        state.last_press == key && m.now() < state.last_press_ms + m.settings.press_repeat_ms;
    if (is_repeat || !can_press(m, key)) return;
    state.last_press = key;
    state.last_press_ms = m.now();
    if (state.warning) {
        if (key.id == KeyId::NeedMoreTime)
            give_more_time(m);
        else
            end_by_time(m);
        return;
    }
    if (!press_common(m, key)) std::visit(Pressing{m, key}, state.screen);
    if (!state.focus || can_press(m, *state.focus)) return;
    const auto keys = keys_of(state, m.settings);
    state.focus.reset();
    if (!keys.empty()) state.focus = keys.front().key;
}

}  // namespace

void note_input(Machine& m) {
    m.state.last_input_ms = m.now();
    m.state.is_cleared_notice = false;
    if (auto* attract = screen_of<Attract>(m)) attract->is_dimmed = false;
}

void take(Machine& m, const KeyDown& what) {
    State& state = m.state;
    note_input(m);
    state.focus.reset();
    state.pressed.reset();
    if (what.key == status_line || can_press(m, what.key)) {
        state.pressed = what.key;
        state.pressed_ms = m.now();
        return;
    }
    // "Touch to start": a finger on the free part of the screen.
    if (what.key.id != KeyId::None || !shows<Attract>(state) || state.scanning_locked_until_ms != 0)
        return;
    Scan scan;
    scan.for_registration = !m.settings.can_check;
    go(m, std::move(scan));
}

void take(Machine& m, const KeyUp& what) {
    State& state = m.state;
    note_input(m);
    const auto went_down = state.pressed;
    state.pressed.reset();
    if (!went_down || what.key != went_down || *went_down == status_line) return;
    press(m, *went_down);
}

void take(Machine& m, const FocusMove& what) {
    State& state = m.state;
    note_input(m);
    const auto keys = keys_of(state, m.settings);
    if (keys.empty() || what.step == 0) {
        if (keys.empty()) state.focus.reset();
        return;
    }
    const auto count = static_cast<std::int64_t>(keys.size());
    const auto at = std::find_if(keys.begin(), keys.end(), [&](const KeyModel& model) {
        return state.focus && model.key == *state.focus;
    });
    std::int64_t index = what.step > 0 ? 0 : count - 1;
    if (at != keys.end())
        index = ((at - keys.begin()) + std::int64_t{what.step} % count + count) % count;
    state.focus = keys[static_cast<std::size_t>(index)].key;
}

void take(Machine& m, const FocusOk& /*what*/) {
    note_input(m);
    if (m.state.focus) press(m, *m.state.focus);
}

}  // namespace outpost::session
