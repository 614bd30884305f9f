// The state of the kiosk as people see it. Plain data; changed by step() only.
#pragma once

#include "firmware-app/session/facts.h"
#include "firmware-app/session/key.h"
#include "firmware-app/session/settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace outpost::session {

// One struct a screen; the numbers are those of docs/kiosk-screens.md. `since_ms` is the monotonic
// instant at which the screen began.

struct StartUp {                          // S1
    std::vector<std::string> slow_tests;  // message keys of self-tests that take over 1 s
};
struct Attract {  // S2
    bool is_dimmed = false;
};
struct Languages {};  // S3
struct Scan {         // S4
    bool has_code_in_view = false;
    std::int64_t code_since_ms = 0;  // first in view, unread
    std::int64_t code_last_seen_ms = 0;
    ScanHint cause = ScanHint::None;  // as measured now
    std::int64_t cause_since_ms = 0;
    ScanHint hint = ScanHint::None;  // as shown
    std::int64_t hint_since_ms = 0;
    bool is_hint_large = false;
    bool is_checking = false;
    std::string notice;  // message key shown instead of a hint; empty: none
    std::int64_t notice_until_ms = 0;
    bool shows_help = false;
    bool for_registration = false;  // issue mode: "Show your registration code"
};
struct Parts {               // S5
    std::int32_t total = 0;  // 0: animated set, percent instead
    std::vector<bool> have;
    std::int32_t percent = 0;
    std::int64_t last_new_ms = 0;
    std::string notice;  // "parts.other_set"
};
struct VerdictShown {  // S6 and S7
    Verdict verdict = Verdict::Unknown;
    std::int32_t certificates = 1;  // joined into this one result
    bool names_differ = false;
    bool has_ageing_data = false;
    std::string identity_name;  // what may be shown in public, by setting; empty: nothing
    std::int32_t birth_day = 0;
    std::int32_t birth_month = 0;
    std::int64_t until_ms = 0;
    std::int64_t dwell_ms = 0;  // the whole, for the bar
    std::int32_t longer_used = 0;
    bool waits_for_ack = false;
    bool shows_identity = true;  // false after identity_line_ms
};
struct Detail {  // S8
    std::int32_t finding = 0;
    bool compares_id = false;
};
struct Queue {  // S9, and the choice of S17
    bool is_for_reprint = false;
    bool is_searching = false;  // the letter grid is shown
    std::string search;
    QueueSort sort = QueueSort::Name;
    std::int64_t first = 0;
    QueuePage page;
    bool is_loading = true;
    bool asks_print_all = false;
};
struct Confirm {  // S10
    ConfirmView view;
    bool by_person = false;  // came by the person's own code
};
struct WhatIsWrong {  // S11
    ConfirmView view;
    bool is_thanking = false;  // confirm.held
};
enum class IssueStep : std::uint8_t { Signing, Checking, Page };
struct Issuing {  // S12
    std::int64_t number = 0;
    IssueStep step = IssueStep::Signing;
};
struct Printing {  // S13
    std::string certificate_id;
    std::int32_t page = 1;
    std::int32_t pages = 1;
    std::int64_t accepted_ms = 0;  // 0: not yet accepted by the printer
};
struct HandOver {};   // S14
struct PrinterHelp {  // S15
    std::string certificate_id;
    PrintState cause = PrintState::OutOfPaper;
};
struct OutcomeUnknown {  // S16
    std::string certificate_id;
};
struct Reprint {  // S17, after the choice
    QueueRow row;
    KeyId reason = KeyId::None;
};
struct Pin {                 // S18
    std::size_t digits = 0;  // how many are typed; the digits are the runtime's alone
    bool is_checking = false;
    bool was_wrong = false;
    std::int32_t tries_left = -1;
    std::int64_t locked_until_ms = 0;
};
struct OperatorHome {};  // S19
struct HealthPage {};
struct StatisticsPage {};
struct SettingsPage {
    KeyId asks = KeyId::None;  // Restart or ShutDown, to be confirmed
};
struct PolicyPage {
    std::int32_t chosen = -1;
};
struct ImportPage {  // S20
    std::vector<ImportOffer> offers;
    std::size_t shown = 0;
    bool is_running = false;
    std::int32_t percent = 0;
    std::string outcome;  // message key; empty: not yet
};
struct ExportPage {
    std::vector<std::string> targets;  // names of sticks
    bool is_running = false;
    std::string outcome;
};
struct EasyUse {};     // S21
struct OutOfService {  // S23
    Part part = Part::StartUp;
};

using Screen =
    std::variant<StartUp, Attract, Languages, Scan, Parts, VerdictShown, Detail, Queue, Confirm,
                 WhatIsWrong, Issuing, Printing, HandOver, PrinterHelp, OutcomeUnknown, Reprint,
                 Pin, OperatorHome, HealthPage, StatisticsPage, SettingsPage, PolicyPage,
                 ImportPage, ExportPage, EasyUse, OutOfService>;

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

/// The person's certificates of this session. Personal.
struct Person {
    std::vector<CheckOutcome> outcomes;
    std::int64_t last_code_ms = 0;
};

/// Symbols in view now, as the camera sees them.
struct Outline {
    std::array<PixelPoint, 4> corners{};
    bool is_read = false;
    std::optional<Verdict> verdict;
    bool is_part = false;
};

struct State {
    Screen screen = StartUp{};
    std::int64_t since_ms = 0;       // when the screen began
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
    Health health;
    QueueCounts queue;
    DayCounts day;
    std::optional<Person> person;
    std::optional<OperatorSession> operator_session;
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
