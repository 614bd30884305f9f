// The colours of the screens: two themes, and the contrast mode of the Easy use page.
#pragma once

#include "core/policy/policy.h"
#include "core/ports/draw_list.h"
#include "firmware-app/session/facts.h"
#include "firmware-app/session/settings.h"

#include <array>
#include <string_view>

namespace outpost::screens {

/// How one verdict looks. Light theme: the whole screen is the field. Dark theme and contrast:
/// icon and frame in the colour on a dark page.
struct VerdictLook {
    Rgba field;  // ground of the words
    Rgba ink;    // of the words
    Rgba icon;
    Rgba band;
    bool has_frame = false;
    bool has_band = false;
    BandPattern pattern = BandPattern::Solid;
    double band_mm = 0;
    std::string_view icon_name;
    std::string_view headline;  // message key
};

struct Palette {
    Rgba page;
    Rgba text;
    Rgba second;  // labels, less important words
    Rgba main;    // the key that is expected
    Rgba main_ink;
    Rgba outline;  // of keys and boxes
    Rgba alert;
    Rgba pressed;  // a key under the finger
    Rgba pressed_ink;
    std::array<Rgba, 4> verdict;  // by policy::Verdict: fields in light, icons in dark
    std::array<Rgba, 4> verdict_ink;
    bool is_light = true;
};

Palette palette_of(session::Theme theme, bool has_contrast);
VerdictLook verdict_look(const Palette& palette, policy::Verdict verdict);

/// Status chips use the verdicts' shapes: disc, triangle, X, hollow square.
std::string_view chip_icon(session::Level level);
Rgba chip_colour(const Palette& palette, session::Level level);

}  // namespace outpost::screens
