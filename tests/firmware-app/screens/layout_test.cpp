// Every screen in every language, size and mode: what stands on it, how large, and where.
#include "assets/shipped_icons.h"
#include "drivers/canvas/cairo_painter.h"
#include "firmware-app/session/step.h"
#include "tests/firmware-app/screens/sample_states.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <tuple>

using namespace outpost;
using namespace outpost::tests;
using screens::Drawn;
using session::KeyId;

namespace {

/// Remembers fits: the same words stand on many screens, and fitting is nearly all of the work.
class Remembering final : public TextMeasure {
  public:
    explicit Remembering(const TextMeasure& inner) : inner_(inner) {}
    [[nodiscard]] TextFit fit(const TextItem& item) const override {
        const Asked asked{item.text,          item.language,
                          item.cap_height_px, item.smallest_cap_height_px,
                          item.lines_max,     static_cast<int>(item.weight),
                          item.box.width,     item.box.height};
        const auto known = known_.find(asked);
        if (known != known_.end()) return known->second;
        return known_.emplace(asked, inner_.fit(item)).first->second;
    }

  private:
    using Asked =
        std::tuple<std::string, std::string, double, double, std::int32_t, int, double, double>;
    const TextMeasure& inner_;
    mutable std::map<Asked, TextFit> known_;
};

struct Mode {
    const char* name;
    bool has_large_text;
    bool has_low_keys;
    bool has_gloves;
};
constexpr Mode modes[] = {{"normal", false, false, false},
                          {"large", true, false, false},
                          {"low", false, true, false},
                          {"gloves", false, false, true}};

struct Case {
    const SampleState& sample;
    const SamplePanel& panel;
    std::string language;
    const Mode& mode;
    const Drawn& drawn;
    const session::Settings& settings;

    [[nodiscard]] std::string name() const {
        return sample.name + " " + panel.name + " " + language + " " + mode.name;
    }
};

void for_each_case(const std::function<void(const Case&)>& look) {
    const auto catalogs = shipped_catalogs();
    auto settings = sample_settings(*catalogs);
    for (const auto& panel : sample_panels())
        for (const auto& language : catalogs->languages()) {
            CairoPainter painter(shipped_icon);
            const Remembering measure(painter);
            for (const Mode& mode : modes)
                for (auto sample : sample_states()) {
                    settings.gloves = mode.has_gloves;
                    sample.state.language = language.tag;
                    sample.state.access.large_text = mode.has_large_text;
                    sample.state.access.lower_keys = mode.has_low_keys;
                    if (auto* queue = std::get_if<session::Queue>(&sample.state.screen)) {
                        const auto fits = static_cast<std::size_t>(
                            screens::queue_rows_that_fit(panel.panel, mode.has_large_text));
                        auto& rows = queue->page.rows;
                        rows.resize(std::min(rows.size(), fits));
                    }

                    const Drawn drawn =
                        screens::draw(sample.state, settings, panel.panel, *catalogs, measure);
                    look({sample, panel, language.tag, mode, drawn, settings});
                }
        }
}

bool overlap(const PixelBox& a, const PixelBox& b) {
    constexpr double touch = 0.5;
    return a.x + touch < b.x + b.width && b.x + touch < a.x + a.width &&
           a.y + touch < b.y + b.height && b.y + touch < a.y + a.height;
}

bool is_inside(const PixelBox& box, const screens::Panel& panel) {
    constexpr double touch = 0.5;
    return box.x >= -touch && box.y >= -touch && box.x + box.width <= panel.width_px + touch &&
           box.y + box.height <= panel.height_px + touch;
}

/// The least side of a key, as the design has it; operator pages of 7" panels have smaller ones.
double least_height_mm(const Case& c, KeyId id) {
    const bool is_low = c.panel.panel.height_px / c.panel.panel.px_per_mm < 100;
    if (id == KeyId::StatusLine) return 7;
    if (id == KeyId::Row) return 14;
    if (c.sample.is_public) return c.mode.has_gloves ? 24 : 20;
    if (id == KeyId::Letter) return is_low ? 14 : 15;
    return is_low ? 12 : 20;
}

void report(std::size_t& faults, const std::string& text) {
    constexpr std::size_t shown_max = 3000;
    if (++faults <= shown_max) FAIL_CHECK(text);
}

void check_keys(const Case& c, std::size_t& faults) {
    for (const auto& model : session::keys_of(c.sample.state, c.settings)) {
        const auto count = std::count_if(c.drawn.keys.begin(), c.drawn.keys.end(),
                                         [&](const auto& at) { return at.key == model.key; });
        if (count != 1)
            report(faults, c.name() + ": places of key " +
                               std::to_string(static_cast<int>(model.key.id)) + ": " +
                               std::to_string(count));
    }
    const auto& keys = c.drawn.keys;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto& place = keys[i];
        const std::string name =
            c.name() + ": key " + std::to_string(static_cast<int>(place.key.id));
        if (!is_inside(place.box, c.panel.panel)) report(faults, name + " leaves the panel");
        const double high = place.box.height / c.panel.panel.px_per_mm;
        const double wide = place.box.width / c.panel.panel.px_per_mm;
        if (high + 0.05 < least_height_mm(c, place.key.id) || wide + 0.05 < 18)
            report(faults,
                   name + " is " + std::to_string(wide) + " x " + std::to_string(high) + " mm");
        for (std::size_t j = i + 1; j < keys.size(); ++j)
            if (overlap(place.box, keys[j].box))
                report(faults,
                       name + " overlaps key " + std::to_string(static_cast<int>(keys[j].key.id)));
    }
}

void check_texts(const Case& c, std::size_t& faults) {
    for (const auto& text : c.drawn.texts) {
        const std::string name = c.name() + ": " + text.key + " '" + text.text + "'";
        if (text.fit.is_cut) report(faults, name + " is cut");
        if (!text.fit.has_all_glyphs) report(faults, name + " lacks glyphs");
        if (!is_inside(text.box, c.panel.panel)) report(faults, name + " leaves the panel");
        if (text.fit.height_px > text.box.height * 1.3 + 1)
            report(faults, name + " is " + std::to_string(text.fit.height_px) + " px high in " +
                               std::to_string(text.box.height));
    }
}

const std::set<std::string> sentences{"attract.hold",
                                      "scan.title",
                                      "scan.reading",
                                      "scan.failed_help",
                                      "hint.left",
                                      "hint.glare",
                                      "scan.other_help",
                                      "parts.progress",
                                      "parts.percent",
                                      "confirm.title",
                                      "confirm.what",
                                      "verdict.see_staff",
                                      "verdict.accepted_go",
                                      "verdict.accepted_id",
                                      "verdict.rejected_sub",
                                      "verdict.unknown_sub",
                                      "verdict.not_accepted_sub",
                                      "print.take",
                                      "print.safe",
                                      "print.making",
                                      "print.printing",
                                      "oos.title",
                                      "oos.other",
                                      "time.more",
                                      "time.left"};

double height_mm(const Case& c) {
    return c.panel.panel.height_px / c.panel.panel.px_per_mm;
}

bool is_long_script(const Case& c) {
    return c.language == "ta" || c.language == "si";
}

/// Where a long translation shrinks rather than be cut, because the panel has no more room: 0.7
/// degrees at 0.6 m are then 0.7 degrees at arm's length. Every other sentence keeps its size.
bool may_shrink(const Case& c, const std::string& key) {
    const bool is_of_verdict = key.starts_with("verdict.");
    if (height_mm(c) >= 150) return false;
    if (height_mm(c) >= 100) return is_long_script(c) && (is_of_verdict || key == "print.take");
    static const std::set<std::string> beside_verdicts{
        "confirm.what", "oos.other",        "parts.percent",  "print.safe",
        "print.take",   "scan.failed_help", "scan.other_help"};
    return is_of_verdict || beside_verdicts.count(key) > 0;
}

/// And how far. Keys for gloves take a twentieth more of a low panel.
double least_sentence_mm(const Case& c) {
    const double glove = c.mode.has_gloves && is_long_script(c) ? 0.93 : 1.0;
    if (height_mm(c) < 100) return glove * (is_long_script(c) ? 4.4 : 5.0);
    return height_mm(c) < 150 && is_long_script(c) ? glove * 6.2 : 7.33;
}

double least_headline_mm(const Case& c) {
    return height_mm(c) < 100 && is_long_script(c) ? 7.2 : 9.0;
}

/// Capitals of 0.7 degrees at 0.6 m; headlines that are read from afar.
void check_sizes(const Case& c, std::set<std::string>& seen, std::size_t& faults) {
    const bool is_verdict = std::holds_alternative<session::VerdictShown>(c.sample.state.screen);
    bool has_headline = false;
    for (const auto& text : c.drawn.texts) {
        const double cap_mm = text.fit.cap_height_px / c.panel.panel.px_per_mm;
        const std::string name = c.name() + ": " + text.key + " " + std::to_string(cap_mm) + " mm";
        if (sentences.count(text.key) > 0) {
            seen.insert(text.key);
            if (cap_mm + 0.05 < least_sentence_mm(c)) report(faults, name);
            if (cap_mm + 0.05 < 7.33 && !may_shrink(c, text.key)) report(faults, name);
        }
        if (!is_verdict || (text.key != "verdict.accepted" && text.key != "verdict.not_accepted" &&
                            text.key != "verdict.rejected" && text.key != "verdict.unknown"))
            continue;
        has_headline = true;
        if (cap_mm + 0.05 < least_headline_mm(c)) report(faults, name);
    }
    if (is_verdict && !has_headline) report(faults, c.name() + ": no headline");
}

void check_privacy(const Case& c, std::size_t& faults) {
    const auto* shown = std::get_if<session::VerdictShown>(&c.sample.state.screen);
    if (shown == nullptr) return;
    const bool has_personal =
        std::any_of(c.drawn.texts.begin(), c.drawn.texts.end(), [](const auto& text) {
            return text.is_personal || text.text.find("A. K.") != std::string::npos;
        });
    const bool may = shown->verdict == policy::Verdict::Accepted && !shown->names_differ &&
                     !shown->identity_name.empty();
    if (has_personal != may) report(faults, c.name() + ": personal text");
}

void check_preview(const Case& c, std::size_t& faults) {
    for (const auto& item : c.drawn.list.items)
        if (const auto* preview = std::get_if<PreviewItem>(&item))
            if (preview->box.height + 1 < 38 * c.panel.panel.px_per_mm)
                report(faults,
                       c.name() + ": preview of " + std::to_string(preview->box.height) + " px");
    if (!c.mode.has_low_keys || !std::holds_alternative<session::Scan>(c.sample.state.screen))
        return;
    for (const auto& place : c.drawn.keys)
        if (place.key.id != KeyId::StatusLine && place.box.y < c.panel.panel.height_px * 0.75)
            report(faults, c.name() + ": a key above the lowest quarter");
}

}  // namespace

TEST_CASE("every screen in every language, size and mode") {
    std::size_t faults = 0;
    std::size_t cases = 0;
    std::set<std::string> seen;
    for_each_case([&](const Case& c) {
        ++cases;
        check_keys(c, faults);
        check_texts(c, faults);
        check_sizes(c, seen, faults);
        check_privacy(c, faults);
        check_preview(c, faults);
    });
    CHECK(faults == 0);
    CHECK(seen == sentences);
    CHECK(cases >= sample_states().size() * sample_panels().size() * std::size(modes));
}

TEST_CASE("a language that is written from the right mirrors the layout, not the picture") {
    const auto catalogs = shipped_catalogs();
    CairoPainter painter(shipped_icon);
    const auto settings = sample_settings(*catalogs);
    auto samples = sample_states();
    const auto found = std::find_if(samples.begin(), samples.end(),
                                    [](const auto& s) { return s.name == "scan-reading"; });
    REQUIRE(found != samples.end());
    const screens::Panel panel{1024, 600, 4.63, {}};
    const auto draw = [&](const char* language) {
        found->state.language = language;
        return screens::draw(found->state, settings, panel, *catalogs, painter);
    };
    const Drawn english = draw("en");
    const Drawn arabic = draw("ar");
    const auto place_of = [](const Drawn& drawn, KeyId id) {
        for (const auto& place : drawn.keys)
            if (place.key.id == id) return place.box;
        return PixelBox{};
    };
    const PixelBox left = place_of(english, KeyId::Help);
    const PixelBox right = place_of(arabic, KeyId::Help);
    CHECK(left.x > panel.width_px / 2.0);
    CHECK(right.x + right.width < panel.width_px / 2.0);
    const auto arrow_of = [](const Drawn& drawn) {
        for (const auto& item : drawn.list.items)
            if (const auto* icon = std::get_if<IconItem>(&item); icon && icon->name == "hint-left")
                return icon->is_mirrored;
        return false;
    };
    CHECK_FALSE(arrow_of(arabic));
}

TEST_CASE("outlines follow a mirrored camera and one that is not") {
    const auto catalogs = shipped_catalogs();
    CairoPainter painter(shipped_icon);
    const auto settings = sample_settings(*catalogs);
    session::State state;
    state.screen = session::Scan{};
    state.camera_width_px = 640;
    state.camera_height_px = 480;
    session::Outline outline;
    outline.corners = {{{0, 0}, {160, 0}, {160, 120}, {0, 120}}};
    state.outlines.push_back(outline);
    for (const bool is_mirrored : {true, false}) {
        screens::Panel panel{800, 480, 5.25, {}, is_mirrored};
        const Drawn drawn = screens::draw(state, settings, panel, *catalogs, painter);
        PixelBox box;
        const LineItem* line = nullptr;
        for (const auto& item : drawn.list.items) {
            if (const auto* preview = std::get_if<PreviewItem>(&item)) {
                box = preview->box;
                CHECK(preview->is_mirrored == is_mirrored);
            }
            if (const auto* found = std::get_if<LineItem>(&item); found && found->is_closed)
                line = found;
        }
        REQUIRE(line != nullptr);
        REQUIRE(line->points.size() == 4);
        const double x = is_mirrored ? box.x + box.width : box.x;
        CHECK(std::abs(line->points[0].x_px - x) <= 1);
        CHECK(std::abs(line->points[0].y_px - box.y) <= 1);
        const double inner = is_mirrored ? x - box.width / 4 : x + box.width / 4;
        CHECK(std::abs(line->points[1].x_px - inner) <= 1);
    }
}

TEST_CASE("a finger between two keys finds the nearer one; far from all it finds none") {
    Drawn drawn;
    drawn.reach_px = 16;
    drawn.keys = {{{KeyId::No, 0}, {0, 0, 100, 100}}, {{KeyId::Yes, 0}, {116, 0, 100, 100}}};
    CHECK(screens::key_at(drawn, 50, 50)->id == KeyId::No);
    CHECK(screens::key_at(drawn, 106, 50)->id == KeyId::No);
    CHECK(screens::key_at(drawn, 112, 50)->id == KeyId::Yes);
    CHECK(screens::key_at(drawn, 230, 50)->id == KeyId::Yes);
    CHECK_FALSE(screens::key_at(drawn, 233, 50).has_value());
    CHECK_FALSE(screens::key_at(drawn, 50, 117).has_value());
}

TEST_CASE("attract greets in turns, moves against burn-in, and stands still on request") {
    const auto catalogs = shipped_catalogs();
    CairoPainter painter(shipped_icon);
    auto settings = sample_settings(*catalogs);
    session::State state;
    state.screen = session::Attract{};
    const screens::Panel panel{1920, 1080, 5.56, {}};
    const auto at = [&](std::int64_t ms) {
        state.now_ms = ms;
        return screens::draw(state, settings, panel, *catalogs, painter);
    };
    const auto greeting = [](const Drawn& drawn) {
        for (const auto& text : drawn.texts)
            if (text.key == "attract.hold") return text.text;
        return std::string{};
    };
    CHECK(greeting(at(0)) == greeting(at(3'999)));
    CHECK(greeting(at(0)) != greeting(at(4'000)));
    CHECK(at(0).redraw_at_ms == 1'500);
    CHECK(at(3'100).redraw_at_ms == 4'000);
    const auto picture = [](const Drawn& drawn) {
        for (const auto& item : drawn.list.items)
            if (const auto* icon = std::get_if<IconItem>(&item);
                icon && icon->name.starts_with("hand-"))
                return *icon;
        return IconItem{};
    };
    CHECK(picture(at(0)).name != picture(at(1'500)).name);
    CHECK(picture(at(60'000)).box.x == Approx(picture(at(0)).box.x + 2));
    settings.reduced_motion = true;
    CHECK(picture(at(0)).name == picture(at(1'500)).name);
}
