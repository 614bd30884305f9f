// Contrast as it reaches the eye, on the painted pixels of every screen: 7:1 for the words of a
// verdict (WCAG AAA), 4.5:1 for all other words whatever their size, 3:1 for signs, bands, the
// edges of keys and the ring of the focus.
#include "assets/shipped_icons.h"
#include "drivers/canvas/cairo_painter.h"
#include "firmware-app/session/step.h"
#include "tests/firmware-app/screens/rendered.h"
#include "tests/firmware-app/screens/sample_states.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>

using namespace outpost;
using namespace outpost::tests;
using screens::Drawn;

namespace {

constexpr double verdict_least = 7.0;
constexpr double text_least = 4.5;
constexpr double sign_least = 3.0;
// The share of a thing's pixels that has to reach the ratio: strokes have soft edges.
constexpr double text_share = 0.15;
constexpr double sign_share = 0.25;
constexpr double edge_share = 0.35;

struct Look {
    const char* name;
    session::Theme theme;
    bool has_contrast;
};
constexpr Look looks[] = {{"light", session::Theme::Light, false},
                          {"dark", session::Theme::Dark, false},
                          {"contrast", session::Theme::Light, true}};

using Picks = std::function<bool(const DrawItem&)>;

// What lies under a veil (the time warning's) is meant not to be read.
std::size_t first_over_veil(const DrawList& list) {
    std::size_t first = 0;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const auto* box = std::get_if<BoxItem>(&list.items[i]);
        if (box != nullptr && box->fill.alpha > 0 && box->box.width >= list.width_px &&
            box->box.height >= list.height_px)
            first = i + 1;
    }
    return first;
}

/// The screen as painted, and as painted without some of its items: what differs are their pixels.
struct Seen {
    CanvasPicture with;
    CanvasPicture without;
};

Seen seen_of(Painter& painter, const DrawList& list, const CanvasPicture& with,
             const Picks& leaves_out) {
    DrawList rest = list;
    const auto first = rest.items.begin() + static_cast<std::ptrdiff_t>(first_over_veil(rest));
    rest.items.erase(std::remove_if(first, rest.items.end(), leaves_out), rest.items.end());
    return {with, painted(painter, rest)};
}

/// The contrast that `share` of the pixels reach which the item changed in its box, against the
/// colour that most of them had without it. Nothing where no pixel changed.
std::optional<double> contrast_in(const Seen& seen, const PixelBox& box, double share) {
    const auto left = static_cast<std::int32_t>(std::max(std::floor(box.x), 0.0));
    const auto top = static_cast<std::int32_t>(std::max(std::floor(box.y), 0.0));
    const auto right =
        std::min(static_cast<std::int32_t>(std::ceil(box.x + box.width)), seen.with.width_px);
    const auto bottom =
        std::min(static_cast<std::int32_t>(std::ceil(box.y + box.height)), seen.with.height_px);
    std::map<std::uint32_t, std::size_t> grounds;
    std::vector<Rgba> inks;
    for (std::int32_t y = top; y < bottom; ++y)
        for (std::int32_t x = left; x < right; ++x) {
            const Rgba now = pixel_of(seen.with, x, y);
            const Rgba before = pixel_of(seen.without, x, y);
            if (now == before) continue;
            inks.push_back(now);
            ++grounds[static_cast<std::uint32_t>(before.red) << 16U |
                      static_cast<std::uint32_t>(before.green) << 8U | before.blue];
        }
    if (inks.empty()) return std::nullopt;
    const auto most =
        std::max_element(grounds.begin(), grounds.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        })->first;
    const Rgba ground{static_cast<std::uint8_t>(most >> 16U), static_cast<std::uint8_t>(most >> 8U),
                      static_cast<std::uint8_t>(most), 255};
    std::vector<double> ratios;
    for (const Rgba ink : inks) ratios.push_back(contrast(ink, ground));
    std::sort(ratios.begin(), ratios.end(), std::greater<>());
    const auto at = static_cast<std::size_t>(share * static_cast<double>(ratios.size()));
    return ratios[std::min(at, ratios.size() - 1)];
}

struct Subject {
    Painter& painter;
    const Drawn& drawn;
    const CanvasPicture& picture;
    const std::vector<session::KeyModel>& keys;
    std::string name;
};

/// What was looked at, and what fell short.
struct Tally {
    std::size_t texts = 0;
    std::size_t signs = 0;
    std::size_t keys = 0;
    std::vector<std::string> faults;

    void judge(const std::string& name, std::optional<double> ratio, double least) {
        if (!ratio)
            faults.push_back(name + " is not to be seen");
        else if (*ratio < least)
            faults.push_back(name + " has " + std::to_string(*ratio) + ":1");
    }
};

bool is_over(const DrawList& list, std::size_t index) {
    return index >= first_over_veil(list);
}

void look_at_texts(const Subject& s, Tally& tally) {
    const Seen seen = seen_of(s.painter, s.drawn.list, s.picture, [](const DrawItem& item) {
        return std::holds_alternative<TextItem>(item);
    });
    for (const auto& text : s.drawn.texts) {
        ++tally.texts;
        tally.judge(s.name + ": " + text.key + " '" + text.text + "'",
                    contrast_in(seen, text.box, text_share),
                    text.is_verdict ? verdict_least : text_least);
    }
}

void look_at_signs(const Subject& s, Tally& tally) {
    const auto is_sign = [](const DrawItem& item) {
        return std::holds_alternative<IconItem>(item) || std::holds_alternative<BandItem>(item);
    };
    const Seen seen = seen_of(s.painter, s.drawn.list, s.picture, is_sign);
    const auto& items = s.drawn.list.items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!is_sign(items[i]) || !is_over(s.drawn.list, i)) continue;
        ++tally.signs;
        const auto* icon = std::get_if<IconItem>(&items[i]);
        const PixelBox box = icon != nullptr ? icon->box : std::get<BandItem>(items[i]).box;
        tally.judge(s.name + ": " + (icon != nullptr ? icon->name : std::string("band")),
                    contrast_in(seen, box, sign_share), sign_least);
    }
}

// A key's edge, or its fill where it has one: either tells where the key is. Keys that cannot be
// pressed now are left out (WCAG 2.2, 1.4.11: inactive components), not so their words.
void look_at_keys(const Subject& s, Tally& tally) {
    const auto is_active = [&](const session::Key& key) {
        return std::any_of(s.keys.begin(), s.keys.end(),
                           [&](const auto& model) { return model.key == key && model.is_enabled; });
    };
    const auto key_box = [&](const DrawItem& item) {
        const auto* box = std::get_if<BoxItem>(&item);
        return box != nullptr && box->outline.alpha > 0 &&
               std::any_of(s.drawn.keys.begin(), s.drawn.keys.end(),
                           [&](const auto& at) { return at.box == box->box && is_active(at.key); });
    };
    const Seen seen = seen_of(s.painter, s.drawn.list, s.picture, key_box);
    const auto& items = s.drawn.list.items;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!key_box(items[i]) || !is_over(s.drawn.list, i)) continue;
        ++tally.keys;
        const auto& key = std::get<BoxItem>(items[i]);
        PixelBox edge = key.box;  // its upper edge, without the round corners
        edge.height = std::max(key.outline_px, 2.0);
        edge.x += edge.width / 4;
        edge.width /= 2;
        tally.judge(s.name + ": edge of a key", contrast_in(seen, edge, edge_share), sign_least);
    }
}

void look_at(Painter& painter, const Drawn& drawn, const std::vector<session::KeyModel>& keys,
             const std::string& name, Tally& tally) {
    const CanvasPicture picture = painted(painter, drawn.list);
    const Subject subject{painter, drawn, picture, keys, name};
    look_at_texts(subject, tally);
    look_at_signs(subject, tally);
    look_at_keys(subject, tally);
}

struct Place {
    const char* panel;
    const char* language;
};

const screens::Panel& panel_of(const std::vector<SamplePanel>& panels, const char* name) {
    for (const auto& panel : panels)
        if (panel.name == name) return panel.panel;
    FAIL("no such panel: " << name);
    return panels.front().panel;
}

session::State in_look(session::State state, const Look& look, const char* language) {
    state.access.contrast = look.has_contrast;
    state.language = language;
    return state;
}

/// Every screen in one size and language; `change` may press or focus a key.
Tally look_at_all(const Look& look, const Place& place,
                  const std::function<void(session::State&, const session::Settings&)>& change) {
    const auto catalogs = shipped_catalogs();
    auto settings = sample_settings(*catalogs);
    settings.theme = look.theme;
    const auto panels = sample_panels();
    const auto& panel = panel_of(panels, place.panel);
    CairoPainter painter(shipped_icon);
    Tally tally;
    for (const auto& sample : sample_states()) {
        auto state = in_look(sample.state, look, place.language);
        change(state, settings);
        const Drawn drawn = screens::draw(state, settings, panel, *catalogs, painter);
        look_at(painter, drawn, session::keys_of(state, settings),
                sample.name + " " + place.panel + " " + place.language + " " + look.name, tally);
    }
    return tally;
}

std::string listed(const std::vector<std::string>& faults) {
    std::string out;
    for (const auto& fault : faults) out += "\n" + fault;
    return out;
}

void check(const Tally& tally) {
    INFO(listed(tally.faults));
    CHECK(tally.faults.empty());
    // A change that leaves nothing to look at must not pass.
    CHECK(tally.texts > 300);
    CHECK(tally.signs > 80);
    CHECK(tally.keys > 150);
}

}  // namespace

TEST_CASE("contrast on the painted pixels: every screen, theme and several sizes") {
    const Look look = GENERATE(from_range(std::begin(looks), std::end(looks)));
    const Place place =
        GENERATE(Place{"800x480", "en"}, Place{"1024x600", "ta"}, Place{"1080x1920", "ar"});
    check(look_at_all(look, place, [](auto&, const auto&) {}));
}

TEST_CASE("contrast on the painted pixels: a key under the finger") {
    const Look look = GENERATE(from_range(std::begin(looks), std::end(looks)));
    check(look_at_all(look, {"800x480", "en"},
                      [](session::State& state, const session::Settings& settings) {
                          for (const auto& key : session::keys_of(state, settings))
                              if (key.is_enabled) state.pressed = key.key;
                      }));
}

TEST_CASE("contrast on the painted pixels: the ring of the focus, on every ground") {
    const Look look = GENERATE(from_range(std::begin(looks), std::end(looks)));
    const auto catalogs = shipped_catalogs();
    auto settings = sample_settings(*catalogs);
    settings.theme = look.theme;
    CairoPainter painter(shipped_icon);
    std::size_t rings = 0;
    for (const auto& sample : sample_states()) {
        auto state = in_look(sample.state, look, "en");
        const auto keys = session::keys_of(state, settings);
        if (keys.empty()) continue;
        state.focus = keys.front().key;
        const screens::Panel panel{1024, 600, 4.63, {}};
        const Drawn drawn = screens::draw(state, settings, panel, *catalogs, painter);
        DrawList bare = drawn.list;
        REQUIRE(bare.items.size() > 2);
        const auto ring = std::get<BoxItem>(bare.items[bare.items.size() - 2]).box;
        bare.items.resize(bare.items.size() - 2);
        const Seen seen{painted(painter, drawn.list), painted(painter, bare)};
        const auto ratio = contrast_in(seen, ring, 0.3);
        ++rings;
        INFO(sample.name << " " << look.name << " " << ratio.value_or(0));
        CHECK((ratio && *ratio >= verdict_least));
    }
    CHECK(rings > 30);
}

TEST_CASE("contrast on the painted pixels: colours too near each other are found") {
    CairoPainter painter(shipped_icon);
    Drawn drawn;
    drawn.list.width_px = 400;
    drawn.list.height_px = 200;
    drawn.list.background = {255, 255, 255, 255};
    const PixelBox box{20, 20, 300, 60};
    const auto faults_with = [&](Rgba ink) {
        drawn.list.items.clear();
        drawn.texts.clear();
        TextItem item;
        item.box = box;
        item.text = "Accepted";
        item.cap_height_px = 30;
        item.ink = ink;
        drawn.list.items.emplace_back(item);
        drawn.list.items.emplace_back(IconItem{{20, 100, 60, 60}, "tick", ink, {}, false});
        // What the list says of its ink is not asked.
        drawn.texts.push_back({"key", item.text, box, {}, {0, 0, 0, 255}, {255, 255, 255, 255}});
        Tally tally;
        look_at(painter, drawn, {}, "made up", tally);
        return tally.faults.size();
    };
    CHECK(faults_with({0, 0, 0, 255}) == 0);
    CHECK(faults_with({128, 128, 128, 255}) == 1);  // 3.9:1: enough for the sign alone
    CHECK(faults_with({180, 180, 180, 255}) == 2);
    CHECK(faults_with({255, 255, 255, 255}) == 2);  // nothing to be seen
    CHECK(faults_with({0, 0, 0, 60}) == 2);
}
