// From the state to a drawing: which screen, and what lies over it.
#include "firmware-app/screens/pages.h"
#include "firmware-app/screens/screens.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace outpost::screens {
namespace {

struct IsPublic {
    bool operator()(const session::Detail&) const { return false; }
    bool operator()(const session::Queue&) const { return false; }
    bool operator()(const session::Reprint&) const { return false; }
    bool operator()(const session::OperatorHome&) const { return false; }
    bool operator()(const session::HealthPage&) const { return false; }
    bool operator()(const session::ClockPage&) const { return false; }
    bool operator()(const session::StatisticsPage&) const { return false; }
    bool operator()(const session::SettingsPage&) const { return false; }
    bool operator()(const session::PolicyPage&) const { return false; }
    bool operator()(const session::ImportPage&) const { return false; }
    bool operator()(const session::ExportPage&) const { return false; }
    template <class T>
    bool operator()(const T&) const {
        return true;
    }
};

Drawn draw_screen(const View& view) {
    Sheet sheet(view, std::visit(IsPublic{}, view.state.screen));
    std::visit([&](const auto& screen) { lay_out(sheet, screen); }, view.state.screen);
    return sheet.finish();
}

// S22: the screen below is seen, darkened, but can neither be pressed nor read aloud.
Drawn draw_with_warning(const View& view) {
    session::State below_state = view.state;
    const session::TimeWarning warning = *view.state.warning;
    below_state.warning.reset();
    below_state.focus.reset();
    const View below_view{below_state,   view.settings, view.panel,
                          view.messages, view.catalogs, view.measure};
    Drawn below = draw_screen(below_view);
    Sheet sheet(view, true);
    lay_out_warning(sheet, warning);
    Drawn out = sheet.finish();
    out.list.background = below.list.background;
    auto items = std::move(below.list.items);
    std::move(out.list.items.begin(), out.list.items.end(), std::back_inserter(items));
    out.list.items = std::move(items);
    return out;
}

Drawn draw_view(const View& view) {
    return view.state.warning ? draw_with_warning(view) : draw_screen(view);
}

double distance(const PixelBox& box, double x, double y) {
    const double dx = std::max({box.x - x, x - (box.x + box.width), 0.0});
    const double dy = std::max({box.y - y, y - (box.y + box.height), 0.0});
    return dx * dx + dy * dy;
}

}  // namespace

Drawn draw(const session::State& state, const session::Settings& settings, const Panel& panel,
           const Messages& messages, const TextMeasure& measure) {
    return draw_view({state, settings, panel, messages, nullptr, measure});
}

Drawn draw(const session::State& state, const session::Settings& settings, const Panel& panel,
           const MessageCatalogs& catalogs, const TextMeasure& measure) {
    return draw_view(
        {state, settings, panel, catalogs.messages(state.language), &catalogs, measure});
}

std::optional<session::Key> key_at(const Drawn& drawn, double x_px, double y_px) {
    const KeyPlace* nearest = nullptr;
    double nearest_distance = drawn.reach_px * drawn.reach_px;
    for (const KeyPlace& place : drawn.keys) {
        const double away = distance(place.box, x_px, y_px);
        if (away > nearest_distance || (nearest != nullptr && away == nearest_distance)) continue;
        nearest = &place;
        nearest_distance = away;
    }
    if (nearest == nullptr) return std::nullopt;
    return nearest->key;
}

}  // namespace outpost::screens
