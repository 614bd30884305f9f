// The keys of a sheet: box, words, icon, how they look pressed, focused, off.
#include "firmware-app/screens/key_face.h"
#include "firmware-app/screens/sheet.h"

#include <algorithm>
#include <array>
#include <utility>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

constexpr double corner_mm = 2;
constexpr double icon_beside_from_mm = 52;  // width of a key that has room for both
constexpr double icon_above_from_mm = 30;   // height likewise

struct KeyColours {
    Rgba fill;
    Rgba ink;
    Rgba outline;
    double outline_mm = 0.6;
};

KeyColours colours_of(const Sheet& sheet, const KeyModel& model) {
    const Palette& palette = sheet.palette();
    const bool is_plain_page = sheet.ground() == palette.page;
    if (sheet.state().pressed == model.key && model.is_enabled) {
        if (!is_plain_page) return {sheet.ink(), sheet.ground(), sheet.ink()};
        return {palette.pressed, palette.pressed_ink, palette.pressed};
    }
    // On a verdict's colour a key takes the colours of the words there.
    if (!is_plain_page) return {sheet.ground(), sheet.ink(), sheet.ink()};
    if (!model.is_enabled) return {palette.page, palette.second, palette.second, 0.2};
    if (model.is_main) return {palette.main, palette.main_ink, palette.main};
    return {palette.page, palette.text, palette.outline};
}

}  // namespace

std::optional<KeyModel> Sheet::take(KeyId id) {
    const auto found = std::find_if(models_.begin(), models_.end(),
                                    [id](const KeyModel& model) { return model.key.id == id; });
    if (found == models_.end()) return std::nullopt;
    const KeyModel out = *found;
    models_.erase(found);
    return out;
}

std::vector<KeyModel> Sheet::take_all(KeyId id) {
    std::vector<KeyModel> out;
    while (const auto model = take(id)) out.push_back(*model);
    return out;
}

std::vector<KeyModel> Sheet::take_rest() {
    return std::exchange(models_, {});
}

void Sheet::place_bare(const KeyModel& model, PixelBox box) {
    drawn_.keys.push_back({model.key, placed(box)});
}

void Sheet::place(const KeyModel& model, PixelBox box) {
    const KeyFace face = key_face(model.key.id);
    place(model, box, words(face.words, {}), face.icon);
}

void Sheet::place(const KeyModel& model, PixelBox box, const Line& label, std::string_view icon) {
    const Rgba ground = ground_;
    const Rgba ink = ink_;
    const KeyColours colours = colours_of(*this, model);
    place_bare(model, box);
    this->box(box, colours.fill, colours.outline, colours.outline_mm, corner_mm);
    set_ground(colours.fill, colours.ink);

    PixelBox inside = inset(box, px(metrics_.is_low ? 1.0 : 1.5));
    if (model.is_toggle) put_toggle(model, inside);
    if (model.is_on && !model.is_toggle) {  // the chosen one of several: a disc
        const double side = px(4);
        const PixelBox place = cut_start(inside, side + px(2));
        this->box({place.x + px(1), place.y + (place.height - side) / 2, side, side}, colours.ink,
                  {0, 0, 0, 0}, 0, 2);
    }
    const bool is_mirrored = key_face(model.key.id).is_icon_mirrored;
    if (!icon.empty() && box.height >= px(icon_above_from_mm)) {
        const PixelBox place = cut_top(inside, inside.height * 0.45);
        const double side = std::min(place.height * 0.85, px(14));
        this->icon(icon, middle(place, side, side), colours.ink, is_mirrored);
    } else if (!icon.empty() && box.width >= px(icon_beside_from_mm) && !model.is_toggle) {
        const double side = std::min(inside.height * 0.7, px(10));
        const PixelBox place = cut_start(inside, side + px(4));
        this->icon(icon, middle(place, side, side), colours.ink, is_mirrored);
    }
    put_label(label, inside);
    set_ground(ground, ink);
}

// Words and a drawn switch say on or off; never a colour alone.
void Sheet::put_toggle(const KeyModel& model, PixelBox& box) {
    const Rgba ink = ink_;
    const bool is_on = model.is_on;
    PixelBox low = cut_bottom(box, box.height * 0.42);
    const double high = std::min(low.height * 0.7, px(6));
    const double wide = high * 1.8;
    PixelBox row = middle(low, std::min(low.width, wide + px(36)), low.height);
    const PixelBox place = cut_start(row, wide + px(2));
    const PixelBox rail{place.x, place.y + (place.height - high) / 2, wide, high};
    this->box(rail, is_on ? ink : Rgba{0, 0, 0, 0}, ink, 0.5, high / 2 / metrics_.px_per_mm);
    const double knob = high * 0.62;
    const double knob_x = is_on ? rail.x + rail.width - knob - high * 0.19 : rail.x + high * 0.19;
    this->box({knob_x, rail.y + (high - knob) / 2, knob, knob}, is_on ? ground_ : ink, {0, 0, 0, 0},
              0, knob / 2 / metrics_.px_per_mm);
    TextLook look = label();
    look.cap_mm = std::min(look.cap_mm, 5.0);
    look.floor_mm = 3.5;
    look.lines = 1;
    put(words(is_on ? "access.on" : "access.off", look), row);
}

// Keys may shrink to 5 mm; below that only when a translation leaves no other way.
void Sheet::put_label(Line label, PixelBox box) {
    label.look.weight = TextWeight::SemiBold;
    label.look.align = TextAlign::Middle;
    label.look.cap_mm = is_public_ ? metrics_.sentence_mm : std::max(metrics_.operator_mm, 5.0);
    label.look.lines = 2;
    constexpr std::array<double, 4> floors_mm{6.2, 5.0, 4.0, 3.2};
    std::size_t at = metrics_.has_large_text ? 0 : 1;
    for (; at < floors_mm.size(); ++at) {
        label.look.floor_mm = floors_mm[at];
        if (!view_.measure.fit(item_of(label, box)).is_cut) break;
    }
    put(label, box);
}

// 1 mm black inside 1 mm white: one of the two shows on every ground.
void Sheet::draw_focus() {
    if (!view_.state.focus) return;
    for (const KeyPlace& key : drawn_.keys) {
        if (key.key != *view_.state.focus) continue;
        PixelBox outer = inset(key.box, -px(2));
        const double right = std::min(outer.x + outer.width, metrics_.width_px);
        const double bottom = std::min(outer.y + outer.height, metrics_.height_px);
        outer.x = std::max(outer.x, 0.0);
        outer.y = std::max(outer.y, 0.0);
        outer.width = right - outer.x;
        outer.height = bottom - outer.y;
        const Rgba none{0, 0, 0, 0};
        drawn_.list.items.emplace_back(
            BoxItem{outer, none, {255, 255, 255, 255}, px(1), px(corner_mm + 2)});
        drawn_.list.items.emplace_back(
            BoxItem{inset(outer, px(1)), none, {0, 0, 0, 255}, px(1), px(corner_mm + 1)});
    }
}

}  // namespace outpost::screens
