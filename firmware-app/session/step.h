// The session machine: every screen, time-out and fault is reached by feeding events.
#pragma once

#include "firmware-app/session/effect.h"
#include "firmware-app/session/event.h"
#include "firmware-app/session/settings.h"
#include "firmware-app/session/state.h"

#include <string_view>
#include <vector>

namespace outpost::session {

struct Step {
    State state;
    std::vector<Effect> effects;
};

/// Before the first event.
State start(const Settings& settings);

/// Pure: the same arguments give the same result. Reads no clock.
Step step(State state, const Event& event, const Settings& settings);

/// The keys of the screen, in the order in which the focus goes.
std::vector<KeyModel> keys_of(const State& state, const Settings& settings);

/// The monotonic instant at which a Tick would change something; so the loop can sleep until then.
std::int64_t next_deadline_ms(const State& state, const Settings& settings);

/// "verdict", "operator_home"...: for tests, scripts and logs.
std::string_view screen_name(const Screen& screen);

}  // namespace outpost::session
