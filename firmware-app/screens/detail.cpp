// The last check for the operator: findings in words, claims as proven and as written.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

constexpr double grade_share = 0.28;  // of a claim's row

TextLook strong(const Sheet& sheet) {
    TextLook look = sheet.operator_text();
    look.weight = TextWeight::SemiBold;
    return look;
}

session::Level level_of_grade(std::string_view grade) {
    if (grade == "bound") return session::Level::Good;
    return grade == "interchangeable" ? session::Level::Soon : session::Level::Fault;
}

void put_finding(Sheet& sheet, PixelBox box, const session::CheckOutcome& check,
                 std::int32_t index) {
    if (check.findings.empty())
        return void(sheet.put(sheet.words("op.detail.no_findings", strong(sheet)), box));
    const auto at =
        std::min(static_cast<std::size_t>(std::max(index, 0)), check.findings.size() - 1);
    const auto& finding = check.findings[at];
    Line head = sheet.words("op.severity." + finding.severity, sheet.operator_text());
    head.text += " " + std::to_string(at + 1) + "/" + std::to_string(check.findings.size()) +
                 " \xC2\xB7 " + sheet.data(finding.code, {}).text;
    if (!finding.path.empty()) head.text += " " + sheet.data(finding.path, {}).text;
    head.look.ink = sheet.palette().second;
    sheet.stack({sheet.words("finding." + finding.code, strong(sheet)), head}, box, false);
}

void put_claim(Sheet& sheet, PixelBox row, const session::ClaimLine& claim) {
    TextLook look = sheet.operator_text();
    look.is_personal = true;
    look.lines = 1;
    look.floor_mm = 2.2;
    TextLook name = look;
    name.is_personal = false;
    name.ink = sheet.palette().second;
    const double wide = row.width;
    const auto slash = claim.path.rfind('/');
    const std::string field =
        slash == std::string::npos ? claim.path : claim.path.substr(slash + 1);
    const double gap = sheet.px(1.5);
    sheet.put(sheet.data(field, name), cut_start(row, wide * 0.2));
    cut_start(row, gap);
    TextLook grade = name;
    grade.ink.reset();
    chip_line(sheet, cut_end(row, wide * grade_share), level_of_grade(claim.grade),
              sheet.words("op.detail." + claim.grade, grade));
    cut_end(row, gap);
    sheet.put(sheet.data(claim.proven, look), cut_start(row, (row.width - gap) / 2));
    cut_start(row, gap);
    sheet.put(sheet.data(claim.as_written, look), row);
}

void put_claims(Sheet& sheet, PixelBox box, const session::CheckOutcome& check) {
    const double row_px = sheet.px(sheet.metrics().operator_mm * 2.0);
    TextLook head = sheet.operator_text();
    head.lines = 1;
    head.ink = sheet.palette().second;
    PixelBox row = cut_top(box, row_px);
    const double wide = row.width;
    const double gap = sheet.px(1.5);
    cut_start(row, wide * 0.2 + gap);
    cut_end(row, wide * grade_share + gap);
    sheet.put(sheet.words("op.detail.proven", head), cut_start(row, (row.width - gap) / 2));
    cut_start(row, gap);
    sheet.put(sheet.words("op.detail.as_written", head), row);
    for (const auto& claim : check.claims) {
        if (box.height < row_px) break;
        put_claim(sheet, cut_top(box, row_px), claim);
    }
}

std::vector<Line> source_lines(const Sheet& sheet, const session::CheckOutcome& check) {
    TextLook look = sheet.operator_text();
    look.lines = 1;
    look.floor_mm = 2.2;
    const auto pair = [&](std::string_view key, const std::string& value) {
        Line line = sheet.words(key, look);
        line.text += ": " + sheet.data(value, look).text;
        return line;
    };
    std::vector<Line> out;
    if (!check.issuer.empty()) out.push_back(pair("op.detail.issuer", check.issuer));
    if (!check.key.empty()) out.push_back(pair("op.detail.key", check.key));
    Line kind = pair("op.detail.format", check.format);
    constexpr std::int64_t ms_us = 1'000;
    kind.text +=
        " \xC2\xB7 " +
        sheet.words("op.detail.timing", look, {{"ms", std::to_string(check.total_us / ms_us)}})
            .text;
    const auto clock = sheet.state().health.of(session::Part::Clock).level;
    kind.text += " \xC2\xB7 " + sheet
                                    .words(clock == session::Level::Good ? "op.detail.clock_sure"
                                                                         : "op.detail.clock_unsure",
                                           look)
                                    .text;
    out.push_back(std::move(kind));
    return out;
}

// Name and birth date large: the operator holds the ID beside the screen.
void put_compare(Sheet& sheet, PixelBox body, const session::CheckOutcome& check) {
    TextLook name = sheet.title();
    name.is_personal = true;
    name.floor_mm = 5;
    std::vector<Line> lines{sheet.data(check.full_name, name)};
    for (const auto& claim : check.claims)
        if (claim.path.ends_with("/dob") || claim.path.ends_with("/birthDate") ||
            claim.path.ends_with("/age"))
            lines.push_back(sheet.data(claim.proven, name));
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, 4.0);
    lines.push_back(sheet.words("op.detail.compare_help", look));
    sheet.stack(lines, body);
}

}  // namespace

void lay_out(Sheet& sheet, const session::Detail& screen) {
    const Metrics& m = sheet.metrics();
    PixelBox body = inset(sheet.all(), m.px(m.margin_mm));
    const auto keys = sheet.take_rest();
    const auto& check = sheet.state().last_check;
    TextLook title = strong(sheet);
    title.cap_mm = std::max(title.cap_mm, 4.5);
    Line words = sheet.words("op.detail.title", title);
    if (check) {
        const auto look = verdict_look(sheet.palette(), check->verdict);
        words.text += " \xC2\xB7 " + sheet.words(look.headline, title).text;
    }
    // Toggles need the height of two lines: all three keys stand below.
    PixelBox foot = cut_bottom(body, m.px(m.key_mm));
    cut_bottom(body, m.px(1.5));
    if (!keys.empty()) place_grid(sheet, keys, foot, keys.size(), foot.height);
    const Rgba ink = sheet.ink();
    const PixelBox strip_from = body;
    operator_bar(sheet, body, {}, {});
    // The bar's row holds the verdict's sign and the title.
    PixelBox head{body.x, body.y - m.px(m.operator_key_mm) - m.px(m.is_low ? 1.5 : m.gap_mm),
                  body.width, m.px(m.operator_key_mm)};
    head.y = std::max(head.y, strip_from.y);
    if (check) {
        const double side = head.height * 0.8;
        const auto look = verdict_look(sheet.palette(), check->verdict);
        sheet.icon(look.icon_name, middle(cut_start(head, side), side, side), ink);
        cut_start(head, m.px(3));
    }
    sheet.put(words, head);
    if (!check) return;
    if (screen.compares_id) return put_compare(sheet, body, *check);
    const auto sources = source_lines(sheet, *check);
    const double line_px = m.px(m.operator_mm * 1.75);
    const double sources_px = line_px * static_cast<double>(sources.size());
    const double finding_px = m.px(m.operator_mm * 2) * 3;
    put_finding(sheet, cut_top(body, std::min(finding_px, body.height * 0.32)), *check,
                screen.finding);
    cut_top(body, m.px(1));
    if (body.height > sources_px + line_px * 3) sheet.stack(sources, cut_bottom(body, sources_px));
    put_claims(sheet, body, *check);
}

}  // namespace outpost::screens
