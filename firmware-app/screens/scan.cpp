// The scanning screen with its live picture, and the progress of a certificate in several codes.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>

namespace outpost::screens {

using session::KeyModel;

namespace {

struct Message {
    std::vector<Line> lines;
    std::string icon;  // empty: none
    double icon_mm = 14;
    double extra_px = 0;      // above the words, for squares or a bar
    bool ends_in_act = true;  // where there is no room for all, the last line says what to do
};

struct ScanZones {
    PixelBox status;
    PixelBox preview;
    PixelBox message;
    bool has_icon_above = false;
};

struct HintWords {
    ScanHint hint;
    std::string_view key;
    std::string_view icon;
};

// The arrows are for a camera that looks at the person: it sees the person's right on its left.
constexpr HintWords hints[] = {
    {ScanHint::TooFar, "hint.too_far", "hint-too-far"},
    {ScanHint::TooClose, "hint.too_close", "hint-too-close"},
    {ScanHint::CutLeft, "hint.left", "hint-left"},
    {ScanHint::CutRight, "hint.right", "hint-right"},
    {ScanHint::CutTop, "hint.down", "hint-down"},
    {ScanHint::CutBottom, "hint.up", "hint-up"},
    {ScanHint::Moving, "hint.moving", "hint-moving"},
    {ScanHint::Blurred, "hint.blurred", "hint-blurred"},
    {ScanHint::Glare, "hint.glare", "hint-glare"},
    {ScanHint::TooDark, "hint.dark_paper", "hint-dark-paper"},
    {ScanHint::TooBright, "hint.bright", "hint-bright"},
    {ScanHint::Tilted, "hint.tilted", "hint-tilted"},
    {ScanHint::Curled, "hint.curled", "hint-curled"},
    {ScanHint::ScreenMoire, "hint.moire", "hint-moire"},
};

// A camera that sees as the person does turns left and right round.
ScanHint as_person_sees(const Sheet& sheet, ScanHint hint) {
    if (sheet.view().panel.is_camera_mirrored) return hint;
    if (hint == ScanHint::CutLeft) return ScanHint::CutRight;
    return hint == ScanHint::CutRight ? ScanHint::CutLeft : hint;
}

bool is_unread_crowd(const session::State& state) {
    constexpr std::size_t crowd = 3;
    const auto unread = std::count_if(
        state.outlines.begin(), state.outlines.end(),
        [](const session::Outline& x) { return !x.is_read && !x.verdict && !x.is_part; });
    return static_cast<std::size_t>(unread) >= crowd;
}

Message message_of(const Sheet& sheet, const session::Scan& scan) {
    const TextLook look = sheet.metrics().is_low ? sheet.sentence() : sheet.title();
    const auto say = [&](std::string_view key) { return sheet.words(key, look); };
    if (scan.notice == "scan.other_code")
        return {{say("scan.other_code"), say("scan.other_help")}, ""};
    if (!scan.notice.empty()) return {{say(scan.notice)}, ""};
    if (scan.is_giving_up) return {{say("scan.failed"), say("scan.failed_help")}, ""};
    if (scan.is_checking) return {{say("scan.checking")}, ""};
    const ScanHint hint = as_person_sees(sheet, scan.hint);
    for (const HintWords& words : hints)
        if (words.hint == hint)
            return {{say(words.key)}, std::string(words.icon), scan.is_hint_large ? 20.0 : 13.0};
    if (scan.shows_help) return {{say("help.how")}, ""};
    if (is_unread_crowd(sheet.state())) return {{say("scan.several")}, ""};
    if (scan.has_code_in_view) return {{say("scan.reading")}, ""};
    if (scan.for_registration) return {{say("issue.show_code")}, ""};
    const auto& person = sheet.state().person;
    return {{say(person && !person->outcomes.empty() ? "scan.next" : "scan.title")}, ""};
}

bool is_tall_script(const Sheet& sheet) {
    const std::string& tag = sheet.view().messages.language().tag;
    return tag == "hi" || tag == "ta" || tag == "si" || tag == "ar";
}

double camera_aspect(const session::State& state) {
    if (state.camera_width_px <= 0 || state.camera_height_px <= 0) return 4.0 / 3.0;
    return std::clamp(
        static_cast<double>(state.camera_width_px) / static_cast<double>(state.camera_height_px),
        0.5, 2.0);
}

PixelBox fitted(PixelBox box, double aspect) {
    const double width = std::min(box.width, box.height * aspect);
    return middle(box, width, width / aspect);
}

double message_px(const Sheet& sheet, const Message& message, double width_px) {
    const double icon = message.icon.empty() ? 0 : sheet.px(message.icon_mm + 3);
    return message.extra_px + std::max(sheet.stack_height(message.lines, width_px - icon) + 2,
                                       message.icon.empty() ? 0.0 : sheet.px(message.icon_mm));
}

// Keys in a row below; the picture at the start side, the words beside it.
ScanZones side_by_side(Sheet& sheet, const std::vector<KeyModel>& keys, double aspect) {
    const Metrics& m = sheet.metrics();
    Zones zones = public_zones(sheet, keys.size());
    place_keys(sheet, keys, zones.keys);
    ScanZones out;
    out.status = zones.status;
    const double wide = std::max(std::min(zones.body.width * 0.42, zones.body.height * aspect),
                                 m.px(m.preview_floor_mm) * aspect);
    out.preview = fitted(cut_start(zones.body, wide), aspect);
    cut_start(zones.body, m.px(m.gap_mm));
    out.message = zones.body;
    out.has_icon_above = true;
    return out;
}

ScanZones below_each_other(Sheet& sheet, const std::vector<KeyModel>& keys, double aspect) {
    const Metrics& m = sheet.metrics();
    Zones zones = public_zones(sheet, keys.size());
    place_keys(sheet, keys, zones.keys);
    ScanZones out;
    out.status = zones.status;
    const double lines_px = m.px(m.sentence_mm * 2.1) * 3;
    const double high = std::max(std::min(zones.body.height - lines_px, zones.body.width / aspect),
                                 m.px(m.preview_floor_mm));
    out.preview = fitted(cut_top(zones.body, high), aspect);
    cut_top(zones.body, m.px(m.gap_mm));
    out.message = cut_top(zones.body, std::min(zones.body.height, lines_px * 1.3));
    return out;
}

// Landscape: keys at both sides of the picture, the words below.
std::optional<ScanZones> with_side_keys(Sheet& sheet, const std::vector<KeyModel>& keys,
                                        const Message& message, double aspect) {
    const Metrics& m = sheet.metrics();
    const auto& bottom = sheet.view().panel.bottom_mm;
    constexpr double reach_top_mm = 1'220;
    if (bottom && *bottom + m.height_px / m.px_per_mm > reach_top_mm) return std::nullopt;
    Zones zones = public_zones(sheet, 0);
    ScanZones out;
    out.status = zones.status;
    PixelBox view = zones.body;
    const double need = message_px(sheet, message, view.width);
    const double usual = m.px(m.sentence_mm * (m.is_low ? 3.4 : 5.2));
    out.message = cut_bottom(view, std::max(need, usual));
    cut_bottom(view, m.px(m.is_low ? 1 : m.gap_mm));
    const double row = key_row_px(m);
    const double gap = m.px(m.is_low ? 1.5 : m.gap_mm);
    const double at_start = keys.size() > 1 ? 2 * row + gap : row;
    if (view.height < std::max(at_start, m.px(m.preview_floor_mm))) return std::nullopt;
    const double wide = m.px(m.is_low ? 40 : 52);
    PixelBox start = cut_start(view, wide);
    PixelBox end = cut_end(view, wide);
    cut_start(view, m.px(m.gap_mm));
    cut_end(view, m.px(m.gap_mm));
    for (std::size_t i = 0; i < keys.size(); ++i) {
        PixelBox& column = i < 2 ? start : end;
        sheet.place(keys[i], cut_top(column, row));
        cut_top(column, gap);
    }
    out.preview = fitted(view, aspect);
    return out;
}

ScanZones scan_zones(Sheet& sheet, const Message& message) {
    const Metrics& m = sheet.metrics();
    const std::vector<KeyModel> keys = sheet.take_rest();
    const double aspect = camera_aspect(sheet.state());
    if (m.is_portrait) return below_each_other(sheet, keys, aspect);
    const bool needs_room =
        m.has_low_keys || (m.is_low && (is_tall_script(sheet) || m.has_large_text));
    if (!needs_room)
        if (auto zones = with_side_keys(sheet, keys, message, aspect); zones) return *zones;
    return side_by_side(sheet, keys, aspect);
}

void put_message(Sheet& sheet, Message message, PixelBox box, bool has_icon_above) {
    while (message.lines.size() > 1 && sheet.stack_height(message.lines, box.width) > box.height) {
        if (message.ends_in_act)
            message.lines.erase(message.lines.begin());
        else
            message.lines.pop_back();
    }
    if (message.icon.empty()) return sheet.stack(message.lines, box, true);
    const double side = sheet.px(message.icon_mm);
    if (!has_icon_above) {
        const PixelBox place = cut_start(box, side);
        sheet.icon(message.icon, middle(place, side, std::min(side, box.height)), sheet.ink());
        cut_start(box, sheet.px(3));
        return sheet.stack(message.lines, box, true);
    }
    const double free = box.height - sheet.stack_height(message.lines, box.width) - 2;
    const double fits = std::min(side * 1.4, free - sheet.px(2));
    if (fits >= sheet.px(8)) {
        const PixelBox place = cut_top(box, (free + fits) / 2);
        sheet.icon(message.icon, {place.x, place.y + place.height - fits, fits, fits}, sheet.ink());
    }
    sheet.stack(message.lines, box, fits < sheet.px(8));
}

PixelPoint to_panel(const Sheet& sheet, PixelBox box, PixelPoint point) {
    const double wide = std::max(sheet.state().camera_width_px, 1);
    const double high = std::max(sheet.state().camera_height_px, 1);
    double x = std::clamp(point.x_px / wide, 0.0, 1.0);
    if (sheet.view().panel.is_camera_mirrored) x = 1 - x;
    const double y = std::clamp(point.y_px / high, 0.0, 1.0);
    return {static_cast<std::int32_t>(box.x + x * box.width),
            static_cast<std::int32_t>(box.y + y * box.height)};
}

constexpr Rgba white{255, 255, 255, 255};
constexpr Rgba black{0, 0, 0, 255};

void draw_corner(Sheet& sheet, PixelPoint corner, std::int32_t arm_x, std::int32_t arm_y) {
    LineItem line;
    line.points = {{corner.x_px + arm_x, corner.y_px}, corner, {corner.x_px, corner.y_px + arm_y}};
    line.width_px = sheet.px(1);
    line.ink = white;
    line.edge_px = sheet.px(0.5);
    line.edge = black;
    sheet.line(std::move(line));
}

// Four corners: where to hold the code.
void draw_guide(Sheet& sheet, PixelBox preview) {
    const double side = std::min(preview.width, preview.height) * 0.8;
    const PixelBox box = middle(preview, side, side);
    const auto left = static_cast<std::int32_t>(box.x);
    const auto top = static_cast<std::int32_t>(box.y);
    const auto right = static_cast<std::int32_t>(box.x + box.width);
    const auto bottom = static_cast<std::int32_t>(box.y + box.height);
    const auto arm = static_cast<std::int32_t>(side / 6);
    draw_corner(sheet, {left, top}, arm, arm);
    draw_corner(sheet, {right, top}, -arm, arm);
    draw_corner(sheet, {right, bottom}, -arm, -arm);
    draw_corner(sheet, {left, bottom}, arm, -arm);
}

// `preview` as placed on the panel: outlines follow the camera's picture, not the language.
void draw_outline(Sheet& sheet, PixelBox preview, const session::Outline& outline) {
    LineItem line;
    for (const PixelPoint& corner : outline.corners)
        line.points.push_back(to_panel(sheet, preview, corner));
    line.is_closed = true;
    line.is_dotted = outline.is_part;
    line.width_px = sheet.px(1);
    line.ink = white;
    line.edge_px = sheet.px(0.5);
    line.edge = black;
    const PixelPoint at = line.points.front();
    sheet.line(std::move(line));
    if (!outline.verdict) return;
    const double side = sheet.px(8);
    PixelBox chip{std::clamp(at.x_px - side / 2, preview.x, preview.x + preview.width - side),
                  std::clamp(at.y_px - side / 2, preview.y, preview.y + preview.height - side),
                  side, side};
    if (sheet.is_rtl()) chip.x = sheet.metrics().width_px - chip.x - chip.width;
    sheet.box(chip, white, black, 0.5, 1);
    const VerdictLook look = verdict_look(sheet.palette(), *outline.verdict);
    sheet.icon(look.icon_name, inset(chip, side * 0.12), black);
}

void put_preview(Sheet& sheet, PixelBox box) {
    const PixelBox placed = sheet.preview(box);
    draw_guide(sheet, placed);
    for (const auto& outline : sheet.state().outlines) draw_outline(sheet, placed, outline);
}

void put_squares(Sheet& sheet, PixelBox row, const session::Parts& parts) {
    const auto total = static_cast<std::size_t>(std::clamp(parts.total, 1, 16));
    const double step = std::min(row.width / static_cast<double>(total), row.height + sheet.px(2));
    const double side = std::min(step * 0.82, row.height);
    double x = row.x + (row.width - step * static_cast<double>(total)) / 2;
    for (std::size_t i = 0; i < total; ++i) {
        const PixelBox square{x, row.y + (row.height - side) / 2, side, side};
        const bool is_read = i < parts.have.size() && parts.have[i];
        const Rgba none{0, 0, 0, 0};
        sheet.box(square, is_read ? sheet.ink() : none, sheet.ink(), 0.5, 0.6);
        if (is_read) sheet.icon("tick", inset(square, side * 0.15), sheet.ground());
        x += step;
    }
}

}  // namespace

void lay_out(Sheet& sheet, const session::Scan& screen) {
    const Message message = message_of(sheet, screen);
    const ScanZones zones = scan_zones(sheet, message);
    status_line(sheet, zones.status);
    put_preview(sheet, zones.preview);
    put_message(sheet, message, zones.message, zones.has_icon_above);
}

void lay_out(Sheet& sheet, const session::Parts& screen) {
    const TextLook look = sheet.metrics().is_low ? sheet.sentence() : sheet.title();
    Message message;
    const auto read = std::count(screen.have.begin(), screen.have.end(), true);
    if (!screen.notice.empty()) {
        message.lines = {sheet.words(screen.notice, look)};
    } else if (screen.total > 0) {
        message.lines = {
            sheet.words("parts.progress", look,
                        {{"n", std::to_string(read)}, {"total", std::to_string(screen.total)}}),
            sheet.words("parts.next", look)};
    } else {
        message.lines = {
            sheet.words("parts.percent", look, {{"percent", std::to_string(screen.percent)}})};
    }
    const double row_px = sheet.px(8);
    message.extra_px = row_px + sheet.px(1);
    message.ends_in_act = false;
    ScanZones zones = scan_zones(sheet, message);
    status_line(sheet, zones.status);
    put_preview(sheet, zones.preview);
    PixelBox row = cut_top(zones.message, row_px);
    cut_top(zones.message, sheet.px(1));
    if (screen.total > 0)
        put_squares(sheet, row, screen);
    else
        sheet.bar(middle(row, row.width, sheet.px(5)), screen.percent / 100.0, sheet.ink());
    put_message(sheet, message, zones.message, zones.has_icon_above);
}

}  // namespace outpost::screens
