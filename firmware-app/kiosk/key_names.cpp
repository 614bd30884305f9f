#include "firmware-app/kiosk/key_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace outpost::kiosk {

namespace {

using session::KeyId;

constexpr std::array<std::pair<std::string_view, KeyId>, 74> names{
    {{"back", KeyId::Back},
     {"next", KeyId::Next},
     {"cancel", KeyId::Cancel},
     {"close", KeyId::Close},
     {"language", KeyId::Language},
     {"easy_use", KeyId::EasyUse},
     {"help", KeyId::Help},
     {"status_line", KeyId::StatusLine},
     {"choose_language", KeyId::ChooseLanguage},
     {"show_longer", KeyId::ShowLonger},
     {"yes", KeyId::Yes},
     {"no", KeyId::No},
     {"wrong_name", KeyId::WrongName},
     {"wrong_birth", KeyId::WrongBirth},
     {"wrong_dose", KeyId::WrongDose},
     {"wrong_other", KeyId::WrongOther},
     {"large_text", KeyId::LargeText},
     {"contrast", KeyId::Contrast},
     {"lower_keys", KeyId::LowerKeys},
     {"read_aloud", KeyId::ReadAloud},
     {"more_time", KeyId::MoreTime},
     {"say_again", KeyId::SayAgain},
     {"volume_down", KeyId::VolumeDown},
     {"volume_up", KeyId::VolumeUp},
     {"need_more_time", KeyId::NeedMoreTime},
     {"end_now", KeyId::EndNow},
     {"digit", KeyId::Digit},
     {"delete_digit", KeyId::DeleteDigit},
     {"pin_ok", KeyId::PinOk},
     {"open_queue", KeyId::OpenQueue},
     {"open_reprint", KeyId::OpenReprint},
     {"open_import", KeyId::OpenImport},
     {"open_export", KeyId::OpenExport},
     {"open_health", KeyId::OpenHealth},
     {"open_statistics", KeyId::OpenStatistics},
     {"open_policy", KeyId::OpenPolicy},
     {"open_settings", KeyId::OpenSettings},
     {"lock", KeyId::Lock},
     {"why", KeyId::Why},
     {"row", KeyId::Row},
     {"page_up", KeyId::PageUp},
     {"page_down", KeyId::PageDown},
     {"search", KeyId::Search},
     {"sort_by", KeyId::SortBy},
     {"print_all", KeyId::PrintAll},
     {"letter", KeyId::Letter},
     {"delete_letter", KeyId::DeleteLetter},
     {"clear_search", KeyId::ClearSearch},
     {"continue", KeyId::Continue},
     {"cancel_job", KeyId::CancelJob},
     {"page_came_out", KeyId::PageCameOut},
     {"page_did_not_come", KeyId::PageDidNotCome},
     {"page_not_readable", KeyId::PageNotReadable},
     {"reason_lost", KeyId::ReasonLost},
     {"reason_damaged", KeyId::ReasonDamaged},
     {"reason_not_readable", KeyId::ReasonNotReadable},
     {"reason_did_not_print", KeyId::ReasonDidNotPrint},
     {"reason_other", KeyId::ReasonOther},
     {"do_print", KeyId::DoPrint},
     {"next_finding", KeyId::NextFinding},
     {"compare_id", KeyId::CompareId},
     {"do_import", KeyId::DoImport},
     {"do_export", KeyId::DoExport},
     {"choose_purpose", KeyId::ChoosePurpose},
     {"confirm", KeyId::Confirm},
     {"brightness_down", KeyId::BrightnessDown},
     {"brightness_up", KeyId::BrightnessUp},
     {"restart", KeyId::Restart},
     {"shut_down", KeyId::ShutDown},
     {"try_again", KeyId::TryAgain},
     {"open_clock", KeyId::OpenClock},
     {"time_less", KeyId::TimeLess},
     {"time_more", KeyId::TimeMore},
     {"time_is_right", KeyId::TimeIsRight}}};

}  // namespace

std::optional<session::KeyId> key_of(std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](const auto& known) { return known.first == name; });
    if (found == names.end()) return std::nullopt;
    return found->second;
}

}  // namespace outpost::kiosk
