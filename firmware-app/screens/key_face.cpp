// The table of keys.
#include "firmware-app/screens/key_face.h"

#include <algorithm>
#include <array>

namespace outpost::screens {
namespace {

using session::KeyId;

struct Row {
    KeyId id;
    KeyFace face;
};

constexpr std::array<Row, 71> faces{{
    {KeyId::Back, {"nav.back", "back", true}},
    {KeyId::Next, {"nav.next", "next", true}},
    {KeyId::Cancel, {"nav.cancel", "close"}},
    {KeyId::Close, {"op.close", ""}},
    {KeyId::Language, {"lang.button", "language"}},
    {KeyId::EasyUse, {"access.button", "easy-use"}},
    {KeyId::Help, {"nav.help", "help"}},
    {KeyId::ShowLonger, {"verdict.keep", ""}},
    {KeyId::Yes, {"confirm.yes", "printer"}},
    {KeyId::No, {"confirm.no", ""}},
    {KeyId::WrongName, {"confirm.name", ""}},
    {KeyId::WrongBirth, {"confirm.born", ""}},
    {KeyId::WrongDose, {"confirm.dose_key", ""}},
    {KeyId::WrongOther, {"confirm.other", ""}},
    {KeyId::LargeText, {"access.large", "large-text"}},
    {KeyId::Contrast, {"access.contrast", "contrast"}},
    {KeyId::LowerKeys, {"access.low", "lower-keys"}},
    {KeyId::ReadAloud, {"access.speech", "speaker"}},
    {KeyId::MoreTime, {"access.time", "more-time"}},
    {KeyId::SayAgain, {"access.again", "speaker"}},
    {KeyId::VolumeDown, {"access.quieter", "minus"}},
    {KeyId::VolumeUp, {"access.louder", "plus"}},
    {KeyId::NeedMoreTime, {"time.yes", "more-time"}},
    {KeyId::EndNow, {"time.end", ""}},
    {KeyId::DeleteDigit, {"op.delete", "delete", true}},
    {KeyId::PinOk, {"op.ok", ""}},
    {KeyId::OpenQueue, {"op.home.queue", "queue"}},
    {KeyId::OpenReprint, {"op.home.reprint", "reprint"}},
    {KeyId::OpenImport, {"op.home.import", "import"}},
    {KeyId::OpenExport, {"op.home.export", "export"}},
    {KeyId::OpenHealth, {"op.home.health", "health"}},
    {KeyId::OpenStatistics, {"op.home.today", "statistics"}},
    {KeyId::OpenPolicy, {"op.home.policy", "policy"}},
    {KeyId::OpenSettings, {"op.home.settings", "settings"}},
    {KeyId::Lock, {"op.lock", "lock"}},
    {KeyId::Why, {"op.why", "why"}},
    {KeyId::PageUp, {"op.up", "page-up"}},
    {KeyId::PageDown, {"op.down", "page-down"}},
    {KeyId::Search, {"op.queue.find", "search"}},
    {KeyId::SortBy, {"op.queue.by_name", "sort"}},
    {KeyId::PrintAll, {"op.queue.print_all", "printer"}},
    {KeyId::DeleteLetter, {"op.delete", "delete", true}},
    {KeyId::ClearSearch, {"op.queue.clear", ""}},
    {KeyId::Continue, {"op.continue", ""}},
    {KeyId::CancelJob, {"op.print.cancel", ""}},
    {KeyId::PageCameOut, {"op.outcome.yes", ""}},
    {KeyId::PageDidNotCome, {"op.outcome.no", ""}},
    {KeyId::PageNotReadable, {"op.outcome.not_readable", ""}},
    {KeyId::ReasonLost, {"op.reprint.lost", ""}},
    {KeyId::ReasonDamaged, {"op.reprint.damaged", ""}},
    {KeyId::ReasonNotReadable, {"op.reprint.not_readable", ""}},
    {KeyId::ReasonDidNotPrint, {"op.reprint.did_not_print", ""}},
    {KeyId::ReasonOther, {"op.reprint.other", ""}},
    {KeyId::DoPrint, {"op.reprint.do", "printer"}},
    {KeyId::NextFinding, {"op.detail.next", "next", true}},
    {KeyId::CompareId, {"op.detail.compare", "person"}},
    {KeyId::DoImport, {"op.import.do", "import"}},
    {KeyId::DoExport, {"op.export.do", "export"}},
    {KeyId::Confirm, {"op.confirm", ""}},
    {KeyId::BrightnessDown, {"op.settings.darker", "minus"}},
    {KeyId::BrightnessUp, {"op.settings.brighter", "plus"}},
    {KeyId::Restart, {"op.settings.restart", "restart"}},
    {KeyId::ShutDown, {"op.settings.shut_down", "power"}},
    {KeyId::TryAgain, {"op.try_again", "restart"}},
    {KeyId::OpenClock, {"op.clock.open", "clock"}},
    {KeyId::TimeLess, {"op.clock.less", "minus"}},
    {KeyId::TimeMore, {"op.clock.more", "plus"}},
    {KeyId::TimeIsRight, {"op.clock.right", ""}},
    {KeyId::Digit, {"", ""}},
    {KeyId::Letter, {"", ""}},
    {KeyId::ChooseLanguage, {"", ""}},
}};

}  // namespace

KeyFace key_face(session::KeyId id) {
    const auto* found =
        std::find_if(faces.begin(), faces.end(), [id](const Row& row) { return row.id == id; });
    return found == faces.end() ? KeyFace{} : found->face;
}

}  // namespace outpost::screens
