// Contrast as it reaches the eye: measured on the painted pixels, not on what was meant.
#include "assets/shipped_icons.h"
#include "drivers/canvas/cairo_painter.h"
#include "tests/firmware-app/screens/painted.h"
#include "tests/firmware-app/screens/sample_states.h"
#include "tests/firmware-app/screens/wcag.h"

#include <catch2/catch.hpp>

#include <map>
#include <string>
#include <vector>

using namespace outpost;
using namespace outpost::tests;

namespace {

// WCAG 2.2: 1.4.6 (AAA) for verdicts, 1.4.3 (AA) for other text, 1.4.11 for signs.
constexpr double least_for_verdicts = 7.0;
constexpr double least_for_text = 4.5;
constexpr double least_for_signs = 3.0;

/// How often each colour stands in a box, the most frequent first.
class Colours {
  public:
    Colours(const CanvasPicture& canvas, const PixelBox& box) {
        const auto clamp = [](double at, std::int32_t size) {
            return static_cast<std::int32_t>(std::clamp(at, 0.0, static_cast<double>(size)));
        };
        const auto left = clamp(std::floor(box.x), canvas.width_px);
        const auto right = clamp(std::ceil(box.x + box.width), canvas.width_px);
        const auto top = clamp(std::floor(box.y), canvas.height_px);
        const auto bottom = clamp(std::ceil(box.y + box.height), canvas.height_px);
        std::map<std::uint32_t, std::size_t> counts;
        for (auto y = top; y < bottom; ++y)
            for (auto x = left; x < right; ++x) {
                const auto at =
                    static_cast<std::size_t>(y) * static_cast<std::size_t>(canvas.width_px) +
                    static_cast<std::size_t>(x);
                ++counts[canvas.pixels[at]];
                ++all_;
            }
        for (const auto& [colour, count] : counts) sorted_.emplace_back(count, colour);
        std::sort(sorted_.rbegin(), sorted_.rend());
    }

    [[nodiscard]] bool empty() const { return sorted_.empty(); }
    [[nodiscard]] Rgba ground() const { return rgba_of(sorted_.front().second); }
    /// The best contrast with the ground of any colour that fills more than a speck: the inner
    /// parts of strokes. Softened edges lie between the two.
    [[nodiscard]] double best() const {
        const auto speck = std::max<std::size_t>(2, all_ / 2'000);
        double found = 1;
        for (const auto& [count, colour] : sorted_)
            if (count >= speck) found = std::max(found, contrast(rgba_of(colour), ground()));
        return found;
    }

  private:
    static Rgba rgba_of(std::uint32_t pixel) {
        const auto part = [&](unsigned shift) {
            return static_cast<std::uint8_t>(pixel >> shift & 0xFFU);
        };
        return {part(16), part(8), part(0), 255};
    }
    std::vector<std::pair<std::size_t, std::uint32_t>> sorted_;
    std::size_t all_ = 0;
};

struct Look {
    const char* name;
    session::Theme theme;
    bool has_contrast;
};
constexpr Look looks[] = {{"light", session::Theme::Light, false},
                          {"dark", session::Theme::Dark, false},
                          {"contrast", session::Theme::Dark, true},
                          {"light contrast", session::Theme::Light, true}};

struct Found {
    std::size_t texts = 0, signs = 0, verdict_words = 0;
};

/// Where the words are within their box: it may be much larger.
PixelBox words_of(const screens::TextPlace& text) {
    auto box = text.box;
    const double high = std::min(box.height, text.fit.height_px);
    box.y += (box.height - high) / 2;
    box.height = high;
    return box;
}

void check_texts(const std::string& name, const screens::Drawn& drawn, const CanvasPicture& canvas,
                 Found& found) {
    for (const auto& text : drawn.texts) {
        if (text.text.empty()) continue;
        const Colours colours(canvas, words_of(text));
        if (colours.empty()) continue;
        const double least = text.is_verdict ? least_for_verdicts : least_for_text;
        ++found.texts;
        found.verdict_words += text.is_verdict ? 1 : 0;
        if (colours.best() < least)
            FAIL_CHECK(name << ": " << text.key << " '" << text.text << "' has " << colours.best()
                            << " of " << least);
    }
}

/// A later box lies over it: what darkens a screen that waits behind a dialogue, or the dialogue.
bool is_covered(const DrawList& list, std::size_t index, const PixelBox& box) {
    for (std::size_t later = index + 1; later < list.items.size(); ++later) {
        const auto* over = std::get_if<BoxItem>(&list.items[later]);
        if (over != nullptr && over->fill.alpha >= 128 && over->box.x <= box.x &&
            over->box.y <= box.y && over->box.x + over->box.width >= box.x + box.width &&
            over->box.y + over->box.height >= box.y + box.height)
            return true;
    }
    return false;
}

void check_signs(const std::string& name, const screens::Drawn& drawn, const CanvasPicture& canvas,
                 Found& found) {
    const auto& items = drawn.list.items;
    for (std::size_t index = 0; index < items.size(); ++index) {
        const auto* icon = std::get_if<IconItem>(&items[index]);
        if (icon == nullptr || is_covered(drawn.list, index, icon->box)) continue;
        const Colours colours(canvas, icon->box);
        if (colours.empty()) continue;
        ++found.signs;
        if (colours.best() < least_for_signs)
            FAIL_CHECK(name << ": sign " << icon->name << " has " << colours.best() << " of "
                            << least_for_signs);
    }
}

}  // namespace

TEST_CASE("contrast of words and signs as they are painted") {
    const auto catalogs = shipped_catalogs();
    CairoPainter painter(shipped_icon);
    auto settings = sample_settings(*catalogs);
    Found found;
    for (const auto& panel : sample_panels())
        for (const auto& look : looks)
            for (auto sample : sample_states()) {
                settings.theme = look.theme;
                sample.state.access.contrast = look.has_contrast;
                const auto drawn =
                    screens::draw(sample.state, settings, panel.panel, *catalogs, painter);
                const auto canvas = painted(drawn, painter);
                const auto name = sample.name + " " + panel.name + " " + look.name;
                check_texts(name, drawn, canvas, found);
                check_signs(name, drawn, canvas, found);
            }
    CHECK(found.texts > 2'000);
    CHECK(found.signs > 500);
    CHECK(found.verdict_words > 50);
}

TEST_CASE("contrast is measured on pixels: ink that is covered or too pale is found") {
    DrawList list{200, 100, {255, 255, 255, 255}, {}};
    TextItem text;
    text.box = {10, 10, 180, 80};
    text.text = "ACCEPTED";
    text.cap_height_px = 24;
    text.ink = {0, 0, 0, 255};
    CairoPainter painter(shipped_icon);
    const auto best = [&] {
        CanvasPicture canvas;
        painter.paint(list, canvas);
        return Colours(canvas, text.box).best();
    };
    list.items = {text};
    CHECK(best() > 20);
    std::get<TextItem>(list.items[0]).ink = {150, 150, 150, 255};
    CHECK(best() < least_for_text);
    BoxItem cover;
    cover.box = text.box;
    cover.fill = {255, 255, 255, 255};
    list.items = {text, cover};
    CHECK(best() < 1.1);
}
