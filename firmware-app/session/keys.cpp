// The keys of each screen, in the order of the focus.
#include "firmware-app/session/machine.h"
#include "firmware-app/session/step.h"

#include <initializer_list>

namespace outpost::session {
namespace {

struct KeyList {
    const State& state;
    const Settings& settings;
    std::vector<KeyModel>& keys;

    KeyModel& add(KeyId id, std::int32_t index = 0) const {
        keys.push_back(KeyModel{Key{id, index}});
        return keys.back();
    }
    void add_all(std::initializer_list<KeyId> ids) const {
        for (const KeyId id : ids) add(id);
    }
    void add_if(bool is_enabled, KeyId id) const { add(id).is_enabled = is_enabled; }
    void add_toggle(KeyId id, bool is_on) const {
        auto& model = add(id);
        model.is_toggle = true;
        model.is_on = is_on;
    }
    void add_main(KeyId id, bool is_enabled = true) const {
        auto& model = add(id);
        model.is_main = true;
        model.is_enabled = is_enabled;
    }
    [[nodiscard]] bool is_supervisor() const {
        return is_operator_active(state) && state.operator_session->role == Role::Supervisor;
    }

    void operator()(const Attract&) const { add_all({KeyId::Language, KeyId::EasyUse}); }
    void operator()(const Scan&) const { add_all({KeyId::Language, KeyId::EasyUse, KeyId::Help}); }
    void operator()(const Parts&) const { add(KeyId::Cancel); }
    void operator()(const Languages&) const {
        for (std::size_t i = 0; i < settings.languages.size(); ++i)
            add(KeyId::ChooseLanguage, static_cast<std::int32_t>(i)).is_on =
                settings.languages[i] == state.language;
        add(KeyId::Back);
    }
    void operator()(const VerdictShown& screen) const {
        add_if(screen.longer_used < settings.longer_times && !screen.waits_for_ack,
               KeyId::ShowLonger);
        if (screen.waits_for_ack) add_main(KeyId::Next);
    }
    void operator()(const Detail&) const {
        add_if(state.last_check && state.last_check->findings.size() > 1, KeyId::NextFinding);
        auto compare = KeyId::CompareId;
        add_toggle(compare, std::get<Detail>(state.screen).compares_id);
        add(KeyId::Close);
    }
    void operator()(const Queue& screen) const;
    void operator()(const Confirm&) const {
        add(KeyId::No);
        add_main(KeyId::Yes);
        add(KeyId::Language);
    }
    void operator()(const WhatIsWrong& screen) const {
        if (screen.is_thanking) return;
        add_all({KeyId::WrongName, KeyId::WrongBirth, KeyId::WrongDose, KeyId::WrongOther,
                 KeyId::Back});
    }
    void operator()(const HandOver&) const {
        if (is_operator_active(state) || (settings.attended && state.operator_session))
            add_main(KeyId::Next);
    }
    void operator()(const PrinterHelp&) const {
        if (!has_staff()) return;
        add_main(KeyId::Continue);
        add(KeyId::CancelJob);
    }
    void operator()(const OutcomeUnknown&) const {
        if (!has_staff()) return;
        add_main(KeyId::PageCameOut);
        add_all({KeyId::PageDidNotCome, KeyId::PageNotReadable});
        if (is_operator_active(state) && !state.below.empty()) add(KeyId::Back);
    }
    void operator()(const Reprint& screen) const {
        // One press gives the reason and prints.
        for (const KeyId id : {KeyId::ReasonLost, KeyId::ReasonDamaged, KeyId::ReasonNotReadable,
                               KeyId::ReasonDidNotPrint, KeyId::ReasonOther})
            add_if(!screen.row.certificate_id.empty(), id);
        add(KeyId::Back);
    }
    void operator()(const Pin& screen) const {
        const bool is_open = !screen.is_checking && screen.locked_until_ms <= state.now_ms;
        for (const std::int32_t digit : {1, 2, 3, 4, 5, 6, 7, 8, 9, 0})
            add(KeyId::Digit, digit).is_enabled = is_open;
        add_if(is_open && screen.digits > 0, KeyId::DeleteDigit);
        add_main(KeyId::PinOk,
                 is_open && screen.digits >= static_cast<std::size_t>(settings.pin_digits_min));
        add(KeyId::Cancel);
    }
    void operator()(const OperatorHome&) const {
        add_if(settings.can_issue, KeyId::OpenQueue);
        add_if(settings.can_issue, KeyId::OpenReprint);
        add_all({KeyId::OpenImport, KeyId::OpenExport});
        add_if(is_supervisor() && !settings.purposes.empty(), KeyId::OpenPolicy);
        add_all({KeyId::OpenStatistics, KeyId::OpenSettings, KeyId::OpenHealth});
        add_if(state.last_check.has_value(), KeyId::Why);
        add_all({KeyId::Back, KeyId::Lock});
    }
    void operator()(const HealthPage&) const {
        for (std::size_t i = 0; i < part_count; ++i) {
            const auto index = static_cast<std::int32_t>(i);
            if (static_cast<Part>(i) == Part::Clock && is_supervisor())
                add(KeyId::OpenClock, index);
            else if (state.health.parts[i].level == Level::Fault)
                add(KeyId::TryAgain, index);
        }
        add(KeyId::Back);
    }
    void operator()(const ClockPage&) const {
        for (std::int32_t unit = 0; unit < time_unit_count; ++unit) {
            add(KeyId::TimeLess, unit);
            add(KeyId::TimeMore, unit);
        }
        add_main(KeyId::TimeIsRight);
        add(KeyId::Back);
    }
    void operator()(const StatisticsPage&) const { add(KeyId::Back); }
    void operator()(const SettingsPage& screen) const {
        if (screen.asks != KeyId::None) return add_all({KeyId::Cancel, KeyId::Confirm});
        add_all({KeyId::VolumeDown, KeyId::VolumeUp, KeyId::BrightnessDown, KeyId::BrightnessUp,
                 KeyId::Language});
        add_if(is_supervisor(), KeyId::Restart);
        add_if(is_supervisor(), KeyId::ShutDown);
        add(KeyId::Back);
    }
    void operator()(const PolicyPage& screen) const {
        const auto count = static_cast<std::int32_t>(settings.purposes.size());
        for (std::int32_t i = 0; i < count; ++i)
            add(KeyId::ChoosePurpose, i).is_on =
                screen.chosen < 0 ? i == state.purpose : i == screen.chosen;
        add_main(KeyId::Confirm, is_supervisor() && screen.chosen >= 0 && screen.chosen < count &&
                                     screen.chosen != state.purpose);
        add(KeyId::Back);
    }
    void operator()(const ImportPage& screen) const {
        if (!screen.outcome.empty()) return add_main(KeyId::Close);
        if (screen.offers.size() > 1 && !screen.is_running)
            for (std::size_t i = 0; i < screen.offers.size(); ++i)
                add(KeyId::Row, static_cast<std::int32_t>(i)).is_on = i == screen.shown;
        add_main(KeyId::DoImport, !screen.is_running && screen.shown < screen.offers.size() &&
                                      screen.offers[screen.shown].refusal.empty());
        add(KeyId::Cancel);
    }
    void operator()(const ExportPage& screen) const {
        if (!screen.outcome.empty()) return add_main(KeyId::Close);
        for (std::size_t i = 0; i < screen.targets.size(); ++i) {
            auto& model = add(KeyId::DoExport, static_cast<std::int32_t>(i));
            model.is_main = i == 0;
            model.is_enabled = !screen.is_running;
        }
        add(KeyId::Cancel);
    }
    void operator()(const EasyUse&) const {
        add_toggle(KeyId::LargeText, state.access.large_text);
        add_toggle(KeyId::Contrast, state.access.contrast);
        add_toggle(KeyId::LowerKeys, state.access.lower_keys);
        add_toggle(KeyId::ReadAloud, state.access.speech);
        add_toggle(KeyId::MoreTime, state.access.more_time);
        add_all({KeyId::VolumeDown, KeyId::VolumeUp});
        add_if(state.access.speech, KeyId::SayAgain);
        add(KeyId::Close);
    }
    // Start-up, issuing, printing, out of service: nothing to press.
    template <class T>
    void operator()(const T&) const {}

    // An operator who stands there, signed in, acts at the printer without another PIN.
    [[nodiscard]] bool has_staff() const {
        return is_operator_active(state) || (settings.attended && state.operator_session);
    }
};

void KeyList::operator()(const Queue& screen) const {
    if (screen.asks_print_all) {
        add(KeyId::Cancel);
        return add_main(KeyId::Confirm);
    }
    if (screen.is_searching) {
        for (std::size_t i = 0; i < search_letters.size(); ++i)
            add(KeyId::Letter, static_cast<std::int32_t>(i));
        add_if(!screen.search.empty(), KeyId::DeleteLetter);
        add_if(!screen.search.empty(), KeyId::ClearSearch);
        add_main(KeyId::Close);
        return;
    }
    const auto rows = static_cast<std::int64_t>(screen.page.rows.size());
    for (std::int64_t i = 0; i < rows; ++i)
        add(KeyId::Row, static_cast<std::int32_t>(i)).is_enabled = !screen.is_loading;
    add_if(screen.first > 0, KeyId::PageUp);
    add_if(rows > 0 && screen.page.total - rows > screen.first, KeyId::PageDown);
    add_all({KeyId::Search, KeyId::SortBy});
    if (!screen.is_for_reprint)
        add_if(!screen.is_loading && screen.page.total > 0 && screen.search.empty(),
               KeyId::PrintAll);
    add(KeyId::Back);
}

}  // namespace

std::vector<KeyModel> keys_of(const State& state, const Settings& settings) {
    std::vector<KeyModel> keys;
    const KeyList list{state, settings, keys};
    if (state.warning) {
        list.add_main(KeyId::NeedMoreTime, state.warnings_extended < settings.warnings_max);
        list.add(KeyId::EndNow);
        return keys;
    }
    std::visit(list, state.screen);
    return keys;
}

}  // namespace outpost::session
