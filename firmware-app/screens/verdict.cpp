// The verdict: shape, colour, words; one for all certificates of a person.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>

namespace outpost::screens {

using policy::Verdict;
using session::KeyId;
using session::KeyModel;

namespace {

constexpr std::int64_t bar_step_ms = 250;
constexpr std::int64_t still_bar_step_ms = 2'000;  // reduced motion

TextLook verdict_sentence(const Sheet& sheet) {
    TextLook look = sheet.sentence();
    look.is_verdict = true;
    look.lines = 4;
    if (!sheet.metrics().is_low) look.cap_mm = std::min(sheet.metrics().title_mm, 10.0);
    if (sheet.metrics().is_portrait) look.align = TextAlign::Middle;
    return look;
}

// "A. K.  Born 14 March": what the identity check needs and no more.
Line identity_line(const Sheet& sheet, const session::VerdictShown& shown) {
    if (!shown.shows_identity || shown.verdict != Verdict::Accepted || shown.names_differ ||
        shown.identity_name.empty())
        return {};
    TextLook look = verdict_sentence(sheet);
    look.is_personal = true;
    look.weight = TextWeight::Bold;
    Line line = sheet.data(shown.identity_name, look);
    const bool has_birth = shown.birth_day >= 1 && shown.birth_day <= 31 &&
                           shown.birth_month >= 1 && shown.birth_month <= 12;
    if (!has_birth) return line;
    const std::string month =
        sheet.view().messages.text("month." + std::to_string(shown.birth_month));
    const Line born = sheet.words("verdict.born", look,
                                  {{"day", std::to_string(shown.birth_day)}, {"month", month}});
    line.text += "  \xC2\xB7  " + born.text;
    return line;
}

std::vector<Line> lines_under(const Sheet& sheet, const session::VerdictShown& shown) {
    const TextLook look = verdict_sentence(sheet);
    TextLook bold = look;
    bold.weight = TextWeight::Bold;
    const auto say = [&](std::string_view key) { return sheet.words(key, look); };
    if (shown.names_differ && shown.verdict == Verdict::Unknown)
        return {say("verdict.names_differ"), sheet.words("verdict.see_staff", bold)};
    switch (shown.verdict) {
        case Verdict::Accepted: {
            const Line identity = identity_line(sheet, shown);
            if (identity.text.empty()) return {say("verdict.accepted_go")};
            return {identity, say("verdict.accepted_id")};
        }
        case Verdict::NotAccepted:
            return {say("verdict.not_accepted_sub"), sheet.words("verdict.see_staff", bold)};
        case Verdict::Rejected:
            return {say("verdict.rejected_sub"), sheet.words("verdict.see_staff", bold)};
        case Verdict::Unknown:
            break;
    }
    return {say("verdict.unknown_sub"), sheet.words("verdict.see_staff", bold)};
}

// What may be left out on a small panel when there is no room, the first last.
std::vector<Line> small_lines(const Sheet& sheet, const session::VerdictShown& shown) {
    TextLook look = sheet.label();
    look.is_verdict = true;
    look.lines = 2;
    look.weight = TextWeight::SemiBold;
    if (sheet.metrics().is_portrait) look.align = TextAlign::Middle;
    std::vector<Line> out;
    if (shown.has_ageing_data) out.push_back(sheet.words("verdict.older_data", look));
    if (shown.certificates > 1)
        out.push_back(sheet.counted("verdict.joined", look, shown.certificates));
    const bool is_no = shown.verdict == Verdict::NotAccepted || shown.verdict == Verdict::Rejected;
    if (is_no && sheet.settings().health_note && !sheet.metrics().is_low)
        out.push_back(sheet.words("verdict.not_health", look));
    return out;
}

/// Bands and frame; gives what is left between them.
PixelBox put_edges(Sheet& sheet, const VerdictLook& look) {
    const Metrics& m = sheet.metrics();
    PixelBox box = sheet.all();
    if (look.has_frame) {
        const double frame = m.px(m.is_low ? 4 : 6);
        const Rgba none{0, 0, 0, 0};
        sheet.box(box, none, look.icon, m.is_low ? 4 : 6, 0);
        box = inset(box, frame);
    }
    if (look.has_band) {
        // On a 7" panel the words need the height: narrower, the pattern stays.
        const double band_mm = m.is_low ? std::max(3.0, look.band_mm * 0.6) : look.band_mm;
        const double pitch = m.px(band_mm) * (look.pattern == BandPattern::Dots ? 1.8 : 1.2);
        sheet.band(cut_top(box, m.px(band_mm)), look.pattern, pitch, look.band);
        sheet.band(cut_bottom(box, m.px(band_mm)), look.pattern, pitch, look.band);
    }
    return box;
}

void put_time_bar(Sheet& sheet, const session::VerdictShown& shown, PixelBox box) {
    if (shown.waits_for_ack || shown.dwell_ms <= 0) return;
    const std::int64_t left =
        std::clamp<std::int64_t>(shown.until_ms - sheet.state().now_ms, 0, shown.dwell_ms);
    const std::int64_t step = sheet.settings().reduced_motion ? still_bar_step_ms : bar_step_ms;
    const std::int64_t steps_left = (left + step - 1) / step;
    const std::int64_t shown_left = std::min(steps_left * step, shown.dwell_ms);
    sheet.bar(box, static_cast<double>(shown_left) / static_cast<double>(shown.dwell_ms),
              sheet.ink());
    if (steps_left > 1) sheet.redraw_at(shown.until_ms - (steps_left - 1) * step);
}

// Panels under 100 mm high: a touch anywhere keeps the verdict; the words stand beside the bar.
void put_low_foot(Sheet& sheet, const session::VerdictShown& shown, PixelBox& body) {
    const auto keep = sheet.take(KeyId::ShowLonger);
    const auto next = sheet.take(KeyId::Next);
    if (next) {
        const Metrics& m = sheet.metrics();
        std::vector<KeyModel> keys;
        if (keep) keys.push_back(*keep);
        keys.push_back(*next);
        place_keys(sheet, keys, cut_bottom(body, key_row_px(m)));
        cut_bottom(body, m.px(1));
    }
    if (keep && !next) {
        PixelBox whole = sheet.all();
        cut_top(whole, sheet.px(sheet.metrics().status_mm));
        sheet.place_bare(*keep, whole);
    }
    if (shown.waits_for_ack) return;
    PixelBox foot = cut_bottom(body, sheet.px(7));
    if (keep && keep->is_enabled) {
        TextLook look = sheet.label();
        look.cap_mm = 3.9;
        look.floor_mm = 2.6;
        look.lines = 1;
        look.align = TextAlign::End;
        look.is_verdict = true;
        sheet.put(sheet.words("verdict.keep", look), cut_end(foot, foot.width * 0.34));
        cut_end(foot, sheet.px(3));
    }
    put_time_bar(sheet, shown, middle(foot, foot.width, sheet.px(3)));
}

void put_foot(Sheet& sheet, const session::VerdictShown& shown, PixelBox& body) {
    const Metrics& m = sheet.metrics();
    const std::vector<KeyModel> keys = sheet.take_rest();
    Zones zones = public_zones(sheet, keys.size());
    const double bottom = std::min(body.y + body.height, zones.keys.y + zones.keys.height);
    const double top = zones.keys.height > 0 ? zones.keys.y : bottom;
    PixelBox place = zones.keys;
    if (zones.keys.height > 0) {
        place.y = std::min(place.y, body.y + body.height - place.height - m.px(2));
        place_keys(sheet, keys, inset(place, 0));
    }
    body.height = std::min(top, place.y) - body.y - m.px(m.gap_mm);
    PixelBox bar = cut_bottom(body, m.px(5));
    cut_bottom(body, m.px(m.gap_mm));
    put_time_bar(sheet, shown, middle(bar, bar.width, m.px(4)));
}

TextLook headline_look(const Sheet& sheet) {
    const Metrics& m = sheet.metrics();
    TextLook look;
    look.cap_mm = m.headline_mm;
    look.floor_mm = m.headline_floor_mm;
    look.lines = 2;
    look.weight = TextWeight::Bold;
    look.is_verdict = true;
    look.align = m.is_portrait ? TextAlign::Middle : TextAlign::Start;
    return look;
}

void put_beside(Sheet& sheet, PixelBox body, const VerdictLook& look,
                const std::vector<Line>& under) {
    const Metrics& m = sheet.metrics();
    const double need = sheet.stack_height(under, body.width) + m.px(2);
    // The headline's least size in its lines, and an icon of 25 mm: the sentences give way to them.
    TextLook least = headline_look(sheet);
    least.cap_mm = least.floor_mm = m.headline_floor_mm + 0.2;
    const double icon_floor = m.px(m.is_low ? 25 : m.icon_mm * 0.45);
    const double headline_px =
        sheet.height_of(sheet.words(look.headline, least), body.width - m.px(m.icon_mm) - m.px(4));
    const double floor = std::max(icon_floor, headline_px + m.px(0.5));
    const double head = std::max(body.height - need, floor);
    PixelBox top = cut_top(body, std::min(head, m.px(m.icon_mm * 1.15)));
    if (!m.is_low) {  // what is left over stands around icon and words alike
        const double free = std::max(body.height - need, 0.0);
        top.y += free / 3;
        cut_top(body, free * 2 / 3);
    }
    double side = std::min(top.height - m.px(1), m.px(m.icon_mm));
    PixelBox beside = top;
    cut_start(beside, side + m.px(4));
    // One long word: the headline's size comes before the icon's.
    if (!sheet.fits(sheet.words(look.headline, headline_look(sheet)), beside))
        side = std::min(side, m.px(m.is_low ? 30 : m.icon_mm * 0.65));
    const PixelBox place = cut_start(top, side);
    sheet.icon(look.icon_name, middle(place, side, side), look.icon);
    cut_start(top, m.px(m.is_low ? 4 : 10));
    sheet.put(sheet.words(look.headline, headline_look(sheet)), top);
    sheet.stack(under, body, m.is_low);
}

void put_under(Sheet& sheet, PixelBox body, const VerdictLook& look,
               const std::vector<Line>& under) {
    const Metrics& m = sheet.metrics();
    const double need = sheet.stack_height(under, body.width) + m.px(4);
    const PixelBox words = cut_bottom(body, std::max(need, body.height * 0.3));
    const double side = std::min({m.px(m.icon_mm), body.height * 0.58, body.width * 0.9});
    PixelBox picture = cut_top(body, side + (body.height - side) * 0.35);
    sheet.icon(
        look.icon_name,
        {picture.x + (picture.width - side) / 2, picture.y + picture.height - side, side, side},
        look.icon);
    cut_top(body, m.px(4));
    sheet.put(sheet.words(look.headline, headline_look(sheet)), body);
    sheet.stack(under, words, false);
}

}  // namespace

void lay_out(Sheet& sheet, const session::VerdictShown& screen) {
    const Metrics& m = sheet.metrics();
    // Two names: whatever was proven, nobody is accepted on it.
    const Verdict verdict = screen.names_differ && screen.verdict != Verdict::Rejected
                                ? Verdict::Unknown
                                : screen.verdict;
    session::VerdictShown shown = screen;
    shown.verdict = verdict;
    const VerdictLook look = verdict_look(sheet.palette(), verdict);
    sheet.paint_page(look.field, look.ink);
    PixelBox body = put_edges(sheet, look);
    PixelBox strip = sheet.all();
    sheet.place_bare(KeyModel{{KeyId::StatusLine, 0}}, cut_top(strip, m.px(m.status_mm)));
    const double side_margin = m.px(std::max(m.margin_mm, 3.0));
    cut_start(body, side_margin);
    cut_end(body, side_margin);
    if (m.is_low)
        put_low_foot(sheet, shown, body);
    else
        put_foot(sheet, shown, body);
    std::vector<Line> under = lines_under(sheet, shown);
    const double least = m.px(m.is_low ? 36 : m.icon_mm * 0.7);
    for (const Line& line : small_lines(sheet, shown)) {
        under.push_back(line);
        if (sheet.stack_height(under, body.width) > body.height - least) under.pop_back();
    }
    if (m.is_portrait)
        put_under(sheet, body, look, under);
    else
        put_beside(sheet, body, look, under);
}

}  // namespace outpost::screens
