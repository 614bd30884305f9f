// The staff PIN: dots only, the same picture for a wrong PIN and for nobody's.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

void put_dots(Sheet& sheet, const session::Pin& screen, PixelBox row) {
    const auto least = static_cast<std::size_t>(std::max(sheet.settings().pin_digits_min, 1));
    constexpr std::size_t dots_max = 12;
    const std::size_t count = std::min(std::max(least, screen.digits), dots_max);
    const double step = std::min(row.width / static_cast<double>(count), sheet.px(9));
    const double side = std::min(step * 0.62, row.height);
    double x = row.x;
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_typed = i < screen.digits;
        const double high = is_typed ? side : sheet.px(0.8);
        const Rgba none{0, 0, 0, 0};
        sheet.box({x, row.y + (row.height - high) / 2, side, high}, sheet.ink(), none, 0,
                  is_typed ? side / 2 / sheet.metrics().px_per_mm : 0);
        x += step;
    }
}

std::vector<Line> words_of(Sheet& sheet, const session::Pin& screen) {
    TextLook look = sheet.label();
    look.lines = 4;
    look.cap_mm = std::max(look.cap_mm, 5.0);
    look.weight = TextWeight::SemiBold;
    std::vector<Line> out{sheet.words("pin.title", sheet.title())};
    const std::int64_t left = screen.locked_until_ms - sheet.state().now_ms;
    if (left > 0) {
        look.ink = sheet.palette().alert;
        sheet.redraw_at(sheet.state().now_ms + (left - 1) % 1'000 + 1);
        out.push_back(sheet.words("pin.locked", look, {{"time", countdown_text(left)}}));
    } else if (screen.was_wrong) {
        look.ink = sheet.palette().alert;
        out.push_back(sheet.words("pin.wrong", look,
                                  {{"n", std::to_string(std::max(screen.tries_left, 0))}}));
    }
    return out;
}

struct Pad {
    std::optional<KeyModel> ok;
    std::optional<KeyModel> erase;
    std::optional<KeyModel> cancel;
    std::vector<KeyModel> digits;  // 1 to 9, 0
};

Pad take_pad(Sheet& sheet) {
    Pad pad;
    pad.ok = sheet.take(KeyId::PinOk);
    pad.erase = sheet.take(KeyId::DeleteDigit);
    pad.cancel = sheet.take(KeyId::Cancel);
    pad.digits = sheet.take_all(KeyId::Digit);
    return pad;
}

void put_key(Sheet& sheet, const std::optional<KeyModel>& model, PixelBox box) {
    if (!model) return;
    if (model->key.id == KeyId::Digit)
        sheet.place(*model, box, sheet.data(std::to_string(model->key.index), {}));
    else
        sheet.place(*model, box);
}

const KeyModel* digit_of(const Pad& pad, std::int32_t digit) {
    for (const KeyModel& model : pad.digits)
        if (model.key.index == digit) return &model;
    return nullptr;
}

// 1 2 3 <- / 4 5 6 0 / 7 8 9 OK: three rows, so that keys of 22 mm fit a 7" panel.
void put_wide_pad(Sheet& sheet, const Pad& pad, PixelBox box) {
    const auto boxes = grid_boxes(sheet.metrics(), box, 12, 4, box.height);
    constexpr std::int32_t order[12] = {1, 2, 3, -1, 4, 5, 6, 0, 7, 8, 9, -2};
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (order[i] == -1) put_key(sheet, pad.erase, boxes[i]);
        if (order[i] == -2) put_key(sheet, pad.ok, boxes[i]);
        if (order[i] < 0) continue;
        if (const auto* model = digit_of(pad, order[i]); model != nullptr)
            put_key(sheet, *model, boxes[i]);
    }
}

void put_tall_pad(Sheet& sheet, const Pad& pad, PixelBox box) {
    const Metrics& m = sheet.metrics();
    const PixelBox last = cut_bottom(box, key_row_px(m));
    cut_bottom(box, m.px(m.gap_mm));
    const auto boxes = grid_boxes(m, box, 12, 3, box.height);
    constexpr std::int32_t order[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, -1, 0, -2};
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (order[i] == -1) put_key(sheet, pad.erase, boxes[i]);
        if (order[i] == -2) put_key(sheet, pad.ok, boxes[i]);
        if (order[i] < 0) continue;
        if (const auto* model = digit_of(pad, order[i]); model != nullptr)
            put_key(sheet, *model, boxes[i]);
    }
    put_key(sheet, pad.cancel, last);
}

}  // namespace

void lay_out(Sheet& sheet, const session::Pin& screen) {
    const Metrics& m = sheet.metrics();
    const Pad pad = take_pad(sheet);
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    if (m.is_portrait) {
        const double high = 5 * key_row_px(m) + 4 * m.px(m.gap_mm);
        put_tall_pad(sheet, pad, cut_bottom(body, high));
        cut_bottom(body, m.px(m.gap_mm));
        put_dots(sheet, screen, cut_bottom(body, m.px(12)));
        sheet.stack(words_of(sheet, screen), body, false);
        return;
    }
    const double key_px = m.px(std::clamp(m.height_px / m.px_per_mm * 0.2, 22.0, 28.0));
    const double gap = m.px(m.gap_mm);
    const double high = std::min(3 * key_px + 2 * gap, body.height);
    const double wide = std::min(4 * key_px * 1.05 + 3 * gap, body.width * 0.62);
    // The pad stays low: within reach, and at the same place on every panel.
    PixelBox start = cut_start(body, wide);
    put_wide_pad(sheet, pad,
                 cut_bottom(start, m.is_low ? std::min(start.height, high * 1.15) : high));
    cut_start(body, m.px(m.is_low ? 4 : 10));
    PixelBox cancel = cut_bottom(body, m.px(m.key_mm + 2));
    cancel.width = std::min(cancel.width, m.px(70));
    put_key(sheet, pad.cancel, cancel);
    cut_bottom(body, gap);
    if (!m.is_low) cut_top(body, std::max(body.height - high, 0.0) * 0.8);
    PixelBox dots = cut_bottom(body, m.px(10));
    put_dots(sheet, screen, dots);
    sheet.stack(words_of(sheet, screen), body, false);
}

}  // namespace outpost::screens
