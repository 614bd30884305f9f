// A kiosk with a fake clock: events in, taps counted, effects and states to look at.
#pragma once

#include "firmware-app/session/step.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace outpost::session::tests {

/// Everything in the state as text but the clock: to compare, and to search for names.
std::string walk(const State& state);

/// All strings that may name a person begin so in these tests.
inline const std::string secret = "Zzyzx";
bool has_personal(const State& state);

Settings both_modes();
CheckOutcome outcome_of(Verdict verdict, const std::string& digest,
                        const std::string& person = "p1");
ConfirmView view_of(std::int64_t number);
QueuePage page_of(std::int64_t rows, const std::string& state = "waiting");
Health all_good();

class Rig {
  public:
    explicit Rig(Settings chosen = both_modes()) : settings(std::move(chosen)) {
        state = start(settings);
    }
    /// Past the self-tests.
    static Rig ready(Settings chosen = both_modes()) {
        Rig rig(std::move(chosen));
        rig.feed(HealthChanged{all_good()});
        rig.feed(StartUpProgress{{}, true});
        return rig;
    }
    void feed(Happening what) {
        auto result = step(std::move(state), Event{now_ms, std::move(what)}, settings);
        state = std::move(result.state);
        effects = std::move(result.effects);
        for (const auto& effect : effects) all_effects.push_back(effect);
    }
    void wait(std::int64_t for_ms) {
        now_ms += for_ms;
        feed(Tick{});
    }
    /// Down and up inside the key; half a second after the press before.
    void tap(KeyId id, std::int32_t index = 0) {
        now_ms += 500;
        feed(KeyDown{Key{id, index}});
        feed(KeyUp{Key{id, index}});
        ++taps;
    }
    void code_in_view(ScanHint cause = ScanHint::None) {
        feed(CodesInView{{Outline{}}, cause, 1280, 720});
    }
    /// The same picture ten times a second for that long.
    void hold_code(std::int64_t for_ms, ScanHint cause) {
        for (std::int64_t t = 0; t < for_ms; t += 100) {
            now_ms += 100;
            code_in_view(cause);
        }
    }
    void check(CheckOutcome outcome) {
        feed(CodeRead{outcome.payload_digest});
        feed(Checked{std::move(outcome)});
    }
    void unlock(Role role = Role::Operator) {
        feed(ButtonOperator{});
        feed(Typed{"123456"});
        tap(KeyId::PinOk);
        feed(PinAnswered{OperatorSession{"A. Silva", role}, 3, 0});
        taps = 0;
    }
    void to_queue(std::int64_t rows = 3, const std::string& row_state = "waiting") {
        unlock();
        tap(KeyId::OpenQueue);
        feed(QueueLoaded{page_of(rows, row_state)});
        taps = 0;
    }
    void to_printing() {
        feed(RegistrationShown{view_of(7), false, {}});
        tap(KeyId::Yes);
        feed(Issued{"c-7"});
    }
    [[nodiscard]] std::string name() const { return std::string(screen_name(state.screen)); }
    [[nodiscard]] std::int64_t due_in() const { return next_deadline_ms(state, settings) - now_ms; }
    template <class T>
    [[nodiscard]] const T& as() const {
        return std::get<T>(state.screen);
    }
    template <class T>
    [[nodiscard]] std::size_t count() const {
        return static_cast<std::size_t>(
            std::count_if(all_effects.begin(), all_effects.end(),
                          [](const Effect& effect) { return std::holds_alternative<T>(effect); }));
    }
    template <class T>
    [[nodiscard]] const T* last() const {
        for (auto it = all_effects.rbegin(); it != all_effects.rend(); ++it)
            if (const auto* found = std::get_if<T>(&*it)) return found;
        return nullptr;
    }
    [[nodiscard]] const KeyModel* key(KeyId id, std::int32_t index = 0) {
        keys = keys_of(state, settings);
        for (const auto& model : keys)
            if (model.key == Key{id, index}) return &model;
        return nullptr;
    }

    Settings settings;
    State state;
    std::int64_t now_ms = 1000;
    int taps = 0;
    std::vector<Effect> effects;      // of the newest event
    std::vector<Effect> all_effects;  // of all
    std::vector<KeyModel> keys;
};

}  // namespace outpost::session::tests
