// What will be printed, for the person to confirm; and what is wrong with it.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

struct Entry {
    Line label;
    Line value;
};

std::vector<Entry> entries_of(const Sheet& sheet, const session::ConfirmView& view) {
    TextLook label = sheet.label();
    label.ink = sheet.palette().second;
    label.lines = 3;
    TextLook value = sheet.sentence();
    value.is_personal = true;
    value.floor_mm = 5;
    std::vector<Entry> out;
    out.push_back({sheet.words("confirm.name", label), sheet.data(view.name, value)});
    out.push_back({sheet.words("confirm.born", label), sheet.data(view.birth_date, value)});
    const bool has_dose = view.dose > 0;
    if (has_dose) {
        Line dose = sheet.words("confirm.dose", label,
                                {{"n", std::to_string(view.dose)},
                                 {"total", std::to_string(std::max(view.doses, view.dose))}});
        dose.look.is_personal = true;
        dose.look.ink.reset();
        dose.look.weight = TextWeight::SemiBold;
        out.push_back({dose, sheet.data(view.vaccination_date, value)});
    } else {
        out.push_back(
            {sheet.words("confirm.date", label), sheet.data(view.vaccination_date, value)});
    }
    return out;
}

double rows_height(const Sheet& sheet, const std::vector<Entry>& entries, double label_px,
                   double value_px) {
    double sum = 0;
    for (const Entry& entry : entries)
        sum += std::max(sheet.height_of(entry.label, label_px),
                        sheet.height_of(entry.value, value_px)) +
               1;
    return sum;
}

void put_rows(Sheet& sheet, PixelBox box, const std::vector<Entry>& entries) {
    const double label_px = box.width * 0.34;
    const double value_px = box.width - label_px - sheet.px(3);
    const double need = rows_height(sheet, entries, label_px, value_px);
    const double free = std::max(box.height - need, 0.0);
    const double gap = std::min(free / static_cast<double>(entries.size()), sheet.px(6));
    const double scale = need > box.height ? box.height / need : 1;
    cut_top(box, (free - gap * static_cast<double>(entries.size() - 1)) / 2);
    for (const Entry& entry : entries) {
        const double high = (std::max(sheet.height_of(entry.label, label_px),
                                      sheet.height_of(entry.value, value_px)) +
                             1) *
                            scale;
        PixelBox row = cut_top(box, high);
        sheet.put(entry.label, cut_start(row, label_px));
        cut_start(row, sheet.px(3));
        sheet.put(entry.value, row);
        cut_top(box, gap);
    }
}

void put_column(Sheet& sheet, PixelBox box, const std::vector<Entry>& entries) {
    std::vector<Line> lines;
    for (const Entry& entry : entries) {
        lines.push_back(entry.label);
        lines.push_back(entry.value);
        lines.back().look.cap_mm = std::max(sheet.metrics().title_mm * 0.85, 7.4);
    }
    const double each = box.height / static_cast<double>(entries.size());
    for (std::size_t i = 0; i < lines.size(); i += 2)
        sheet.stack({lines[i], lines[i + 1]}, cut_top(box, std::min(each, sheet.px(60))));
}

}  // namespace

void lay_out(Sheet& sheet, const session::Confirm& screen) {
    const Metrics& m = sheet.metrics();
    const auto language = sheet.take(KeyId::Language);
    std::vector<KeyModel> keys = sheet.take_rest();
    if (language) keys.insert(m.is_portrait ? keys.end() : keys.begin(), *language);
    Zones zones = public_zones(sheet, keys.size() + (m.is_portrait ? 1 : 0));
    place_keys(sheet, keys, zones.keys);
    PixelBox body = zones.body;
    const Line title = sheet.words("confirm.title", sheet.title());
    const auto entries = entries_of(sheet, screen.view);
    if (m.is_low) {  // the title takes the status line's place: the values need the height
        body.y = zones.status.y;
        body.height += zones.body.y - zones.status.y;
    } else {
        status_line(sheet, zones.status);
    }
    const PixelBox top = cut_top(body, sheet.height_of(title, body.width) + 1);
    if (m.is_low) sheet.place_bare(KeyModel{{KeyId::StatusLine, 0}}, top);
    sheet.put(title, top);
    cut_top(body, m.px(m.is_low ? 1 : m.gap_mm * 2));
    if (m.is_portrait)
        put_column(sheet, body, entries);
    else
        put_rows(sheet, body, entries);
}

void lay_out(Sheet& sheet, const session::WhatIsWrong& screen) {
    const Metrics& m = sheet.metrics();
    if (screen.is_thanking) {
        Zones zones = public_zones(sheet, 0);
        status_line(sheet, zones.status);
        TextLook look = sheet.title();
        look.align = TextAlign::Middle;
        sheet.stack({sheet.words("confirm.held", look)}, zones.body);
        return;
    }
    const std::vector<KeyModel> keys = sheet.take_rest();
    Zones zones = public_zones(sheet, 0);
    status_line(sheet, zones.status);
    PixelBox body = zones.body;
    const double row = key_row_px(m);
    const std::size_t columns = m.is_low ? 3 : 2;
    const auto rows = static_cast<double>((keys.size() + columns - 1) / columns);
    const PixelBox grid = cut_bottom(body, rows * row + (rows - 1) * m.px(m.gap_mm));
    cut_bottom(body, m.px(m.gap_mm));
    place_grid(sheet, keys, grid, columns, row);
    sheet.stack({sheet.words("confirm.what", sheet.title())}, body);
}

}  // namespace outpost::screens
