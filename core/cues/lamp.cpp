// The signal lamp beside the screen.
#include "core/cues/lamp.h"

#include <array>

namespace outpost::cues {

namespace {

constexpr std::array<LampStep, 1> steady{{{true, 1'000}}};
constexpr std::array<LampStep, 2> slow{{{true, 1'000}, {false, 1'000}}};
constexpr std::array<LampStep, 2> quick{{{true, 250}, {false, 250}}};
constexpr std::array<LampStep, 4> double_blink{
    {{true, 150}, {false, 150}, {true, 150}, {false, 1'550}}};
constexpr std::int32_t quick_ms = 2'000;

}  // namespace

LampPattern lamp_of(Cue cue) {
    switch (cue) {
        case Cue::Accepted:
            return {LampColour::Green, steady, 0};
        case Cue::NotAccepted:
            return {LampColour::Amber, slow, 0};
        case Cue::Rejected:
            return {LampColour::Red, quick, quick_ms};
        case Cue::Unknown:
            return {LampColour::Blue, double_blink, 0};
        case Cue::Captured:
        case Cue::Hint:
        case Cue::TimeWarning:
        case Cue::Printed:
            break;
    }
    return {};
}

bool is_lit(const LampPattern& pattern, std::int64_t elapsed_ms) {
    if (elapsed_ms < 0 || pattern.steps.empty()) return false;
    if (pattern.duration_ms > 0 && elapsed_ms >= pattern.duration_ms) return false;
    std::int64_t cycle_ms = 0;
    for (const auto& step : pattern.steps) cycle_ms += step.length_ms;
    if (cycle_ms <= 0) return false;
    auto left_ms = elapsed_ms % cycle_ms;
    for (const auto& step : pattern.steps) {
        if (left_ms < step.length_ms) return step.is_on;
        left_ms -= step.length_ms;
    }
    return false;
}

}  // namespace outpost::cues
