// The kiosk's sounds, made from numbers.
#include "core/cues/cue.h"

#include "core/base/check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace outpost::cues {

namespace {

constexpr int harmonics = 5;  // a small loudspeaker loses the low note, the ear keeps it
constexpr double attack_s = 0.008;
constexpr double release_s = 0.040;
constexpr double full_scale = 32'767;

constexpr std::array<Note, 2> accepted{{{659, 0, 90, 30}, {988, 0, 190, 0}}};
constexpr std::array<Note, 2> not_accepted{{{659, 0, 200, 60}, {494, 0, 260, 0}}};
constexpr std::array<Note, 1> rejected{{{196, 208, 600, 0}}};
constexpr std::array<Note, 4> unknown{
    {{440, 0, 110, 50}, {554, 0, 110, 50}, {440, 0, 110, 50}, {659, 0, 110, 0}}};
constexpr std::array<Note, 1> captured{{{1'000, 0, 25, 0}}};
constexpr std::array<Note, 1> hint{{{523, 0, 120, 0}}};
constexpr std::array<Note, 2> time_warning{{{784, 0, 80, 80}, {784, 0, 80, 0}}};
constexpr std::array<Note, 2> printed{{{329.5, 0, 90, 30}, {494, 0, 190, 0}}};

std::size_t samples_in(std::int32_t length_ms, std::int32_t rate_hz) {
    return static_cast<std::size_t>(std::int64_t{length_ms} * rate_hz / 1000);
}

double tone(double pitch_hz, double at_s, double highest_hz) {
    double sum = 0;
    for (int n = 1; n <= harmonics && pitch_hz * n <= highest_hz; ++n)
        sum += std::sin(2 * std::numbers::pi * pitch_hz * n * at_s) / n;
    return sum;
}

/// From 0 to 1 and back to 0: without it each note would begin and end with a click. A note that is
/// shorter than both ramps has less of the release.
double envelope(double at_s, double length_s) {
    const double release = std::min(release_s, length_s - attack_s);
    return std::clamp(std::min(at_s / attack_s, (length_s - at_s) / release), 0.0, 1.0);
}

void append_note(const Note& note, std::int32_t rate_hz, double peak,
                 std::vector<std::int16_t>& samples) {
    // Strictly below half the rate: at half of it a sine may be sampled at its zeros only.
    const double highest_hz = std::min(pitch_hz_max, rate_hz / 2.0 - 1);
    const double length_s = note.length_ms / 1000.0;
    std::vector<double> values(samples_in(note.length_ms, rate_hz));
    double highest = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        const double at_s = static_cast<double>(k) / rate_hz;
        double value = tone(note.pitch_hz, at_s, highest_hz);
        if (note.second_pitch_hz > 0) value += tone(note.second_pitch_hz, at_s, highest_hz);
        values[k] = value * envelope(at_s, length_s);
        highest = std::max(highest, std::abs(values[k]));
    }
    OUTPOST_CHECK(highest > 0);
    for (const double value : values)
        samples.push_back(static_cast<std::int16_t>(std::lround(value / highest * peak)));
}

}  // namespace

std::span<const Note> notes_of(Cue cue) {
    switch (cue) {
        case Cue::Accepted:
            return accepted;
        case Cue::NotAccepted:
            return not_accepted;
        case Cue::Rejected:
            return rejected;
        case Cue::Unknown:
            return unknown;
        case Cue::Captured:
            return captured;
        case Cue::Hint:
            return hint;
        case Cue::TimeWarning:
            return time_warning;
        case Cue::Printed:
            return printed;
    }
    OUTPOST_CHECK(false);
}

double peak_dbfs(Cue cue) {
    return cue == Cue::Captured ? -18 : -6;
}

std::vector<std::int16_t> synthesize(Cue cue, std::int32_t rate_hz) {
    OUTPOST_CHECK(rate_hz >= rate_hz_min && rate_hz <= rate_hz_max);
    const double peak = full_scale * std::pow(10.0, peak_dbfs(cue) / 20);
    std::vector<std::int16_t> samples;
    samples.reserve(samples_in(cue_ms_max, rate_hz));
    for (const auto& note : notes_of(cue)) {
        append_note(note, rate_hz, peak, samples);
        samples.insert(samples.end(), samples_in(note.gap_ms, rate_hz), 0);
    }
    return samples;
}

}  // namespace outpost::cues
