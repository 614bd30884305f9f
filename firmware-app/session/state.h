// The state of the kiosk as people see it. Plain data; changed by step() only.
#pragma once

#include "firmware-app/session/facts.h"
#include "firmware-app/session/key.h"
#include "firmware-app/session/screen.h"
#include "firmware-app/session/settings.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace outpost::session {

/// What the person chose on S21; back to the settings at the end of each person's session.
struct Access {
    bool large_text = false;
    bool contrast = false;
    bool lower_keys = false;
    bool speech = false;
    bool more_time = false;  // all limits x 3
};

/// S22, over any screen.
struct TimeWarning {
    std::int64_t ends_ms = 0;
};

/// The person's certificates of this visit. Personal.
struct Person {
    std::vector<CheckOutcome> outcomes;
    std::int64_t last_code_ms = 0;
    bool names_differ = false;            // of two of them; stays until the visit ends
    std::optional<CheckOutcome> waiting;  // came before the verdict shown may be ended
};

/// A code that was read lately: not taken again until it has been out of view for same_code_ms.
struct SeenCode {
    std::string payload_digest;
    std::int64_t last_seen_ms = 0;
    bool is_decided = false;
};

/// Symbols in view now, as the camera sees them.
struct Outline {
    std::array<PixelPoint, 4> corners{};
    bool is_read = false;
    std::optional<Verdict> verdict;
    bool is_part = false;
    std::string payload_digest;  // hex of SHA-256 when it was read; empty: the newest one
};

struct State {
    Screen screen = StartUp{};
    std::int64_t since_ms = 0;       // monotonic instant at which the screen began
    std::int64_t now_ms = 0;         // monotonic, of the newest event
    std::int64_t last_input_ms = 0;  // touch, key or code
    UtcInstant wall;                 // for the status line
    std::string language = "en";
    Access access;
    std::int32_t volume = 70;
    std::int32_t brightness = 100;
    std::int32_t purpose = 0;                   // index into Settings::purposes
    std::int64_t scanning_locked_until_ms = 0;  // after a switch of purpose
    std::optional<Key> focus;                   // nothing: no ring is shown
    std::optional<Key> pressed;                 // pointer is down inside
    std::int64_t pressed_ms = 0;
    std::optional<Key> last_press;  // identical ones within press_repeat_ms are one
    std::int64_t last_press_ms = 0;
    bool has_started = false;  // the self-tests are done
    Health health;
    QueueCounts queue;
    DayCounts day;
    std::optional<Person> person;
    std::optional<OperatorSession> operator_session;
    /// Signed in, but a public screen is shown: the PIN leads back to it.
    bool is_operator_suspended = false;
    std::int64_t pin_locked_until_ms = 0;    // however often the door is opened; 0: not locked
    bool resumes_queue = false;              // where the PIN leads back to
    std::vector<ImportOffer> offers;         // of sticks that are in now
    std::vector<std::string> targets;        // likewise, for the export
    bool has_new_offers = false;             // shown by themselves once the operator is there
    std::vector<SeenCode> seen_codes;        // newest last, at most 8
    bool has_headset = false;                // speech goes on as long as it is in
    std::int32_t volume_base = 70;           // the operator's choice; each person starts with it
    std::optional<CheckOutcome> last_check;  // for Why?, wiped after a minute
    std::int64_t last_check_ms = 0;
    std::optional<TimeWarning> warning;
    std::int32_t warnings_extended = 0;
    bool is_cleared_notice = false;  // time.cleared after a wipe
    std::vector<Outline> outlines;
    std::int32_t camera_width_px = 0;
    std::int32_t camera_height_px = 0;
    std::int64_t print_all_left = 0;  // of "print all"
    std::vector<Screen> below;        // where Back leads: at most 4
};

}  // namespace outpost::session
