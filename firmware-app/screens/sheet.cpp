// Words, shapes and ground of a sheet; its keys are in sheet_keys.cpp.
#include "firmware-app/screens/sheet.h"

#include "firmware-app/session/step.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace outpost::screens {
namespace {

constexpr double stack_gap_mm = 1.0;
constexpr std::array<double, 5> last_floors_mm{6.2, 5.0, 3.9, 2.6, 2.2};
constexpr std::size_t public_floors = 4;  // 2.2: 0.3 degrees at arm's length, for operators alone
constexpr double reach_mm = 3.0;          // around a key

}  // namespace

PixelBox inset(PixelBox box, double px) {
    return {box.x + px, box.y + px, std::max(box.width - 2 * px, 0.0),
            std::max(box.height - 2 * px, 0.0)};
}

PixelBox cut_top(PixelBox& box, double px) {
    px = std::clamp(px, 0.0, box.height);
    const PixelBox out{box.x, box.y, box.width, px};
    box.y += px;
    box.height -= px;
    return out;
}

PixelBox cut_bottom(PixelBox& box, double px) {
    px = std::clamp(px, 0.0, box.height);
    box.height -= px;
    return {box.x, box.y + box.height, box.width, px};
}

PixelBox cut_start(PixelBox& box, double px) {
    px = std::clamp(px, 0.0, box.width);
    const PixelBox out{box.x, box.y, px, box.height};
    box.x += px;
    box.width -= px;
    return out;
}

PixelBox cut_end(PixelBox& box, double px) {
    px = std::clamp(px, 0.0, box.width);
    box.width -= px;
    return {box.x + box.width, box.y, px, box.height};
}

PixelBox middle(PixelBox box, double width_px, double height_px) {
    return {box.x + (box.width - width_px) / 2, box.y + (box.height - height_px) / 2, width_px,
            height_px};
}

Sheet::Sheet(const View& view, bool is_public)
    : view_(view),
      metrics_(metrics_of(view.panel, view.settings, view.state.access)),
      palette_(palette_of(view.settings.theme, view.state.access.contrast)),
      is_public_(is_public),
      is_rtl_(view.messages.language().right_to_left),
      ground_(palette_.page),
      ink_(palette_.text),
      models_(session::keys_of(view.state, view.settings)) {
    drawn_.list.width_px = view.panel.width_px;
    drawn_.list.height_px = view.panel.height_px;
    drawn_.list.background = palette_.page;
    drawn_.reach_px = px(reach_mm);
}

PixelBox Sheet::placed(PixelBox box) const {
    if (is_rtl_) box.x = metrics_.width_px - box.x - box.width;
    return box;
}

Line Sheet::words(std::string_view key, const TextLook& look,
                  std::initializer_list<Filling> values) const {
    const auto& language = view_.messages.language();
    return {std::string(key), fill(view_.messages.text(key), values), look, language.tag,
            language.right_to_left};
}

Line Sheet::counted(std::string_view key, const TextLook& look, std::int64_t count,
                    std::string_view name) const {
    const auto& language = view_.messages.language();
    const std::string number = std::to_string(count);
    return {std::string(key), fill(view_.messages.plural(key, count), {{name, number}}), look,
            language.tag, language.right_to_left};
}

Line Sheet::data(std::string_view text, const TextLook& look) const {
    const auto& language = view_.messages.language();
    // Isolated: a text from outside keeps its own direction and leaves the page's alone.
    std::string isolated = text.empty() ? std::string{} : fill("{text}", {{"text", text}});
    return {"", std::move(isolated), look, language.tag, language.right_to_left};
}

TextItem Sheet::item_of(const Line& line, PixelBox box) const {
    TextItem item;
    item.box = placed(box);
    item.text = line.text;
    item.language = line.language;
    item.cap_height_px = px(line.look.cap_mm);
    const double floor_mm = line.look.floor_mm > 0 ? line.look.floor_mm : line.look.cap_mm;
    item.smallest_cap_height_px = px(std::min(floor_mm, line.look.cap_mm));
    item.lines_max = line.look.lines;
    item.weight = line.look.weight;
    item.align = line.look.align;
    // A language's own name on a page of the other direction keeps to the page's side.
    if (line.right_to_left != is_rtl_ && item.align != TextAlign::Middle)
        item.align = item.align == TextAlign::Start ? TextAlign::End : TextAlign::Start;
    item.right_to_left = line.right_to_left;
    item.ink = line.look.ink.value_or(ink_);
    return item;
}

double Sheet::height_of(const Line& line, double width_px) const {
    if (line.text.empty()) return 0;
    return view_.measure.fit(item_of(line, {0, 0, width_px, metrics_.height_px})).height_px;
}

double Sheet::width_of(const Line& line) const {
    constexpr double endless = 100'000;
    return view_.measure.fit(item_of(line, {0, 0, endless, metrics_.height_px})).width_px;
}

bool Sheet::fits(const Line& line, PixelBox box) const {
    return !view_.measure.fit(item_of(line, box)).is_cut;
}

TextFit Sheet::put(const Line& line, PixelBox box) {
    if (line.text.empty()) return {};
    auto item = item_of(line, box);
    TextPlace place;
    place.key = line.key;
    place.text = line.text;
    place.box = item.box;
    place.fit = view_.measure.fit(item);
    // A long translation on a small panel: smaller is better than cut.
    const std::span floors(last_floors_mm);
    for (const double floor_mm : floors.first(is_public_ ? public_floors : floors.size())) {
        if (!place.fit.is_cut) break;
        if (px(floor_mm) >= item.smallest_cap_height_px) continue;
        item.smallest_cap_height_px = px(floor_mm);
        place.fit = view_.measure.fit(item);
    }
    place.ink = item.ink;
    place.ground = ground_;
    place.is_public = is_public_;
    place.is_personal = line.look.is_personal;
    place.is_verdict = line.look.is_verdict;
    drawn_.list.items.emplace_back(std::move(item));
    drawn_.texts.push_back(place);
    return place.fit;
}

double Sheet::stack_height(const std::vector<Line>& lines, double width_px) const {
    double sum = 0;
    for (const Line& line : lines) {
        if (line.text.empty()) continue;
        sum += (sum > 0 ? px(stack_gap_mm) : 0) + height_of(line, width_px);
    }
    return sum;
}

void Sheet::stack(const std::vector<Line>& lines, PixelBox box, bool is_middle_high) {
    std::vector<double> heights;
    double sum = 0;
    for (const Line& line : lines) {
        heights.push_back(height_of(line, box.width));
        sum += heights.back();
    }
    const auto count = static_cast<double>(
        std::count_if(lines.begin(), lines.end(), [](const Line& x) { return !x.text.empty(); }));
    double gap = count > 1 ? px(stack_gap_mm) : 0;
    double scale = 1;
    if (sum + gap * (count - 1) > box.height) {
        gap = count > 1 ? std::clamp((box.height - sum) / (count - 1), 0.0, gap) : 0;
        if (sum > box.height) scale = box.height / sum;
    }
    double y = box.y;
    if (is_middle_high) y += std::max((box.height - sum - gap * (count - 1)) / 2, 0.0);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].text.empty()) continue;
        // Half a pixel more than measured: rounding must not make a line too many.
        put(lines[i], {box.x, y, box.width, heights[i] * scale + (scale < 1 ? 0 : 0.5)});
        y += heights[i] * scale + gap;
    }
}

TextLook Sheet::title() const {
    TextLook look;
    look.cap_mm = metrics_.title_mm;
    look.floor_mm = metrics_.sentence_floor_mm;
    look.lines = 4;
    look.weight = TextWeight::Bold;
    return look;
}

TextLook Sheet::sentence() const {
    TextLook look;
    look.cap_mm = metrics_.sentence_mm;
    look.floor_mm = metrics_.sentence_floor_mm;
    look.lines = 4;
    return look;
}

TextLook Sheet::label() const {
    TextLook look;
    look.cap_mm = metrics_.label_mm;
    look.floor_mm = metrics_.has_large_text ? 5.0 : 3.5;
    look.weight = TextWeight::Normal;
    look.lines = 2;
    return look;
}

TextLook Sheet::operator_text() const {
    TextLook look;
    look.cap_mm = metrics_.operator_mm;
    look.floor_mm = metrics_.has_large_text ? 3.5 : 2.8;
    look.weight = TextWeight::Normal;
    look.lines = 2;
    return look;
}

void Sheet::set_ground(Rgba ground, Rgba ink) {
    ground_ = ground;
    ink_ = ink;
}

void Sheet::paint_page(Rgba ground, Rgba ink) {
    set_ground(ground, ink);
    drawn_.list.background = ground;
}

void Sheet::box(PixelBox box, Rgba fill, Rgba outline, double outline_mm, double corner_mm) {
    drawn_.list.items.emplace_back(
        BoxItem{placed(box), fill, outline, px(outline_mm), px(corner_mm)});
}

void Sheet::icon(std::string_view name, PixelBox box, Rgba ink, bool is_mirrored) {
    std::string drawing(name);
    // The Arabic question mark opens to the other side; other signs are read the same everywhere.
    if (name == "verdict-unknown" && view_.messages.language().tag == "ar") drawing += "-ar";
    drawn_.list.items.emplace_back(
        IconItem{placed(box), std::move(drawing), ink, ground_, is_mirrored && is_rtl_});
}

// On a light page the colour lies within the same shape in ink: 0.5 mm of it show all around.
void Sheet::chip(session::Level level, PixelBox box) {
    const std::string name(chip_icon(level));
    const Rgba colour = chip_colour(palette_, level);
    auto& items = drawn_.list.items;
    if (!palette_.is_light) {
        items.emplace_back(IconItem{placed(box), name, colour, ground_, false});
        return;
    }
    items.emplace_back(IconItem{placed(box), name, ink_, ink_, false});
    items.emplace_back(IconItem{inset(placed(box), px(0.5)), name, colour, ink_, false});
}

void Sheet::band(PixelBox box, BandPattern pattern, double pitch_px, Rgba ink) {
    drawn_.list.items.emplace_back(BandItem{placed(box), pattern, pitch_px, ink});
}

PixelBox Sheet::preview(PixelBox box) {
    drawn_.list.items.emplace_back(PreviewItem{placed(box), view_.panel.is_camera_mirrored});
    return placed(box);
}

void Sheet::bar(PixelBox box, double share, Rgba ink) {
    this->box(box, {0, 0, 0, 0}, ink, 0.4, 1);
    PixelBox full = inset(box, px(0.4));
    full.width *= std::clamp(share, 0.0, 1.0);
    if (full.width > 1) this->box(full, ink, {0, 0, 0, 0}, 0, 0.6);
}

void Sheet::redraw_at(std::int64_t ms) {
    if (drawn_.redraw_at_ms == 0 || ms < drawn_.redraw_at_ms) drawn_.redraw_at_ms = ms;
}

Drawn Sheet::finish() {
    draw_focus();
    return std::move(drawn_);
}

}  // namespace outpost::screens
