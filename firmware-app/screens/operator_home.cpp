// The operator's home and the state of each part.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>
#include <array>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;
using session::Level;
using session::Part;

namespace {

struct PartLook {
    std::string_view name;
    std::string_view icon;
};

constexpr std::array<PartLook, session::part_count> parts{{{"camera", "camera"},
                                                           {"printer", "printer"},
                                                           {"clock", "clock"},
                                                           {"trust", "trust-key"},
                                                           {"revocation", "data-old"},
                                                           {"disk", "disk"},
                                                           {"journal", "page"},
                                                           {"start_up", "start-up"}}};

TextLook strong(const Sheet& sheet) {
    TextLook look = sheet.operator_text();
    look.weight = TextWeight::SemiBold;
    look.cap_mm = std::max(look.cap_mm, 4.0);
    return look;
}

Line level_words(const Sheet& sheet, Level level, const TextLook& look) {
    constexpr std::array<std::string_view, 4> keys{"op.level.good", "op.level.soon",
                                                   "op.level.fault", "op.level.not_known"};
    return sheet.words(keys[static_cast<std::size_t>(level)], look);
}

// "Keys · 41 days old": what a part's chip says in a few words.
Line chip_words(const Sheet& sheet, Part part) {
    const TextLook look = sheet.operator_text();
    const auto& health = sheet.state().health;
    Line line = sheet.words("op.part." + std::string(part_name(part)), look);
    const auto add_age = [&](std::int64_t days) {
        if (days < 0) return;
        line.text += " \xC2\xB7 ";
        line.text += days == 0 ? sheet.words("op.age.today", look).text
                               : sheet.counted("op.age.days", look, days).text;
    };
    if (part == Part::Trust) add_age(health.trust_age_days);
    if (part == Part::Revocation && !sheet.metrics().is_low) add_age(health.revocation_age_days);
    const bool has_age = part == Part::Trust || part == Part::Revocation;
    if (health.of(part).level != Level::Good && !has_age)
        line.text += " \xC2\xB7 " + level_words(sheet, health.of(part).level, look).text;
    return line;
}

struct Chip {
    Part part{};
    Line words;
    double wide_px = 0;  // with its sign and the gap behind it
};

/// What needs somebody first, where not all have room.
std::vector<Chip> chips_of(const Sheet& sheet, double high_px, bool by_need) {
    const Metrics& m = sheet.metrics();
    const auto& health = sheet.state().health;
    const double sign_px = std::min(high_px * 0.8, m.px(8)) + m.px(2);
    std::vector<Chip> chips;
    for (std::size_t i = 0; i + 1 < session::part_count; ++i) {  // start-up is over by now
        const auto part = static_cast<Part>(i);
        auto words = chip_words(sheet, part);
        const double wide = sign_px + sheet.width_of(words) + m.px(4);
        chips.push_back({part, std::move(words), wide});
    }
    if (!by_need) return chips;
    // Faults, then what grows old, then the rest.
    const auto need = [&](const Chip& chip) {
        if (health.of(chip.part).level != Level::Good) return 0;
        return chip.part == Part::Trust || chip.part == Part::Revocation ? 1 : 2;
    };
    std::stable_sort(chips.begin(), chips.end(),
                     [&](const Chip& one, const Chip& other) { return need(one) < need(other); });
    return chips;
}

/// In rows, each as wide as it needs. False, and nothing is drawn, when some have no room and
/// `may_leave_out` does not allow it.
bool put_chips_in_rows(Sheet& sheet, PixelBox box, const std::vector<Chip>& chips,
                       bool may_leave_out) {
    const Metrics& m = sheet.metrics();
    const double gap = m.px(1);
    const double high = m.px(m.operator_mm * 1.7);
    struct Placed {
        const Chip* chip;
        PixelBox box;
    };
    std::vector<Placed> placed;
    PixelBox next{box.x, box.y, 0, high};
    for (const auto& chip : chips) {
        next.width = std::min(chip.wide_px, box.width);
        if (next.x > box.x && next.x + next.width > box.x + box.width)
            next = {box.x, next.y + high + gap, next.width, high};
        if (next.y + high > box.y + box.height + 1) {
            if (!may_leave_out) return false;
            break;
        }
        placed.push_back({&chip, next});
        next.x += next.width;
    }
    for (const auto& [chip, place] : placed)
        chip_line(sheet, place, sheet.state().health.of(chip->part).level, chip->words);
    return true;
}

void put_chips(Sheet& sheet, PixelBox box, std::size_t columns) {
    const Metrics& m = sheet.metrics();
    const double gap = m.px(1);
    const double line_px = m.px(m.operator_mm * 1.7);
    const auto chips = chips_of(sheet, line_px, false);
    const auto rows = static_cast<double>((chips.size() + columns - 1) / columns);
    const double wide =
        (box.width - gap * static_cast<double>(columns - 1)) / static_cast<double>(columns);
    const double high = (box.height - gap * (rows - 1)) / rows;
    const bool have_room =
        high >= line_px && std::all_of(chips.begin(), chips.end(), [&](const Chip& chip) {
            return chip.wide_px <= wide + m.px(4);
        });
    if (!have_room) {
        if (put_chips_in_rows(sheet, box, chips, false)) return;
        put_chips_in_rows(sheet, box, chips_of(sheet, line_px, true), true);
        return;
    }
    for (std::size_t i = 0; i < chips.size(); ++i) {
        const PixelBox place{box.x + static_cast<double>(i % columns) * (wide + gap),
                             box.y + static_cast<double>(i / columns) * (high + gap), wide, high};
        chip_line(sheet, place, sheet.state().health.of(chips[i].part).level, chips[i].words);
    }
}

std::vector<Line> count_lines(const Sheet& sheet) {
    TextLook look = sheet.operator_text();
    const auto& state = sheet.state();
    std::vector<Line> lines;
    if (sheet.settings().can_issue) {
        Line line = sheet.counted("op.queue.waiting", look, state.queue.waiting);
        line.text +=
            " \xC2\xB7 " + sheet.counted("op.queue.held", look, state.queue.held).text +
            " \xC2\xB7 " +
            sheet.words("op.home.printed", look, {{"n", std::to_string(state.queue.printed)}}).text;
        lines.push_back(std::move(line));
    }
    return lines;
}

// Today's checks by verdict, each under its shape.
void put_day(Sheet& sheet, PixelBox box) {
    const Metrics& m = sheet.metrics();
    TextLook look = strong(sheet);
    look.lines = 1;
    const double wide = box.width / 4;
    for (std::size_t i = 0; i < 4; ++i) {
        PixelBox cell = cut_start(box, wide);
        const double side = std::min(cell.height * 0.8, m.px(7));
        const auto verdict = verdict_look(sheet.palette(), static_cast<policy::Verdict>(i));
        sheet.icon(verdict.icon_name, middle(cut_start(cell, side), side, side), sheet.ink());
        cut_start(cell, m.px(1.5));
        sheet.put(sheet.data(std::to_string(sheet.state().day.checked[i]), look), cell);
    }
}

void put_last_check(Sheet& sheet, PixelBox box, const std::optional<KeyModel>& why) {
    const Metrics& m = sheet.metrics();
    if (why) {
        sheet.place(*why, cut_end(box, m.px(30)));
        cut_end(box, m.px(m.gap_mm));
    }
    TextLook look = strong(sheet);
    const auto& last = sheet.state().last_check;
    if (!last) return void(sheet.put(sheet.words("op.home.no_check", look), box));
    const auto verdict = verdict_look(sheet.palette(), last->verdict);
    const double side = std::min(box.height * 0.8, m.px(9));
    sheet.icon(verdict.icon_name, middle(cut_start(box, side), side, side), sheet.ink());
    cut_start(box, m.px(2));
    Line line = sheet.words("op.home.last_check", look);
    line.text += " \xC2\xB7 " + sheet.words(verdict.headline, look).text;
    const std::string code = last->findings.empty() ? std::string{} : last->findings.front().code;
    if (!m.is_low) return sheet.stack({line, sheet.data(code, sheet.operator_text())}, box);
    // One line's height: the finding stands behind the verdict.
    if (!code.empty()) line.text += " \xC2\xB7 " + sheet.data(code, look).text;
    line.look.floor_mm = sheet.operator_text().cap_mm;
    sheet.put(line, box);
}

Line who_line(const Sheet& sheet, const TextLook& look) {
    const auto& who = sheet.state().operator_session;
    if (!who) return sheet.words("op.title", look);
    Line line = sheet.data(who->name, look);
    const bool is_supervisor = who->role == session::Role::Supervisor;
    line.text +=
        ", " + sheet.words(is_supervisor ? "op.role.supervisor" : "op.role.operator", look).text;
    return line;
}

}  // namespace

std::string_view part_name(Part part) {
    return parts[static_cast<std::size_t>(part)].name;
}
std::string_view part_icon(Part part) {
    return parts[static_cast<std::size_t>(part)].icon;
}

void lay_out(Sheet& sheet, const session::OperatorHome&) {
    const Metrics& m = sheet.metrics();
    const double gap = m.px(m.is_low ? 1.5 : m.gap_mm);
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    std::vector<KeyModel> bar;
    for (const KeyId id : {KeyId::Back, KeyId::Lock})
        if (const auto model = sheet.take(id); model) bar.push_back(*model);
    operator_bar(sheet, body, who_line(sheet, strong(sheet)), bar);
    const auto why = sheet.take(KeyId::Why);
    const auto tiles = sheet.take_rest();
    const std::size_t columns = 4;
    const auto rows = static_cast<double>((tiles.size() + columns - 1) / columns);
    const double tile_px = m.px(m.is_low ? 15 : m.is_short ? 20 : 28);
    const double last_px = m.px(m.is_low ? 13 : 20);

    PixelBox last = cut_bottom(body, last_px);
    cut_bottom(body, gap);
    place_grid(sheet, tiles, cut_bottom(body, rows * tile_px + (rows - 1) * m.px(m.gap_mm)),
               columns, tile_px);
    cut_bottom(body, gap);
    put_last_check(sheet, last, why);

    const auto counts = count_lines(sheet);
    const double line_px = m.px(m.operator_mm * 2);
    PixelBox chips = body;
    if (!m.is_low && chips.height > m.px(24)) {
        put_day(sheet, cut_bottom(chips, std::min(m.px(12), chips.height * 0.25)));
        cut_bottom(chips, gap);
    }
    if (!counts.empty() && chips.height > 3 * line_px) {
        sheet.stack(counts, cut_bottom(chips, std::min(line_px, m.px(14))));
        cut_bottom(chips, m.px(1));
    }
    const std::size_t chip_columns = m.has_large_text || m.is_portrait ? 2 : 4;
    put_chips(sheet, cut_top(chips, std::min(chips.height, m.px(44))), chip_columns);
}

void lay_out(Sheet& sheet, const session::HealthPage&) {
    const Metrics& m = sheet.metrics();
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    std::vector<KeyModel> bar;
    for (const KeyId id : {KeyId::OpenClock, KeyId::Back})
        if (const auto model = sheet.take(id); model) bar.push_back(*model);
    operator_bar(sheet, body, sheet.words("op.home.health", strong(sheet)), bar);
    const auto again = sheet.take_all(KeyId::TryAgain);
    // Two columns of four: on a 7" panel a fault keeps a key of full height.
    const std::size_t columns = m.is_portrait ? 1 : 2;
    const auto boxes = grid_boxes(m, body, session::part_count, columns, m.px(40));
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto part = static_cast<Part>(i);
        const auto& health = sheet.state().health.of(part);
        PixelBox box = boxes[i];
        const auto key = std::find_if(again.begin(), again.end(), [&](const KeyModel& model) {
            return model.key.index == static_cast<std::int32_t>(i);
        });
        if (key != again.end()) {
            PixelBox place = cut_end(box, m.px(m.is_low ? 24 : 34));
            sheet.place(*key, middle(place, place.width, std::min(place.height, m.px(20))));
            cut_end(box, m.px(2));
        }
        if (!m.is_low) {
            const double side = std::min(box.height * 0.6, m.px(10));
            sheet.icon(part_icon(part), middle(cut_start(box, side), side, side), sheet.ink());
            cut_start(box, m.px(2));
        }
        PixelBox upper = cut_top(box, box.height * (health.words.empty() ? 1.0 : 0.4));
        TextLook one = strong(sheet);
        one.lines = health.words.empty() ? 2 : 1;
        Line name = chip_words(sheet, part);
        name.look = one;
        chip_line(sheet, upper, health.level, name);
        if (health.words.empty()) continue;
        TextLook small = sheet.operator_text();
        small.lines = 2;
        Line cause = sheet.words(health.words, small);
        if (!health.code.empty()) cause.text += " \xC2\xB7 " + health.code;
        sheet.put(cause, box);
    }
}

}  // namespace outpost::screens
