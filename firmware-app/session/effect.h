// What the runtime shall do after a step, in order.
#pragma once

#include "firmware-app/session/facts.h"
#include "firmware-app/session/key.h"
#include "firmware-app/session/state.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace outpost::session {

enum class Sound : std::uint8_t {
    Accepted,
    NotAccepted,
    Rejected,
    Unknown,
    Captured,
    Hint,
    TimeWarning,
    Printed,
};

struct PlaySound {
    Sound sound = Sound::Captured;
};
/// Reads the screen, or one message, aloud where speech is on. Never a name or a date.
struct Say {
    std::vector<std::string> keys;  // message keys, in order; empty: stop speaking
};
struct ShowLamp {
    std::optional<Verdict> verdict;  // nothing: off
};
/// Wipe everything about the person: claims, textures, speech, frames, search text.
struct ForgetPerson {};
struct AcceptCodes {
    bool is_on = true;  // scanning; off while printing, confirming, locked
};
struct PinDigit {
    std::int32_t digit = 0;  // the runtime keeps them in secret memory
};
struct PinDeleteDigit {};
struct PinForget {};
struct TryPin {};
struct EndOperatorSession {};
struct LoadQueue {
    bool is_for_reprint = false;
    std::string search;
    QueueSort sort = QueueSort::Name;
    std::int64_t first = 0;
    std::int32_t rows = 5;
};
struct LoadConfirm {
    std::int64_t number = 0;
};
struct IssueAndPrint {
    std::int64_t number = 0;
};
struct HoldItem {
    std::int64_t number = 0;
    KeyId reason = KeyId::WrongOther;
};
struct ReprintPage {
    std::string certificate_id;
    KeyId reason = KeyId::ReasonOther;
};
/// The operator's answer about a page that nobody knows of.
struct SettleOutcome {
    std::string certificate_id;
    bool came_out = false;
};
struct RetryPrint {};
struct CancelPrint {};
struct NextOfAll {};  // the next row of "print all"
struct LookForSticks {};
struct ImportNow {
    std::int64_t number = 0;
};
struct ExportNow {
    std::size_t target = 0;
};
struct UsePurpose {
    std::int32_t purpose = 0;
};
struct SetVolume {
    std::int32_t percent = 0;
};
struct SetBrightness {
    std::int32_t percent = 0;
};
struct CountCheck {
    Verdict verdict = Verdict::Unknown;
    std::string format;
};
struct TryRecovery {
    Part part = Part::Camera;
};
struct SetClock {
    std::int64_t shift_ms = 0;  // 0: the time shown is right
};
struct RestartKiosk {};
struct ShutDownKiosk {};

using Effect =
    std::variant<PlaySound, Say, ShowLamp, ForgetPerson, AcceptCodes, PinDigit, PinDeleteDigit,
                 PinForget, TryPin, EndOperatorSession, LoadQueue, LoadConfirm, IssueAndPrint,
                 HoldItem, ReprintPage, SettleOutcome, RetryPrint, CancelPrint, NextOfAll,
                 LookForSticks, ImportNow, ExportNow, UsePurpose, SetVolume, SetBrightness,
                 CountCheck, TryRecovery, SetClock, RestartKiosk, ShutDownKiosk>;

}  // namespace outpost::session
