// Start-up, faults of parts, out of service and back.
#include "firmware-app/session/machine.h"

#include <array>

namespace outpost::session {
namespace {

constexpr std::size_t slow_tests_max = 16;

bool is_fault(const State& state, Part part) {
    return state.health.of(part).level == Level::Fault;
}

// Screens that a fault takes from the public at once. A person at the printer is served to the end.
bool gives_way(const State& state) {
    if (shows<Languages>(state) || shows<EasyUse>(state))
        return state.below.size() == 1 && (std::holds_alternative<Attract>(state.below.front()) ||
                                           std::holds_alternative<Scan>(state.below.front()));
    return shows<Attract>(state) || shows<Scan>(state) || shows<Parts>(state) ||
           shows<VerdictShown>(state) || shows<OutOfService>(state);
}

}  // namespace

// Trust and revocation data that are too old only make verdicts "cannot check". Without camera
// nobody can be checked; without printer or journal nothing can be issued, but checking goes on.
std::optional<Part> blocking_part(const State& state, const Settings& settings) {
    if (!state.has_started || is_fault(state, Part::StartUp)) return Part::StartUp;
    for (const Part part : {Part::Disk, Part::Clock, Part::Camera})
        if (is_fault(state, part)) return part;
    if (settings.can_check) return std::nullopt;
    for (const Part part : {Part::Printer, Part::Journal})
        if (is_fault(state, part)) return part;
    return std::nullopt;
}

void take(Machine& m, const HealthChanged& what) {
    State& state = m.state;
    state.health = what.health;
    if (shows<StartUp>(state) || !gives_way(state)) return;
    const auto part = blocking_part(state, m.settings);
    if (const auto* out = screen_of<OutOfService>(m)) {
        if (!part) return rest(m);
        if (*part != out->part) go(m, OutOfService{*part});
        return;
    }
    if (!part) return;
    end_visit(m);
    rest(m);
}

void take(Machine& m, const StartUpProgress& what) {
    State& state = m.state;
    if (auto* start_up = screen_of<StartUp>(m)) {
        start_up->slow_tests = what.slow_tests;
        if (start_up->slow_tests.size() > slow_tests_max)
            start_up->slow_tests.resize(slow_tests_max);
    }
    if (!what.is_done || state.has_started) return;
    state.has_started = true;
    if (shows<StartUp>(state) || shows<OutOfService>(state)) rest(m);
}

}  // namespace outpost::session
