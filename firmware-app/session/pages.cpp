// The operator's pages: detail of a check, health, policy, settings, import, export.
#include "firmware-app/session/machine.h"

#include <algorithm>

namespace outpost::session {
namespace {

constexpr std::size_t offers_max = 16;
constexpr std::int32_t step_percent = 10;

void press_detail(Machine& m, Detail& detail, Key key) {
    if (key.id == KeyId::CompareId) {
        detail.compares_id = !detail.compares_id;
        return;
    }
    const auto findings = m.state.last_check ? m.state.last_check->findings.size() : 0;
    if (key.id != KeyId::NextFinding || findings == 0) return;
    const auto next = (static_cast<std::size_t>(detail.finding) + 1) % findings;
    detail.finding = static_cast<std::int32_t>(next);
}

void press_policy(Machine& m, PolicyPage& page, Key key) {
    if (key.id == KeyId::ChoosePurpose) {
        page.chosen = key.index;
        return;
    }
    if (key.id != KeyId::Confirm) return;
    m.state.purpose = page.chosen;
    m.state.scanning_locked_until_ms = m.now() + m.settings.purpose_lock_ms;
    m.emit(UsePurpose{page.chosen});
    pop(m);
}

void press_settings(Machine& m, SettingsPage& page, Key key) {
    State& state = m.state;
    switch (key.id) {
        case KeyId::VolumeDown:
        case KeyId::VolumeUp: {
            const std::int32_t change = key.id == KeyId::VolumeUp ? step_percent : -step_percent;
            state.volume = std::clamp(state.volume + change, 0, 100);
            state.volume_base = state.volume;
            return m.emit(SetVolume{state.volume});
        }
        case KeyId::BrightnessDown:
        case KeyId::BrightnessUp: {
            const std::int32_t change =
                key.id == KeyId::BrightnessUp ? step_percent : -step_percent;
            state.brightness = std::clamp(state.brightness + change, step_percent, 100);
            return m.emit(SetBrightness{state.brightness});
        }
        case KeyId::Restart:
        case KeyId::ShutDown:
            page.asks = key.id;
            return;
        case KeyId::Confirm:
            if (page.asks == KeyId::Restart) m.emit(RestartKiosk{});
            if (page.asks == KeyId::ShutDown) m.emit(ShutDownKiosk{});
            page.asks = KeyId::None;
            return;
        default:
            return;
    }
}

void press_import(Machine& m, ImportPage& page, Key key) {
    if (key.id == KeyId::Row) {
        if (key.index >= 0 && static_cast<std::size_t>(key.index) < page.offers.size())
            page.shown = static_cast<std::size_t>(key.index);
        return;
    }
    if (key.id != KeyId::DoImport || page.shown >= page.offers.size()) return;
    page.is_running = true;
    page.percent = 0;
    page.outcome.clear();
    m.emit(ImportNow{page.offers[page.shown].number});
}

void press_export(Machine& m, ExportPage& page, Key key) {
    if (key.id != KeyId::DoExport || key.index < 0) return;
    page.is_running = true;
    page.outcome.clear();
    m.emit(ExportNow{static_cast<std::size_t>(key.index)});
}

}  // namespace

void take(Machine& m, const OffersFound& what) {
    State& state = m.state;
    const bool had_none = state.offers.empty();
    state.offers = what.offers;
    if (state.offers.size() > offers_max) state.offers.resize(offers_max);
    state.targets = what.targets;
    if (state.targets.size() > offers_max) state.targets.resize(offers_max);
    state.has_new_offers = !state.offers.empty() && (had_none || state.has_new_offers);
    if (auto* page = screen_of<ImportPage>(m); page != nullptr && !page->is_running) {
        page->offers = state.offers;
        page->shown = 0;
        state.has_new_offers = false;
    }
    if (auto* page = screen_of<ExportPage>(m); page != nullptr && !page->is_running)
        page->targets = state.targets;
    // Appears by itself, but only before an operator's eyes.
    if (!shows<OperatorHome>(state) || state.warning || !state.has_new_offers) return;
    state.has_new_offers = false;
    push(m, ImportPage{});
    std::get<ImportPage>(state.screen).offers = state.offers;
}

void take(Machine& m, const ImportProgress& what) {
    if (auto* page = screen_of<ImportPage>(m)) {
        page->percent = std::clamp(what.percent, 0, 100);
        m.state.last_input_ms = m.now();
    }
}

void take(Machine& m, const ImportDone& what) {
    auto* page = screen_of<ImportPage>(m);
    if (page == nullptr) return;
    page->is_running = false;
    page->outcome = what.outcome;
    m.state.last_input_ms = m.now();
}

void take(Machine& m, const ExportDone& what) {
    auto* page = screen_of<ExportPage>(m);
    if (page == nullptr) return;
    page->is_running = false;
    page->outcome = what.outcome;
    m.state.last_input_ms = m.now();
}

void press_page(Machine& m, Key key) {
    if (key.id == KeyId::TryAgain) return m.emit(TryRecovery{static_cast<Part>(key.index)});
    if (key.id == KeyId::OpenClock) return push(m, ClockPage{});
    if (auto* clock = screen_of<ClockPage>(m)) return press_clock(m, *clock, key);
    if (auto* detail = screen_of<Detail>(m)) return press_detail(m, *detail, key);
    if (auto* page = screen_of<PolicyPage>(m)) return press_policy(m, *page, key);
    if (auto* page = screen_of<SettingsPage>(m)) return press_settings(m, *page, key);
    if (auto* page = screen_of<ImportPage>(m)) return press_import(m, *page, key);
    if (auto* page = screen_of<ExportPage>(m)) return press_export(m, *page, key);
}

}  // namespace outpost::session
