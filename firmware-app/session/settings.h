// The limits and choices that the session machine obeys; filled from kiosk.toml.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace outpost::session {

enum class Theme : std::uint8_t { Light, Dark };
enum class PublicIdentity : std::uint8_t { InitialsDayMonth, None, Name };

/// One purpose that the operator can switch to ("border entry"): a policy file or purpose name and
/// the words for the status line.
struct Purpose {
    std::string name;   // of the policy
    std::string words;  // shown
};

/// How many words a verdict's screen has in one language, for the time it stays; the start values
/// are those of English.
/// @field of_verdict  by policy::Verdict: headline, line under it, what to do
/// @field identity    more of them when initials and birth day are shown
struct WordsShown {
    std::array<std::int32_t, 4> of_verdict{5, 18, 11, 17};
    std::int32_t identity = 5;
};

/// All times in milliseconds; start values of the kiosk design.
struct Settings {
    bool can_check = true;
    bool can_issue = false;
    std::vector<std::string> languages;  // tags offered, in order; the first is the start language
    std::vector<Purpose> purposes;
    PublicIdentity public_identity = PublicIdentity::InitialsDayMonth;
    Theme theme = Theme::Light;
    bool large_text = false;  // at the start of each person's session
    bool reduced_motion = false;
    bool gloves = false;
    bool discreet = false;    // one sound for every verdict, no lamp
    bool attended = false;    // the operator stands there: no PIN after a person's confirmation
    bool health_note = true;  // "This says nothing about your health."
    bool speech = false;      // reads screens from the start
    bool latin_digits = true;

    std::int64_t hint_first_ms = 3'000;
    std::int64_t hint_again_ms = 10'000;
    std::int64_t hint_cause_ms = 600;
    std::int64_t hint_stays_ms = 2'000;
    std::int64_t scan_gives_up_ms = 45'000;
    std::int64_t scan_leaves_ms = 4'000;  // back to attract when nothing is in view any more
    std::int64_t other_code_ms = 4'000;
    std::int64_t parts_ms = 20'000;
    std::int64_t join_ms = 20'000;  // one person's session after the last code
    std::int64_t same_code_ms = 2'000;
    std::int64_t dwell_base_ms = 1'500;
    std::int64_t dwell_per_word_ms = 600;
    std::int64_t dwell_min_ms = 6'000;
    std::int64_t longer_ms = 10'000;
    std::int32_t longer_times = 10;
    std::array<std::int64_t, 4> next_after_ms{1'200, 3'000, 3'000, 3'000};  // by policy::Verdict
    std::array<bool, 4> hold_until_ack{};
    std::int64_t identity_line_ms = 15'000;
    std::int64_t language_ms = 20'000;
    std::int64_t confirm_idle_ms = 60'000;
    std::int64_t warn_ms = 20'000;
    std::int64_t cleared_ms = 3'000;
    std::int64_t held_thanks_ms = 6'000;
    std::int64_t hand_over_ms = 15'000;
    std::int64_t printer_accepts_ms = 15'000;
    std::int64_t page_ms = 60'000;
    std::int64_t pin_idle_ms = 20'000;
    std::int64_t operator_idle_ms = 120'000;
    std::int64_t detail_idle_ms = 60'000;
    std::int64_t purpose_lock_ms = 300'000;
    std::int64_t import_done_ms = 10'000;
    std::int64_t dim_after_ms = 300'000;
    std::int64_t press_repeat_ms = 300;  // identical presses within are one
    std::int64_t help_ms = 10'000;
    std::int32_t rows_a_page = 5;                   // of the queue list
    std::map<std::string, WordsShown> words_shown;  // by language tag; English where there is none
    /// Two people's certificates within join_ms: true shows names_differ; false begins the second
    /// person's session (a queue of people who follow each other quickly).
    bool names_must_match = true;
    std::int32_t pin_digits_min = 6;
    std::int32_t warnings_max = 10;         // how often a time limit can be extended
    std::int64_t view_lost_ms = 500;        // a code not seen for that long has left the view
    std::int64_t checking_ms = 10'000;      // a code read, and no outcome: given up
    std::int64_t why_ms = 60'000;           // how long the last check can be asked about
    std::int64_t easy_use_ms = 60'000;      // the page closes itself
    std::int64_t session_idle_ms = 60'000;  // then language and easy use are as at the start
    std::int64_t start_up_ms = 60'000;      // then out of service
    std::int64_t issuing_ms = 60'000;       // nothing heard of the issuing: staff must look
    std::int64_t operator_hold_ms = 2'000;  // the status line pressed for that long
    std::int64_t export_done_ms = 10'000;
};

}  // namespace outpost::session
