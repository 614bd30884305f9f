// What happens to the kiosk. The runtime tells; step() decides.
#pragma once

#include "firmware-app/session/state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace outpost::session {

struct Tick {};  // time has passed: see Event::now_ms

// From the panel: the layout has found the key.
struct KeyDown {
    Key key;
};
struct KeyUp {
    std::optional<Key> key;  // where the pointer left; a key counts only if it went down there
};
struct FocusMove {
    std::int32_t step = 1;  // +1 next, -1 previous, in the order of keys_of()
};
struct FocusOk {};
struct ButtonBack {};
struct ButtonOperator {};  // F1, or the status line held for 2 s
struct ButtonEasyUse {};
struct Typed {
    std::string text;  // UTF-8
};
struct Movement {};  // before the camera: wakes a dimmed screen
struct HeadsetPlugged {
    bool is_in = true;
};

// From the camera and the check.
struct CodesInView {
    std::vector<Outline> outlines;
    ScanHint cause = ScanHint::None;
    std::int32_t width_px = 0;  // of the camera's picture
    std::int32_t height_px = 0;
};
struct CodeRead {  // being checked now
    std::string payload_digest;
};
struct Checked {
    CheckOutcome outcome;
};
struct PartsProgress {
    std::int32_t total = 0;
    std::vector<bool> have;
    std::int32_t percent = 0;
    bool is_other_set = false;
    bool is_new = true;
};

// From the issuing half.
struct RegistrationShown {
    std::optional<ConfirmView> view;  // nothing: no such registration waits here
    bool is_already_printed = false;
    std::optional<QueueRow> row;  // for the reprint list: whose code it is
};
struct QueueLoaded {
    QueuePage page;
};
struct ConfirmReady {
    std::optional<ConfirmView> view;  // nothing: the item is gone
};
struct IssueStepDone {
    IssueStep step = IssueStep::Signing;
};
struct IssueRefused {
    std::string code;  // item code: held or rejected
};
struct Issued {
    std::string certificate_id;
};
struct PrintChanged {
    std::string certificate_id;
    PrintState state = PrintState::Waiting;
    std::int32_t page = 1;
    std::int32_t pages = 1;
};
struct PaperTaken {};
struct NoMoreToPrint {};  // "print all": nothing waits any more

// From the operator's half.
struct PinAnswered {
    std::optional<OperatorSession> who;  // nothing: wrong, or nobody has that PIN
    std::int32_t tries_left = 0;
    std::int64_t locked_ms = 0;  // from now
};
struct OffersFound {
    std::vector<ImportOffer> offers;
    std::vector<std::string> targets;
};
struct ImportProgress {
    std::int32_t percent = 0;
};
struct ImportDone {
    std::string outcome;  // message key
};
struct ExportDone {
    std::string outcome;
};

// From the supervision.
struct HealthChanged {
    Health health;
};
struct CountsChanged {
    QueueCounts queue;
    DayCounts day;
};
struct StartUpProgress {
    std::vector<std::string> slow_tests;
    bool is_done = false;
};
struct WallClock {
    UtcInstant now;
};

using Happening =
    std::variant<Tick, KeyDown, KeyUp, FocusMove, FocusOk, ButtonBack, ButtonOperator,
                 ButtonEasyUse, Typed, Movement, HeadsetPlugged, CodesInView, CodeRead, Checked,
                 PartsProgress, RegistrationShown, QueueLoaded, ConfirmReady, IssueStepDone,
                 IssueRefused, Issued, PrintChanged, PaperTaken, NoMoreToPrint, PinAnswered,
                 OffersFound, ImportProgress, ImportDone, ExportDone, HealthChanged, CountsChanged,
                 StartUpProgress, WallClock>;

struct Event {
    std::int64_t now_ms = 0;  // monotonic
    Happening what;
};

}  // namespace outpost::session
