// The keys of screens: what can be pressed, by touch, mouse or buttons.
#pragma once

#include <compare>
#include <cstdint>

namespace outpost::session {

enum class KeyId : std::uint8_t {
    None,
    // everywhere
    Back,
    Next,
    Cancel,
    Close,
    Language,
    EasyUse,
    Help,
    StatusLine,  // pressed for 2 s: the operator's door
    // languages: index into Settings::languages
    ChooseLanguage,
    // verdict
    ShowLonger,
    // confirm
    Yes,
    No,
    WrongName,
    WrongBirth,
    WrongDose,
    WrongOther,
    // easy use
    LargeText,
    Contrast,
    LowerKeys,
    ReadAloud,
    MoreTime,
    SayAgain,
    VolumeDown,
    VolumeUp,
    // time warning
    NeedMoreTime,
    EndNow,
    // PIN: index is the digit
    Digit,
    DeleteDigit,
    PinOk,
    // operator home
    OpenQueue,
    OpenReprint,
    OpenImport,
    OpenExport,
    OpenHealth,
    OpenStatistics,
    OpenPolicy,
    OpenSettings,
    Lock,
    Why,
    // lists: index is the row on the page
    Row,
    PageUp,
    PageDown,
    Search,
    SortBy,  // name, time, state in turn
    PrintAll,
    Letter,  // index into the letter grid
    DeleteLetter,
    ClearSearch,
    // printer help, outcome
    Continue,
    CancelJob,
    PageCameOut,
    PageDidNotCome,
    PageNotReadable,
    // reprint: why
    ReasonLost,
    ReasonDamaged,
    ReasonNotReadable,
    ReasonDidNotPrint,
    ReasonOther,
    DoPrint,
    // detail
    NextFinding,
    CompareId,
    // import, export
    DoImport,
    DoExport,
    // policy: index into Settings::purposes
    ChoosePurpose,
    Confirm,
    // settings
    BrightnessDown,
    BrightnessUp,
    Restart,
    ShutDown,
    // out of service, operator's view
    TryAgain,
    // the clock: index is the unit, from year to minute
    OpenClock,
    TimeLess,
    TimeMore,
    TimeIsRight,
};

struct Key {
    KeyId id = KeyId::None;
    std::int32_t index = 0;
    auto operator<=>(const Key&) const = default;
};

/// A key as it stands on a screen now.
struct KeyModel {
    Key key;
    bool is_main = false;  // the one that is expected
    bool is_on = false;    // toggles and the chosen one of several
    bool is_toggle = false;
    bool is_enabled = true;  // a disabled key is shown, can not be pressed, and says why nowhere
};

}  // namespace outpost::session
