// The screens as plain data, one struct each; the numbers are those of docs/kiosk-screens.md.
#pragma once

#include "firmware-app/session/facts.h"
#include "firmware-app/session/key.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace outpost::session {

/// The letter grid of a search, 7 x 4: Letter's index points in here.
inline constexpr std::string_view search_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ -";

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
    std::int64_t checking_since_ms = 0;
    bool is_giving_up = false;  // scan.failed is shown, then attract
    std::string notice;         // message key shown instead of a hint; empty: none
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
    std::int64_t opening = 0;  // number of the row whose confirmation is being loaded; 0: none
};
struct Confirm {  // S10
    ConfirmView view;
    bool by_person = false;  // came by the person's own code
};
struct WhatIsWrong {  // S11
    ConfirmView view;
    bool is_thanking = false;  // confirm.held
    bool by_person = false;
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
    std::int64_t accepted_ms = 0;    // 0: not yet accepted by the printer
    std::int64_t page_since_ms = 0;  // when the page now being printed began
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
/// What a clock shows, from the longest unit to the shortest.
enum class TimeUnit : std::uint8_t { Year, Month, Day, Hour, Minute };
inline constexpr std::int32_t time_unit_count = 5;
struct ClockPage {
    std::int64_t shift_ms = 0;  // what staff add to the time that the kiosk shows
};
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
                 Pin, OperatorHome, HealthPage, ClockPage, StatisticsPage, SettingsPage, PolicyPage,
                 ImportPage, ExportPage, EasyUse, OutOfService>;

}  // namespace outpost::session
