// Start-up, the attract screen, the list of languages.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>
#include <array>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

constexpr std::int64_t picture_ms = 1'500;
constexpr std::int64_t greeting_ms = 4'000;
constexpr std::int64_t minute_ms = 60'000;
constexpr double low_gap_mm = 2;  // between keys of a full grid on a 7" panel

constexpr std::array<std::string_view, 6> hand_pictures{
    "hand-paper-1", "hand-paper-2", "hand-paper-3", "hand-phone-1", "hand-phone-2", "hand-phone-3"};

TextLook large_sentence(const Sheet& sheet) {
    TextLook look = sheet.title();
    look.align = sheet.metrics().is_portrait ? TextAlign::Middle : TextAlign::Start;
    return look;
}

const Messages& messages_of(const Sheet& sheet, std::size_t language) {
    const View& view = sheet.view();
    const auto& tags = sheet.settings().languages;
    if (view.catalogs == nullptr || language >= tags.size()) return view.messages;
    return view.catalogs->messages(tags[language]);
}

Line greeting(const Sheet& sheet, std::size_t language) {
    const Messages& messages = messages_of(sheet, language);
    const Language& its = messages.language();
    return {"attract.hold", messages.text("attract.hold"), large_sentence(sheet), its.tag,
            its.right_to_left};
}

std::int64_t shown_ms(const Sheet& sheet) {
    return std::max<std::int64_t>(sheet.state().now_ms - sheet.state().since_ms, 0);
}

/// The language that greets now; the person's own first.
std::size_t greeting_language(Sheet& sheet) {
    const auto& tags = sheet.settings().languages;
    if (tags.empty() || sheet.view().catalogs == nullptr) return 0;
    const auto own = static_cast<std::size_t>(
        std::find(tags.begin(), tags.end(), sheet.state().language) - tags.begin());
    const std::int64_t turn = shown_ms(sheet) / greeting_ms;
    if (tags.size() > 1) sheet.redraw_at(sheet.state().since_ms + (turn + 1) * greeting_ms);
    return (own + static_cast<std::size_t>(turn)) % tags.size();
}

std::string_view picture_now(Sheet& sheet) {
    if (sheet.settings().reduced_motion) return hand_pictures[2];
    const std::int64_t turn = shown_ms(sheet) / picture_ms;
    sheet.redraw_at(sheet.state().since_ms + (turn + 1) * picture_ms);
    return hand_pictures[static_cast<std::size_t>(turn) % hand_pictures.size()];
}

// 2 px a minute, there and back: no pixel shows the same for hours.
PixelBox shifted(Sheet& sheet, PixelBox box) {
    const std::int64_t minutes = shown_ms(sheet) / minute_ms;
    sheet.redraw_at(sheet.state().since_ms + (minutes + 1) * minute_ms);
    const auto there_and_back = [](std::int64_t step, std::int64_t steps) {
        const std::int64_t at = step % (2 * steps);
        return static_cast<double>(2 * (at < steps ? at : 2 * steps - at));
    };
    box.x += there_and_back(minutes, 4);
    box.y += there_and_back(minutes / 8, 3);
    box.width -= 8;
    box.height -= 6;
    return box;
}

/// What has to be said before all else; nothing in good times.
Line notice_line(Sheet& sheet) {
    const auto& state = sheet.state();
    TextLook look = sheet.sentence();
    look.align = large_sentence(sheet).align;
    if (state.is_cleared_notice) return sheet.words("time.cleared", look);
    if (state.scanning_locked_until_ms > state.now_ms) {
        const std::int64_t left = state.scanning_locked_until_ms - state.now_ms;
        sheet.redraw_at(state.now_ms + (left - 1) % 1'000 + 1);
        return sheet.words("scan.locked", look, {{"time", countdown_text(left)}});
    }
    if (sheet.settings().can_issue &&
        state.health.of(session::Part::Printer).level == session::Level::Fault)
        return sheet.words("oos.no_print", look);
    return {};
}

double tallest_greeting(const Sheet& sheet, double width_px) {
    double out = 0;
    const std::size_t count = std::max<std::size_t>(sheet.settings().languages.size(), 1);
    for (std::size_t i = 0; i < count; ++i)
        out = std::max(out, sheet.height_of(greeting(sheet, i), width_px));
    return out;
}

/// Greeting in the middle; what else fits stands above and below it, and never moves with it.
void put_words(Sheet& sheet, PixelBox box) {
    const double gap = sheet.px(sheet.metrics().is_low ? 1 : 4);
    const std::size_t language = greeting_language(sheet);
    const Line notice = notice_line(sheet);
    Line hold = greeting(sheet, language);
    const double hold_px = tallest_greeting(sheet, box.width) + 1;
    double left = box.height - hold_px;
    const auto taken = [&](const Line& line) {
        const double need = sheet.height_of(line, box.width) + 1 + gap;
        if (line.text.empty() || need > left) return 0.0;
        left -= need;
        return need;
    };
    const double notice_px = taken(notice);
    if (notice_px == 0 && !notice.text.empty()) {
        // No room for both: in turns, or alone when nobody can be served now.
        const bool is_its_turn = (shown_ms(sheet) / greeting_ms) % 2 == 1;
        if (is_its_turn || notice.key != "oos.no_print") return sheet.stack({notice}, box);
    }
    TextLook second = sheet.sentence();
    second.align = large_sentence(sheet).align;
    second.weight = TextWeight::Normal;
    const Line title =
        sheet.words(sheet.settings().can_check ? "attract.check" : "attract.issue", second);
    const double title_px = taken(title);
    const Line media = sheet.words("attract.media", second);
    const double media_px = notice_px > 0 ? 0 : taken(media);
    cut_top(box, left / 2);
    if (title_px > 0) sheet.put(title, cut_top(box, title_px - gap));
    if (title_px > 0) cut_top(box, gap);
    sheet.put(hold, cut_top(box, hold_px));
    cut_top(box, gap);
    if (media_px > 0) sheet.put(media, cut_top(box, media_px - gap));
    if (notice_px > 0) sheet.put(notice, cut_top(box, notice_px - gap));
}

struct CellSize {
    double gap_px = 0;
    double height_px = 0;
};

std::vector<PixelBox> cells(PixelBox box, std::size_t count, std::size_t columns, CellSize size) {
    std::vector<PixelBox> out;
    const double wide =
        (box.width - size.gap_px * static_cast<double>(columns - 1)) / static_cast<double>(columns);
    for (std::size_t i = 0; i < count; ++i)
        out.push_back({box.x + static_cast<double>(i % columns) * (wide + size.gap_px),
                       box.y + static_cast<double>(i / columns) * (size.height_px + size.gap_px),
                       wide, size.height_px});
    return out;
}

}  // namespace

void lay_out(Sheet& sheet, const session::StartUp& screen) {
    Zones zones = public_zones(sheet, 0);
    TextLook look = sheet.title();
    look.align = TextAlign::Middle;
    std::vector<Line> lines{sheet.words("oos.start", look)};
    TextLook small = sheet.label();
    small.align = TextAlign::Middle;
    small.ink = sheet.palette().second;
    constexpr std::size_t tests_max = 4;
    for (std::size_t i = 0; i < std::min(screen.slow_tests.size(), tests_max); ++i)
        lines.push_back(sheet.words(screen.slow_tests[i], small));
    const double side = std::min(zones.body.height * 0.4, sheet.px(60));
    const PixelBox picture = cut_top(zones.body, zones.body.height * 0.5);
    sheet.icon("start-up", middle(picture, side, side), sheet.palette().text);
    sheet.stack(lines, zones.body, false);
}

void lay_out(Sheet& sheet, const session::Attract&) {
    const Metrics& m = sheet.metrics();
    std::vector<KeyModel> keys = sheet.take_rest();
    Zones zones = public_zones(sheet, keys.size());
    status_line(sheet, zones.status);
    place_keys(sheet, keys, zones.keys);
    PixelBox body = shifted(sheet, zones.body);
    const PixelBox picture = m.is_portrait
                                 ? cut_top(body, std::min(body.height * 0.5, body.width * 0.9))
                                 : cut_start(body, body.width * (m.is_low ? 0.3 : 0.42));
    const double side = std::min(picture.width, picture.height);
    sheet.icon(picture_now(sheet), middle(picture, side, side), sheet.palette().text);
    if (!m.is_portrait) cut_start(body, m.px(m.gap_mm));
    put_words(sheet, body);
}

void lay_out(Sheet& sheet, const session::Languages&) {
    const Metrics& m = sheet.metrics();
    const auto back = sheet.take(KeyId::Back);
    const auto names = sheet.take_all(KeyId::ChooseLanguage);
    Zones zones = public_zones(sheet, 0);
    PixelBox body = zones.body;
    body.y = zones.status.y;
    body.height += zones.body.y - zones.status.y;
    TextLook title = sheet.title();
    title.align = TextAlign::Middle;
    std::vector<PixelBox> boxes;
    PixelBox title_box = body;
    if (m.is_short) {
        // A grid of twelve keys of full height: the title has the first cell, Back the last.
        const double gap = m.px(low_gap_mm);
        const double four_rows = (body.height - 3 * gap) / 4;
        const bool is_wide = four_rows < m.px(m.key_mm);  // gloves: three rows of four
        const double high = is_wide ? (body.height - 2 * gap) / 3 : four_rows;
        boxes = cells(body, 12, is_wide ? 4 : 3, {gap, std::min(high, key_row_px(m) * 1.2)});
        title_box = boxes.front();
        title.floor_mm = 5;
        if (back) sheet.place(*back, boxes.back());
        boxes.erase(boxes.begin());
    } else {
        if (back) place_keys(sheet, {*back}, cut_bottom(body, key_row_px(m)));
        cut_bottom(body, m.px(m.gap_mm));
        const double words_px = sheet.height_of(sheet.words("lang.title", title), body.width) + 2;
        const double gap = m.px(m.gap_mm);
        const auto rows_with = [&](std::size_t columns) {
            return static_cast<double>((names.size() + columns - 1) / columns);
        };
        const double two_columns = rows_with(2) * (m.px(m.key_mm) + gap) - gap;
        const std::size_t columns = two_columns > body.height - words_px ? 3 : 2;
        const double grid_px =
            std::min(rows_with(columns) * (key_row_px(m) + gap) - gap, body.height - words_px);
        boxes = grid_boxes(m, cut_bottom(body, grid_px), names.size(), columns, key_row_px(m));
        title_box = body;
    }
    sheet.stack({sheet.words("lang.title", title)}, title_box);
    for (std::size_t i = 0; i < names.size() && i < boxes.size(); ++i) {
        const auto index = static_cast<std::size_t>(names[i].key.index);
        Line name = sheet.data(sheet.settings().languages[index], {});
        if (const auto* catalogs = sheet.view().catalogs; catalogs != nullptr) {
            const Language& its = catalogs->messages(sheet.settings().languages[index]).language();
            name = {"", its.own_name, {}, its.tag, its.right_to_left};
        }
        sheet.place(names[i], boxes[i], name);
    }
}

}  // namespace outpost::screens
