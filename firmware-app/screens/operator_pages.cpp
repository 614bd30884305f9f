// Numbers of the day, settings, the purpose in force.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

TextLook page_title(const Sheet& sheet) {
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, 5.0);
    look.weight = TextWeight::Bold;
    return look;
}

PixelBox page_body(Sheet& sheet, std::string_view title_key) {
    const Metrics& m = sheet.metrics();
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    std::vector<KeyModel> back;
    if (const auto model = sheet.take(KeyId::Back); model) back.push_back(*model);
    operator_bar(sheet, body, sheet.words(title_key, page_title(sheet)), back);
    return body;
}

struct DayRow {
    std::string_view icon;
    std::string_view key;
    std::int64_t count = 0;
};

void put_day_rows(Sheet& sheet, const std::vector<DayRow>& rows, PixelBox box) {
    const Metrics& m = sheet.metrics();
    if (rows.empty()) return;
    const double high =
        std::min(box.height / static_cast<double>(rows.size()), m.px(m.is_low ? 15 : 20));
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, 4.0);
    TextLook number = page_title(sheet);
    number.lines = 1;
    number.align = TextAlign::End;
    for (const DayRow& row : rows) {
        PixelBox line = cut_top(box, high);
        sheet.put(sheet.data(std::to_string(row.count), number), cut_end(line, line.width * 0.24));
        cut_end(line, m.px(2));
        const double side = std::min(high * 0.75, m.px(10));
        if (!row.icon.empty())
            sheet.icon(row.icon, middle(cut_start(line, side), side, side), sheet.ink());
        cut_start(line, m.px(2));
        sheet.put(sheet.words(row.key, look), line);
    }
}

// Less, the value in words and as a bar, more: one row.
void put_level(Sheet& sheet, PixelBox row, std::string_view title, std::int32_t percent,
               const std::pair<KeyId, KeyId>& ids) {
    const Metrics& m = sheet.metrics();
    const double wide = std::min(row.width * 0.28, m.px(60));
    if (const auto less = sheet.take(ids.first); less) sheet.place(*less, cut_start(row, wide));
    if (const auto more = sheet.take(ids.second); more) sheet.place(*more, cut_end(row, wide));
    row = inset(row, m.px(2));
    TextLook look = page_title(sheet);
    look.align = TextAlign::Middle;
    Line line = sheet.words(title, look);
    line.text += " \xC2\xB7 " + std::to_string(percent) + " %";
    sheet.put(line, cut_top(row, row.height * 0.62));
    sheet.bar(middle(row, row.width * 0.9, std::min(row.height * 0.6, m.px(4))), percent / 100.0,
              sheet.ink());
}

void put_question(Sheet& sheet, PixelBox body, std::string_view key) {
    const Metrics& m = sheet.metrics();
    place_keys(sheet, sheet.take_rest(), cut_bottom(body, key_row_px(m) * (m.is_portrait ? 2 : 1)));
    TextLook look = sheet.title();
    look.align = TextAlign::Middle;
    sheet.stack({sheet.words(key, look)}, body);
}

}  // namespace

void lay_out(Sheet& sheet, const session::StatisticsPage&) {
    const Metrics& m = sheet.metrics();
    PixelBox body = page_body(sheet, "op.today.title");
    const auto& day = sheet.state().day;
    std::vector<DayRow> checks{{"", "op.today.checked", 0}};
    for (std::size_t i = 0; i < day.checked.size(); ++i) {
        checks[0].count += day.checked[i];
        const auto look = verdict_look(sheet.palette(), static_cast<policy::Verdict>(i));
        checks.push_back({look.icon_name, look.headline, day.checked[i]});
    }
    std::vector<DayRow> pages;
    if (sheet.settings().can_issue)
        pages = {{"sign", "op.today.issued", day.issued},
                 {"printer", "op.today.printed", day.printed},
                 {"restart", "op.today.reprinted", day.reprinted},
                 {"chip-soon", "op.today.held", day.held}};
    PixelBox first = m.is_portrait ? cut_top(body, body.height * 0.5)
                                   : cut_start(body, body.width * (pages.empty() ? 0.7 : 0.48));
    if (!m.is_portrait) cut_start(body, m.px(8));
    put_day_rows(sheet, checks, first);
    put_day_rows(sheet, pages, body);
}

void lay_out(Sheet& sheet, const session::SettingsPage& screen) {
    const Metrics& m = sheet.metrics();
    PixelBox body = page_body(sheet, "op.home.settings");
    if (screen.asks != KeyId::None)
        return put_question(sheet, body,
                            screen.asks == KeyId::Restart ? "op.settings.restart_ask"
                                                          : "op.settings.shut_down_ask");
    const double gap = m.px(m.gap_mm);
    const double row_px = std::min((body.height - 2 * gap) / 3, m.px(m.is_low ? 20 : 26));
    put_level(sheet, cut_top(body, row_px), "op.settings.volume", sheet.state().volume,
              {KeyId::VolumeDown, KeyId::VolumeUp});
    cut_top(body, gap);
    put_level(sheet, cut_top(body, row_px), "op.settings.brightness", sheet.state().brightness,
              {KeyId::BrightnessDown, KeyId::BrightnessUp});
    cut_top(body, gap);
    const auto rest = sheet.take_rest();
    place_grid(sheet, rest, cut_top(body, row_px), std::max<std::size_t>(rest.size(), 1), row_px);
}

void lay_out(Sheet& sheet, const session::PolicyPage& screen) {
    const Metrics& m = sheet.metrics();
    PixelBox body = page_body(sheet, "op.home.policy");
    const auto purposes = sheet.take_all(KeyId::ChoosePurpose);
    operator_row(sheet, body, sheet.take_rest());
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, 4.0);
    std::vector<Line> lines{sheet.words("op.policy.choose", page_title(sheet))};
    const auto chosen = static_cast<std::size_t>(std::max(screen.chosen, 0));
    if (screen.chosen >= 0 && chosen < sheet.settings().purposes.size() &&
        screen.chosen != sheet.state().purpose) {
        constexpr std::int64_t minute_ms = 60'000;
        lines = {sheet.words("op.policy.ask", page_title(sheet),
                             {{"name", sheet.settings().purposes[chosen].words}}),
                 sheet.words(
                     "op.policy.ask_lock", look,
                     {{"minutes", std::to_string(sheet.settings().purpose_lock_ms / minute_ms)}})};
    }
    const double words_px = std::min(sheet.stack_height(lines, body.width) + 1, body.height * 0.45);
    sheet.stack(lines, cut_top(body, words_px));
    cut_top(body, m.px(2));
    const std::size_t columns =
        m.is_portrait ? 1 : std::clamp<std::size_t>(purposes.size(), 1, m.is_short ? 3 : 2);
    const auto boxes = grid_boxes(m, body, purposes.size(), columns, m.px(m.key_mm + 4));
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto at = static_cast<std::size_t>(purposes[i].key.index);
        Line words = sheet.data(sheet.settings().purposes[at].words, {});
        if (purposes[i].key.index == sheet.state().purpose)
            words.text += " \xC2\xB7 " + sheet.words("op.policy.in_use", {}).text;
        sheet.place(purposes[i], boxes[i], words);
    }
}

}  // namespace outpost::screens
