// From the state machine's state to what the panel shows, and where its keys are.
#pragma once

#include "core/ports/draw_list.h"
#include "core/ports/messages.h"
#include "firmware-app/session/settings.h"
#include "firmware-app/session/state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace outpost::screens {

struct Panel {
    std::int32_t width_px = 800;
    std::int32_t height_px = 480;
    double px_per_mm = 5.25;
    std::optional<double> bottom_mm;  // floor to lower edge; not known: keys stay low
    bool is_camera_mirrored = true;   // it looks at the person, so the preview is a mirror
};

struct KeyPlace {
    session::Key key;
    PixelBox box;
};

/// A text as it was placed: for speech, and for the tests of every language and size.
struct TextPlace {
    std::string key;  // message key; empty for names, dates and numbers
    std::string text;
    PixelBox box;
    TextFit fit;
    Rgba ink;
    Rgba ground;
    bool is_public = true;
    bool is_personal = false;
    bool is_verdict = false;
};

struct Drawn {
    DrawList list;
    std::vector<KeyPlace> keys;
    std::vector<TextPlace> texts;
    std::int64_t redraw_at_ms = 0;  // when moving parts change next; 0: only with the state
    double reach_px = 0;            // how far around a key a finger still finds it
};

/// Pure but for the fitting of text.
Drawn draw(const session::State& state, const session::Settings& settings, const Panel& panel,
           const Messages& messages, const TextMeasure& measure);

/// As above, with the words of every language: the attract screen greets in each in turn, and the
/// languages are listed by their own names. The screen's language is the state's.
Drawn draw(const session::State& state, const session::Settings& settings, const Panel& panel,
           const MessageCatalogs& catalogs, const TextMeasure& measure);

/// Rows of the queue's list that fit at their full height: for Settings::rows_a_page. 1 to 40.
std::int32_t queue_rows_that_fit(const Panel& panel, bool has_large_text);

/// The key under a point. Keys grow to their neighbours' middle, at most 3 mm, so that a finger
/// between two keys finds the nearer one.
std::optional<session::Key> key_at(const Drawn& drawn, double x_px, double y_px);

}  // namespace outpost::screens
