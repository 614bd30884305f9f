#include "core/cues/cue.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

using namespace outpost::cues;

namespace {

constexpr std::array<Cue, 8> all_cues{Cue::Accepted,    Cue::NotAccepted, Cue::Rejected,
                                      Cue::Unknown,     Cue::Captured,    Cue::Hint,
                                      Cue::TimeWarning, Cue::Printed};
constexpr std::int32_t rate_hz = 48'000;

/// A stretch of sound between two silences, found in the samples alone.
struct Stretch {
    double from_ms = 0;
    double length_ms = 0;
    std::span<const std::int16_t> samples;
};

std::int32_t highest_of(std::span<const std::int16_t> samples) {
    std::int32_t highest = 0;
    for (const auto sample : samples) highest = std::max(highest, std::abs(std::int32_t{sample}));
    return highest;
}

/// Blocks of 5 ms count as silent below a hundredth of full scale's tenth.
std::vector<Stretch> stretches_of(const std::vector<std::int16_t>& samples) {
    constexpr std::size_t block = rate_hz * 5 / 1000;
    constexpr std::int32_t silent = 33;
    std::vector<Stretch> stretches;
    std::size_t start = 0;
    bool inside = false;
    const auto finish = [&](std::size_t end) {
        stretches.push_back({static_cast<double>(start) * 1000 / rate_hz,
                             static_cast<double>(end - start) * 1000 / rate_hz,
                             std::span(samples).subspan(start, end - start)});
    };
    for (std::size_t at = 0; at < samples.size(); at += block) {
        const auto part = std::span(samples).subspan(at, std::min(block, samples.size() - at));
        const bool loud = highest_of(part) > silent;
        if (loud && !inside) start = at;
        if (!loud && inside) finish(at);
        inside = loud;
    }
    if (inside) finish(samples.size());
    return stretches;
}

/// Goertzel's algorithm: the amplitude of one frequency, as a part of full scale.
double amplitude_at(std::span<const std::int16_t> samples, double frequency_hz) {
    const double step = 2 * std::numbers::pi * frequency_hz / rate_hz;
    const double factor = 2 * std::cos(step);
    double before = 0;
    double last = 0;
    for (const auto sample : samples) {
        const double next = sample / 32768.0 + factor * last - before;
        before = last;
        last = next;
    }
    const double power = last * last + before * before - factor * last * before;
    return 2 * std::sqrt(std::max(power, 0.0)) / static_cast<double>(samples.size());
}

double dominant_hz(std::span<const std::int16_t> samples) {
    double best_hz = 0;
    double best = 0;
    for (double hz = 100; hz <= 6'000; hz += 1) {
        const double amplitude = amplitude_at(samples, hz);
        if (amplitude > best) {
            best = amplitude;
            best_hz = hz;
        }
    }
    return best_hz;
}

struct Expected {
    Cue cue;
    std::vector<double> pitches_hz;
    std::vector<double> lengths_ms;
    double whole_ms;
};

const std::array<Expected, 8>& expected() {
    static const std::array<Expected, 8> table{{
        {Cue::Accepted, {659, 988}, {90, 190}, 310},
        {Cue::NotAccepted, {659, 494}, {200, 260}, 520},
        {Cue::Rejected, {202}, {600}, 600},  // between 196 and 208
        {Cue::Unknown, {440, 554, 440, 659}, {110, 110, 110, 110}, 590},
        {Cue::Captured, {1'000}, {25}, 25},
        {Cue::Hint, {523}, {120}, 120},
        {Cue::TimeWarning, {784, 784}, {80, 80}, 240},
        {Cue::Printed, {329.5, 494}, {90, 190}, 310},
    }};
    return table;
}

/// On and off lengths of the sound, in blocks of 5 ms, pitch left out.
std::vector<double> rhythm_of(Cue cue) {
    std::vector<double> rhythm;
    double end_ms = 0;
    const auto samples = synthesize(cue, rate_hz);
    for (const auto& stretch : stretches_of(samples)) {
        rhythm.push_back(stretch.from_ms - end_ms);
        rhythm.push_back(stretch.length_ms);
        end_ms = stretch.from_ms + stretch.length_ms;
    }
    return rhythm;
}

}  // namespace

TEST_CASE("cues: notes, lengths and pitches as measured in the samples", "[cues]") {
    for (const auto& row : expected()) {
        const auto samples = synthesize(row.cue, rate_hz);
        CAPTURE(static_cast<int>(row.cue));
        CHECK(static_cast<double>(samples.size()) * 1000 / rate_hz == Approx(row.whole_ms));
        const auto stretches = stretches_of(samples);
        REQUIRE(stretches.size() == row.pitches_hz.size());
        for (std::size_t k = 0; k < stretches.size(); ++k) {
            CHECK(stretches[k].length_ms == Approx(row.lengths_ms[k]).margin(10));
            // A note of 25 ms has its maximum within a few tens of hertz.
            const double margin_hz = std::max(7.0, 500 / row.lengths_ms[k]);
            CHECK(dominant_hz(stretches[k].samples) == Approx(row.pitches_hz[k]).margin(margin_hz));
        }
    }
}

TEST_CASE("cues: the rejected tone is two close pitches", "[cues]") {
    const auto samples = synthesize(Cue::Rejected, rate_hz);
    const double low = amplitude_at(samples, 196);
    const double high = amplitude_at(samples, 208);
    CHECK(low == Approx(high).epsilon(0.15));
    CHECK(low > 5 * amplitude_at(samples, 230));
    CHECK(low > 0.05);
}

TEST_CASE("cues: as loud as said, and never clipped", "[cues]") {
    for (const auto cue : all_cues) {
        for (const auto rate : {8'000, 22'050, 44'100, 48'000, 192'000}) {
            const auto samples = synthesize(cue, rate);
            const double dbfs = 20 * std::log10(highest_of(samples) / 32'767.0);
            CHECK(dbfs == Approx(cue == Cue::Captured ? -18.0 : -6.0).margin(0.01));
        }
    }
    // Each note reaches the peak, not only one of them.
    const auto unknown = synthesize(Cue::Unknown, rate_hz);
    for (const auto& stretch : stretches_of(unknown))
        CHECK(highest_of(stretch.samples) == highest_of(unknown));
}

TEST_CASE("cues: harmonics at 1/n up to the fifth, none beyond 5 kHz", "[cues]") {
    const auto samples = synthesize(Cue::Hint, rate_hz);
    const double first = amplitude_at(samples, 523);
    for (int n = 2; n <= 5; ++n)
        CHECK(amplitude_at(samples, 523 * n) == Approx(first / n).epsilon(0.1));
    CHECK(amplitude_at(samples, 523 * 6) < first / 100);
    for (const auto cue : all_cues) {
        const auto sound = synthesize(cue, rate_hz);
        const double fundamental = amplitude_at(sound, notes_of(cue).front().pitch_hz);
        CHECK(amplitude_at(sound, 6'000) < fundamental / 50);
        for (const auto& note : notes_of(cue)) CHECK(note.pitch_hz >= pitch_hz_min);
    }
    // At 8 kHz there is no room above 4 kHz: the harmonics there must not fold back.
    const auto narrow = synthesize(Cue::Captured, 8'000);
    CHECK(narrow.size() == 200);
}

TEST_CASE("cues: begin and end softly", "[cues]") {
    for (const auto cue : all_cues) {
        const auto samples = synthesize(cue, rate_hz);
        CHECK(samples.front() == 0);
        CHECK(std::abs(std::int32_t{samples.back()}) < 100);
        const auto peak = highest_of(samples);
        // Half of the attack: half as loud at most.
        CHECK(highest_of(std::span(samples).first(rate_hz * 4 / 1000)) <= peak / 2 + 1);
    }
}

TEST_CASE("cues: rhythms differ in each pair", "[cues]") {
    for (std::size_t a = 0; a < all_cues.size(); ++a) {
        for (std::size_t b = a + 1; b < all_cues.size(); ++b) {
            CAPTURE(a, b);
            const bool an_octave_apart =
                all_cues[a] == Cue::Accepted && all_cues[b] == Cue::Printed;
            // The printed page is the good news again, an octave lower, on another screen.
            if (!an_octave_apart) CHECK(rhythm_of(all_cues[a]) != rhythm_of(all_cues[b]));
        }
    }
    CHECK(notes_of(Cue::Accepted)[0].pitch_hz == Approx(2 * notes_of(Cue::Printed)[0].pitch_hz));
    CHECK(notes_of(Cue::Accepted)[1].pitch_hz == Approx(2 * notes_of(Cue::Printed)[1].pitch_hz));
}

TEST_CASE("cues: short, and no burst of a medical alarm", "[cues]") {
    for (const auto cue : all_cues) {
        const auto samples = synthesize(cue, rate_hz);
        CHECK(samples.size() * 1000 <= std::size_t{cue_ms_max} * rate_hz);
        // IEC 60601-1-8: bursts of 3, of 3 + 2, and of 2 * 5 pulses.
        const auto notes = notes_of(cue).size();
        CHECK(notes != 3);
        CHECK(notes != 5);
        CHECK(notes < 10);
        CHECK(notes_of(cue).back().gap_ms == 0);
    }
}
