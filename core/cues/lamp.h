// The signal lamp beside the screen: which colour, and a rhythm that tells the verdict by itself.
#pragma once

#include "core/cues/cue.h"
#include "core/ports/lamp.h"

#include <cstdint>
#include <span>

namespace outpost::cues {

struct LampStep {
    bool is_on = false;
    std::int32_t length_ms = 0;
};

/// Steps that repeat from the first one.
struct LampPattern {
    LampColour colour = LampColour::Dark;
    std::span<const LampStep> steps;  // of constants; empty: dark
    std::int32_t duration_ms = 0;     // dark afterwards; 0: as long as the verdict is shown
};

/// The lamp of a verdict. Dark for every other cue: the lamp says the verdict and nothing else.
/// At most two flashes begin within any second.
LampPattern lamp_of(Cue cue);

/// Whether the lamp is lit so long after the verdict appeared; false before it.
bool is_lit(const LampPattern& pattern, std::int64_t elapsed_ms);

}  // namespace outpost::cues
