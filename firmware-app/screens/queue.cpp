// The queue's list with its search, and the reasons for a reprint.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>
#include <cmath>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;
using session::QueueRow;

namespace {

double row_gap_px(const Metrics& m) {
    return m.px(m.is_low ? 0.6 : 1.5);
}

// Bar with keys, count line, row of keys below: what the list leaves for others.
double list_px(const Metrics& m) {
    const double gap = m.px(m.is_low ? 1.5 : m.gap_mm);
    const double strip = m.px(m.is_low ? 6.5 : (m.has_large_text ? 9 : 8));
    const double count = m.is_low ? 0 : m.px(m.operator_mm * 1.8);
    return m.height_px - m.px(m.margin_mm) - strip - 3 * gap - count - 2 * m.px(m.operator_key_mm);
}

std::string name_of(const QueueRow& row) {
    if (row.given_name.empty()) return row.family_name;
    return row.family_name.empty() ? row.given_name : row.family_name + ", " + row.given_name;
}

std::string_view held_reason_key(std::string_view reason) {
    if (reason == "name") return "op.held.name";
    if (reason == "born" || reason == "birth") return "op.held.born";
    if (reason == "dose") return "op.held.dose";
    return reason == "other" ? "op.held.other" : std::string_view{};
}

Line state_line(const Sheet& sheet, const QueueRow& row, const TextLook& look) {
    const std::string state_key = "op.state." + row.state;
    if (row.state != "held" || row.reason.empty()) return sheet.words(state_key, look);
    std::string key(held_reason_key(row.reason));
    if (key.empty())
        key = row.reason.find('.') == std::string::npos ? "item." + row.reason : row.reason;
    if (!sheet.view().messages.has(key) && sheet.view().messages.text(key) == key)
        return sheet.words(state_key, look);
    return sheet.words(key, look);
}

session::Level level_of(const QueueRow& row) {
    if (row.state == "held") return session::Level::Soon;
    if (row.state == "trouble") return session::Level::Fault;
    return session::Level::Good;
}

void put_row(Sheet& sheet, const KeyModel& model, const QueueRow& row, PixelBox box) {
    const Metrics& m = sheet.metrics();
    sheet.place(model, box, {});
    const bool is_pressed = sheet.state().pressed == model.key;
    if (is_pressed) sheet.set_ground(sheet.palette().pressed, sheet.palette().pressed_ink);
    TextLook look = sheet.operator_text();
    look.lines = 1;
    look.is_personal = true;
    TextLook name = look;
    name.weight = TextWeight::SemiBold;
    name.cap_mm = std::max(look.cap_mm, 4.0);
    name.lines = 2;
    PixelBox inside = inset(box, m.px(1));
    inside.x += m.px(1);
    inside.width -= m.px(2);
    const double wide = inside.width;
    TextLook plain = look;
    plain.is_personal = false;
    plain.lines = 2;
    plain.floor_mm = 2.2;
    chip_line(sheet, cut_end(inside, wide * 0.26), level_of(row), state_line(sheet, row, plain));
    cut_end(inside, m.px(1));
    Line dose = sheet.words("op.queue.dose", plain, {{"n", row.dose}});
    sheet.put(dose, cut_end(inside, wide * 0.14));
    cut_end(inside, m.px(1));
    sheet.put(sheet.data(row.birth_year, look), cut_end(inside, wide * 0.1));
    cut_end(inside, m.px(1));
    sheet.put(sheet.data(name_of(row), name), inside);
    sheet.set_ground(sheet.palette().page, sheet.palette().text);
}

TextLook bar_title(const Sheet& sheet) {
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, 5.0);
    look.floor_mm = 2.8;
    look.weight = TextWeight::Bold;
    return look;
}

std::string_view sort_key(session::QueueSort sort) {
    switch (sort) {
        case session::QueueSort::Name:
            return "op.queue.by_name";
        case session::QueueSort::Time:
            return "op.queue.by_time";
        case session::QueueSort::State:
            break;
    }
    return "op.queue.by_state";
}

void put_counts(Sheet& sheet, const session::Queue& screen, PixelBox box) {
    TextLook look = sheet.operator_text();
    look.lines = 1;
    look.ink = sheet.palette().second;
    const auto& queue = sheet.state().queue;
    PixelBox row = box;
    if (!screen.search.empty()) return void(sheet.put(sheet.data(screen.search, look), row));
    if (screen.is_for_reprint) return;
    if (queue.oldest)
        sheet.put(sheet.words("op.queue.oldest", look, {{"time", clock_text(*queue.oldest)}}),
                  cut_start(row, row.width * 0.6));
    sheet.put(sheet.counted("op.queue.held", look, queue.held), row);
}

// On a 7" panel the counts share the bar with the title: rows need the height.
Line list_title(const Sheet& sheet, const session::Queue& screen) {
    const TextLook look = bar_title(sheet);
    if (!screen.search.empty() && sheet.metrics().is_low) return sheet.data(screen.search, look);
    if (screen.is_for_reprint) return sheet.words("op.home.reprint", look);
    const auto& queue = sheet.state().queue;
    Line line = sheet.counted("op.queue.waiting", look, queue.waiting);
    if (!sheet.metrics().is_low) return line;
    if (queue.held > 0)
        line.text += " \xC2\xB7 " + sheet.counted("op.queue.held", look, queue.held).text;
    if (queue.oldest)
        line.text +=
            " \xC2\xB7 " +
            sheet.words("op.queue.oldest", look, {{"time", clock_text(*queue.oldest)}}).text;
    return line;
}

void put_letters(Sheet& sheet, const session::Queue& screen, PixelBox body) {
    const Metrics& m = sheet.metrics();
    std::vector<KeyModel> low;
    for (const KeyId id : {KeyId::DeleteLetter, KeyId::ClearSearch, KeyId::Close})
        if (const auto model = sheet.take(id); model) low.push_back(*model);
    const auto letters = sheet.take_all(KeyId::Letter);
    TextLook look = bar_title(sheet);
    look.lines = 1;
    look.is_personal = true;
    const Line typed = screen.search.empty() ? sheet.words("op.queue.find", bar_title(sheet))
                                             : sheet.data(screen.search, look);
    operator_bar(sheet, body, typed, low);
    const std::size_t columns = 7;
    const auto boxes = grid_boxes(m, body, letters.size(), columns, m.px(24));
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto at = static_cast<std::size_t>(letters[i].key.index);
        const std::string letter(1, session::search_letters[at]);
        // A space is shown by the sign that keyboards print for it.
        sheet.place(letters[i], boxes[i], sheet.data(letter == " " ? "\xE2\x90\xA3" : letter, {}));
    }
}

void put_question(Sheet& sheet, PixelBox body) {
    TextLook look = bar_title(sheet);
    operator_bar(sheet, body, sheet.words("op.queue.print_all", look), {});
    const auto keys = sheet.take_rest();
    operator_row(sheet, body, keys);
    TextLook ask = sheet.title();
    ask.align = TextAlign::Middle;
    const std::int64_t count = sheet.state().queue.waiting;
    sheet.stack({sheet.counted("op.queue.print_ask", ask, count)}, body);
}

}  // namespace

std::int32_t queue_rows_that_fit(const Panel& panel, bool has_large_text) {
    session::Access access;
    access.large_text = has_large_text;
    const Metrics m = metrics_of(panel, session::Settings{}, access);
    const double row = m.px(m.row_mm) + row_gap_px(m);
    return static_cast<std::int32_t>(
        std::clamp(std::floor((list_px(m) + row_gap_px(m)) / row), 1.0, 40.0));
}

void lay_out(Sheet& sheet, const session::Queue& screen) {
    const Metrics& m = sheet.metrics();
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    if (screen.asks_print_all) return put_question(sheet, body);
    if (screen.is_searching) return put_letters(sheet, screen, body);

    const auto rows = sheet.take_all(KeyId::Row);
    std::vector<KeyModel> high;
    std::vector<KeyModel> low;
    for (const KeyId id : {KeyId::Search, KeyId::Back})
        if (const auto model = sheet.take(id); model) high.push_back(*model);
    const auto sort = sheet.take(KeyId::SortBy);
    for (const KeyId id : {KeyId::PageUp, KeyId::PageDown, KeyId::PrintAll})
        if (const auto model = sheet.take(id); model) low.push_back(*model);
    const TextLook look = bar_title(sheet);
    operator_bar(sheet, body, list_title(sheet, screen), high);
    if (!m.is_low) put_counts(sheet, screen, cut_top(body, m.px(m.operator_mm * 1.8)));
    const double gap = m.px(m.is_low ? 1.5 : m.gap_mm);
    PixelBox foot = cut_bottom(body, m.px(m.operator_key_mm));
    cut_bottom(body, gap);
    if (sort) {
        const KeyModel model = *sort;
        sheet.place(model, cut_start(foot, m.px(m.is_low ? 36 : 45)),
                    sheet.words(sort_key(screen.sort), {}), "sort");
        cut_start(foot, gap);
    }
    operator_row(sheet, foot, low);
    if (rows.empty()) {
        const auto key = screen.is_loading                                 ? "op.queue.loading"
                         : screen.search.empty() && !screen.is_for_reprint ? "op.queue.empty"
                                                                           : "op.queue.none";
        TextLook empty = look;
        empty.align = TextAlign::Middle;
        return sheet.stack({sheet.words(key, empty)}, body);
    }
    const auto count = static_cast<double>(rows.size());
    const double row_px = std::min(m.px(m.is_portrait || m.is_wide ? 18 : m.row_mm),
                                   (body.height - row_gap_px(m) * (count - 1)) / count);
    for (const KeyModel& model : rows) {
        const auto at = static_cast<std::size_t>(model.key.index);
        const PixelBox box = cut_top(body, row_px);
        cut_top(body, row_gap_px(m));
        if (at < screen.page.rows.size()) put_row(sheet, model, screen.page.rows[at], box);
    }
}

void lay_out(Sheet& sheet, const session::Reprint& screen) {
    const Metrics& m = sheet.metrics();
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    std::vector<KeyModel> back;
    if (const auto model = sheet.take(KeyId::Back); model) back.push_back(*model);
    operator_bar(sheet, body, sheet.words("op.reprint.why", bar_title(sheet)), back);
    const auto keys = sheet.take_rest();
    const std::size_t columns = m.is_portrait ? 1 : 3;
    const auto rows = static_cast<double>((keys.size() + columns - 1) / columns);
    const double key_px = m.px(22);
    const PixelBox grid = cut_bottom(body, rows * key_px + (rows - 1) * m.px(m.gap_mm));
    place_grid(sheet, keys, grid, columns, key_px);
    TextLook name = bar_title(sheet);
    name.is_personal = true;
    name.cap_mm = m.sentence_mm;
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, 4.0);
    std::vector<Line> lines{sheet.data(name_of(screen.row), name),
                            sheet.data(screen.row.certificate_id, look),
                            sheet.counted("op.reprint.before", look, screen.row.prints)};
    if (m.is_low) {  // the keys leave two lines
        lines[1].text += " \xC2\xB7 " + lines[2].text;
        lines.pop_back();
    }
    sheet.stack(lines, body);
}

}  // namespace outpost::screens
