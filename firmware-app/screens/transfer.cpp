// Import from a stick and export to one.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

TextLook strong(const Sheet& sheet) {
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, 5.0);
    look.floor_mm = 3.2;
    look.weight = TextWeight::Bold;
    look.lines = 3;
    return look;
}

TextLook plain(const Sheet& sheet) {
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, 4.0);
    return look;
}

void put_outcome(Sheet& sheet, PixelBox body, const std::string& key) {
    TextLook look = sheet.title();
    look.align = TextAlign::Middle;
    const PixelBox picture = cut_top(body, body.height * 0.4);
    const double side = std::min(picture.height * 0.9, sheet.px(50));
    const bool is_done = key.ends_with(".done");
    sheet.icon(is_done ? "tick" : "usb-stick", middle(picture, side, side), sheet.ink());
    sheet.stack({sheet.words(key, look)}, body);
}

void put_offer(Sheet& sheet, PixelBox body, const session::ImportOffer& offer) {
    const TextLook look = plain(sheet);
    std::vector<Line> lines;
    if (!offer.signer.empty())
        lines.push_back(
            sheet.words("op.import.signed_by", strong(sheet), {{"name", offer.signer}}));
    lines.push_back(sheet.words("op.import.file", look, {{"name", offer.file}}));
    // What is not signed says nothing about itself that counts.
    if (offer.sequence > 0) {
        Line number =
            sheet.words("op.import.number", look, {{"n", std::to_string(offer.sequence)}});
        number.text +=
            " \xC2\xB7 " + sheet.words("op.import.made_on", look, {{"date", offer.made_on}}).text;
        lines.push_back(std::move(number));
    }
    constexpr std::size_t changes_max = 6;
    Line changes = sheet.data("", look);
    const auto add_change = [&](const std::string& text) {
        changes.text += (changes.text.empty() ? "" : " \xC2\xB7 ") + text;
    };
    for (const auto& [key, count] : {std::pair{"op.import.keys_added", offer.keys_added},
                                     std::pair{"op.import.keys_removed", offer.keys_removed}})
        if (count > 0) add_change(sheet.words(key, look, {{"n", std::to_string(count)}}).text);
    for (std::size_t i = 0; i < std::min(offer.changes.size(), changes_max); ++i)
        add_change(sheet.data(offer.changes[i], look).text);
    if (!changes.text.empty()) lines.push_back(std::move(changes));
    if (!offer.refusal.empty()) {
        TextLook no = strong(sheet);
        no.ink = sheet.palette().alert;
        lines.push_back(sheet.words(offer.refusal, no));
    }
    sheet.stack(lines, body);
}

std::vector<KeyModel> taken(Sheet& sheet, std::initializer_list<KeyId> ids) {
    std::vector<KeyModel> out;
    for (const KeyId id : ids)
        if (const auto model = sheet.take(id); model) out.push_back(*model);
    return out;
}

}  // namespace

void lay_out(Sheet& sheet, const session::ImportPage& screen) {
    const Metrics& m = sheet.metrics();
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    operator_bar(sheet, body, sheet.words("op.home.import", strong(sheet)),
                 taken(sheet, {KeyId::Cancel, KeyId::Close}));
    const auto rows = sheet.take_all(KeyId::Row);
    if (auto main = sheet.take(KeyId::DoImport); main) {
        const PixelBox row = cut_bottom(body, key_row_px(m));
        sheet.place(*main, middle(row, std::min(row.width, m.px(90)), row.height));
        cut_bottom(body, m.px(2));
    }
    if (!screen.outcome.empty()) return put_outcome(sheet, body, screen.outcome);
    if (!rows.empty()) {
        const double row_px =
            std::min(m.px(m.row_mm), body.height * 0.5 / static_cast<double>(rows.size()));
        for (const KeyModel& model : rows) {
            const auto at = static_cast<std::size_t>(model.key.index);
            if (at < screen.offers.size())
                sheet.place(model, cut_top(body, row_px), sheet.data(screen.offers[at].file, {}));
            cut_top(body, m.px(1));
        }
    }
    if (screen.is_running) {
        TextLook look = strong(sheet);
        look.align = TextAlign::Middle;
        const PixelBox bar = cut_bottom(body, body.height * 0.4);
        sheet.stack(
            {sheet.words("op.import.running", look, {{"percent", std::to_string(screen.percent)}})},
            body);
        return sheet.bar(middle(bar, bar.width * 0.8, m.px(6)), screen.percent / 100.0,
                         sheet.ink());
    }
    if (screen.shown < screen.offers.size())
        return put_offer(sheet, body, screen.offers[screen.shown]);
    TextLook look = strong(sheet);
    look.align = TextAlign::Middle;
    const PixelBox picture = cut_top(body, body.height * 0.5);
    const double side = std::min(picture.height * 0.8, m.px(50));
    sheet.icon("usb-stick", middle(picture, side, side), sheet.ink());
    sheet.stack({sheet.words("op.import.none", look)}, body, false);
}

void lay_out(Sheet& sheet, const session::ExportPage& screen) {
    const Metrics& m = sheet.metrics();
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    operator_bar(sheet, body, sheet.words("op.home.export", strong(sheet)),
                 taken(sheet, {KeyId::Cancel, KeyId::Close}));
    const auto targets = sheet.take_all(KeyId::DoExport);
    if (!screen.outcome.empty()) return put_outcome(sheet, body, screen.outcome);
    const auto count = static_cast<double>(targets.size());
    const double high = std::min(
        m.px(m.key_mm + 2), count > 0 ? body.height * 0.7 / count - m.px(m.gap_mm) : body.height);
    const PixelBox grid =
        cut_bottom(body, count > 0 ? count * high + (count - 1) * m.px(m.gap_mm) : 0);
    const auto boxes = grid_boxes(m, grid, targets.size(), 1, high);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto at = static_cast<std::size_t>(targets[i].key.index);
        const std::string name = at < screen.targets.size() ? screen.targets[at] : std::string{};
        sheet.place(targets[i], boxes[i], sheet.words("op.export.to", {}, {{"name", name}}),
                    "usb-stick");
    }
    TextLook look = strong(sheet);
    look.align = TextAlign::Middle;
    const auto key = screen.is_running ? "op.export.running"
                     : targets.empty() ? "op.export.none"
                                       : "op.export.do";
    sheet.stack({sheet.words(key, look)}, body);
}

}  // namespace outpost::screens
