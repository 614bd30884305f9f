// One event in, one state and its effects out.
#include "firmware-app/session/step.h"

#include "firmware-app/session/machine.h"

#include <algorithm>
#include <array>
#include <utility>

namespace outpost::session {
namespace {

// Beyond it sums of instants and limits could overflow: 30 million years.
constexpr std::int64_t instant_ms_max = 1'000'000'000'000'000'000;
constexpr int limits_at_once_max = 64;

void run_limits(Machine& m) {
    for (int i = 0; i < limits_at_once_max; ++i) {
        const auto limits = limits_of(m.state, m.settings);
        const auto first =
            std::min_element(limits.begin(), limits.end(),
                             [](const Limit& a, const Limit& b) { return a.at_ms < b.at_ms; });
        if (first == limits.end() || first->at_ms > m.now()) return;
        first->act(m);
    }
}

void press_easy_use(Machine& m) {
    note_input(m);
    if (m.state.warning) return;
    if (shows<Attract>(m.state) || shows<Scan>(m.state) || shows<Confirm>(m.state))
        push(m, EasyUse{});
}

void type_text(Machine& m, const std::string& text) {
    note_input(m);
    if (m.state.warning) return;
    if (shows<Queue>(m.state)) return type_search(m, text);
    if (!shows<Pin>(m.state)) return;
    for (const char character : text)
        if (character >= '0' && character <= '9') type_digit(m, character - '0');
}

struct Taking {
    Machine& m;

    void operator()(const Tick&) const {}
    void operator()(const ButtonBack&) const {
        note_input(m);
        leave(m);
    }
    void operator()(const ButtonOperator&) const { open_operator(m); }
    void operator()(const ButtonEasyUse&) const { press_easy_use(m); }
    void operator()(const Typed& what) const { type_text(m, what.text); }
    void operator()(const Movement&) const {
        if (shows<Attract>(m.state)) note_input(m);
    }
    void operator()(const CountsChanged& what) const {
        m.state.queue = what.queue;
        m.state.day = what.day;
    }
    void operator()(const WallClock& what) const { m.state.wall = what.now; }
    template <class T>
    void operator()(const T& what) const {
        take(m, what);
    }
};

// By index of Screen.
constexpr std::array<std::string_view, std::variant_size_v<Screen>> names{
    "start_up",  "attract",      "languages",       "scan",          "parts",   "verdict",
    "detail",    "queue",        "confirm",         "what_is_wrong", "issuing", "printing",
    "hand_over", "printer_help", "outcome_unknown", "reprint",       "pin",     "operator_home",
    "health",    "clock",        "statistics",      "settings",      "policy",  "import",
    "export",    "easy_use",     "out_of_service"};

}  // namespace

State start(const Settings& settings) {
    State state;
    state.language = settings.languages.empty() ? "en" : settings.languages.front();
    state.access.large_text = settings.large_text;
    state.access.speech = settings.speech;
    return state;
}

Step step(State state, const Event& event, const Settings& settings) {
    Step result{std::move(state), {}};
    State& now = result.state;
    Machine machine{now, settings, result.effects};
    const bool accepted_before = accepts_codes(now);
    // A clock that steps back is not followed.
    now.now_ms = std::clamp(event.now_ms, now.now_ms, std::max(now.now_ms, instant_ms_max));
    run_limits(machine);
    std::visit(Taking{machine}, event.what);
    run_limits(machine);
    const bool accepts = accepts_codes(now);
    if (accepts != accepted_before) machine.emit(AcceptCodes{accepts});
    return result;
}

std::string_view screen_name(const Screen& screen) {
    return screen.valueless_by_exception() ? "" : names[screen.index()];
}

}  // namespace outpost::session
