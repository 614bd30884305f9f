// The Easy use page, and the warning before a time limit ends a visit.
#include "firmware-app/screens/key_face.h"
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

constexpr std::int64_t second_ms = 1'000;

// Close is said in the public words for it.
void place_public(Sheet& sheet, const KeyModel& model, PixelBox box) {
    if (model.key.id == KeyId::Close)
        return sheet.place(model, box, sheet.words("nav.back", {}), "back");
    sheet.place(model, box);
}

}  // namespace

void lay_out(Sheet& sheet, const session::EasyUse&) {
    const Metrics& m = sheet.metrics();
    const auto keys = sheet.take_rest();
    Zones zones = public_zones(sheet, 0);
    PixelBox body = zones.body;
    body.y = zones.status.y;
    body.height += zones.body.y - zones.status.y;
    const std::size_t columns = m.is_portrait ? 2 : 3;
    const auto rows = static_cast<double>((keys.size() + columns - 1) / columns);
    const double gap = m.px(m.gap_mm);
    const double row_px = m.is_low ? m.px(m.key_mm) : std::min(key_row_px(m) * 1.15, m.px(32));
    const double grid_px = std::min(rows * row_px + (rows - 1) * gap, body.height);
    const PixelBox grid = cut_bottom(body, grid_px);
    cut_bottom(body, m.px(m.is_low ? 1 : m.gap_mm));
    const auto boxes = grid_boxes(m, grid, keys.size(), columns, row_px);
    for (std::size_t i = 0; i < boxes.size(); ++i) place_public(sheet, keys[i], boxes[i]);
    TextLook headset = sheet.label();
    headset.ink = sheet.palette().second;
    std::vector<Line> lines{sheet.words("access.button", sheet.title()),
                            sheet.words("access.headset", headset)};
    if (sheet.stack_height(lines, body.width) > body.height) lines.pop_back();
    sheet.stack(lines, body);
}

void lay_out_warning(Sheet& sheet, const session::TimeWarning& warning) {
    const Metrics& m = sheet.metrics();
    const auto keys = sheet.take_rest();
    sheet.box(sheet.all(), Rgba{0, 0, 0, 190});
    sheet.set_ground(sheet.palette().page, sheet.palette().text);
    const double wide = std::min(m.width_px - 2 * m.px(m.margin_mm), m.px(230));
    const std::int64_t left = std::max<std::int64_t>(warning.ends_ms - sheet.state().now_ms, 0);
    const std::int64_t seconds = (left + second_ms - 1) / second_ms;
    if (seconds > 0) sheet.redraw_at(warning.ends_ms - (seconds - 1) * second_ms);
    TextLook title = sheet.title();
    title.align = TextAlign::Middle;
    TextLook look = sheet.sentence();
    look.align = TextAlign::Middle;
    const std::vector<Line> lines{sheet.words("time.more", title),
                                  sheet.counted("time.left", look, seconds, "seconds")};
    Zones zones = public_zones(sheet, keys.size());
    const double words_px = sheet.stack_height(lines, wide - m.px(10)) + m.px(2);
    const double foot_px = m.px(8);
    const double high =
        std::min(words_px + foot_px + m.px(m.is_low ? 4 : 20), zones.keys.y - m.px(m.margin_mm));
    // Words and keys stand on one board, which reaches down to the keys.
    const double board_y = zones.keys.y - high;
    const PixelBox board{(m.width_px - wide) / 2, board_y, wide,
                         zones.keys.y + zones.keys.height + m.px(m.margin_mm) - board_y};
    sheet.box(board, sheet.palette().page, sheet.palette().outline, 0.5, 3);
    PixelBox inside{board.x + m.px(4), board.y + m.px(2), board.width - m.px(8), high - m.px(4)};
    const PixelBox bar = cut_bottom(inside, foot_px);
    sheet.stack(lines, inside);
    const auto warn_ms = std::max<std::int64_t>(sheet.settings().warn_ms, second_ms);
    sheet.bar(middle(bar, bar.width * 0.8, m.px(4)),
              static_cast<double>(seconds * second_ms) / static_cast<double>(warn_ms), sheet.ink());
    PixelBox row = zones.keys;
    row.x = board.x + m.px(4);
    row.width = board.width - m.px(8);
    place_keys(sheet, keys, row);
}

}  // namespace outpost::screens
