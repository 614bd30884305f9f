// The kiosk's sounds, made from numbers: docs/sounds.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace outpost::cues {

enum class Cue : std::uint8_t {
    Accepted,  // the four verdicts; each with its own rhythm and number of notes
    NotAccepted,
    Rejected,
    Unknown,
    Captured,     // a code was read
    Hint,         // a hint is shown
    TimeWarning,  // the time is nearly over
    Printed,      // the page lies in the tray
};

/// One tone of a cue and the silence behind it.
struct Note {
    double pitch_hz = 0;
    double second_pitch_hz = 0;  // 0: none. Two close pitches sound rough
    std::int32_t length_ms = 0;  // with its attack and release
    std::int32_t gap_ms = 0;     // before the next note; 0 behind the last one
};

inline constexpr std::int32_t rate_hz_min = 8'000;
inline constexpr std::int32_t rate_hz_max = 192'000;
/// No cue is longer.
inline constexpr std::int32_t cue_ms_max = 600;
/// No cue has a tone outside these.
inline constexpr double pitch_hz_min = 125;
inline constexpr double pitch_hz_max = 5'000;

/// The notes in order.
std::span<const Note> notes_of(Cue cue);

/// What is heard at most, against full scale: -6 dB, `Captured` -18 dB.
double peak_dbfs(Cue cue);

/// The cue as mono samples: each note of five harmonics at 1/n (those beyond 5 kHz or half the rate
/// left out), attack 8 ms, release 40 ms, its highest sample at peak_dbfs(). The same numbers each
/// time. The rate is between rate_hz_min and rate_hz_max; anything else is a mistake of ours.
std::vector<std::int16_t> synthesize(Cue cue, std::int32_t rate_hz);

}  // namespace outpost::cues
