// Issuing, printing, handing over, a printer that needs help, a page nobody knows of.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>
#include <array>

namespace outpost::screens {

using session::KeyId;
using session::KeyModel;

namespace {

/// A picture, sentences under it (or beside it, on a wide panel), keys below.
void put_picture_page(Sheet& sheet, std::string_view icon, std::vector<Line> lines,
                      bool has_operator_part = false) {
    const Metrics& m = sheet.metrics();
    std::vector<KeyModel> keys = sheet.take_rest();
    Zones zones = public_zones(sheet, keys.size());
    status_line(sheet, zones.status);
    place_keys(sheet, keys, zones.keys);
    PixelBox body = zones.body;
    double share = has_operator_part ? 0.26 : 0.36;
    // A long translation needs the width more than the picture does.
    if (sheet.stack_height(lines, body.width * (1 - share) - m.px(3)) > body.height) share = 0.16;
    const PixelBox picture =
        m.is_portrait ? cut_top(body, body.height * 0.42) : cut_start(body, body.width * share);
    const double side = std::min({picture.width, picture.height, m.px(110)}) * 0.9;
    sheet.icon(icon, middle(picture, side, side), sheet.ink());
    if (m.is_portrait)
        for (Line& line : lines) line.look.align = TextAlign::Middle;
    cut_start(body, m.px(m.is_portrait ? 0 : 3));
    sheet.stack(lines, body, !m.is_portrait);
}

struct Help {
    std::string_view words;  // of the cause, for the operator
    std::string_view steps;  // key stem
    std::int32_t count = 0;
    std::string_view icon;
};

Help help_of(PrintState cause) {
    switch (cause) {
        case PrintState::OutOfPaper:
            return {"op.printer.paper", "op.steps.paper.", 2, "paper-out"};
        case PrintState::Jammed:
            return {"op.printer.jam", "op.steps.jam.", 3, "jam"};
        case PrintState::Offline:
            return {"op.printer.offline", "op.steps.offline.", 3, "offline"};
        default:
            return {"op.printer.stopped", "op.steps.offline.", 3, "printer"};
    }
}

bool has_staff_keys(const Sheet& sheet) {
    return sheet.keys_left() > 0;
}

}  // namespace

void lay_out(Sheet& sheet, const session::Issuing& screen) {
    const Metrics& m = sheet.metrics();
    Zones zones = public_zones(sheet, 0);
    status_line(sheet, zones.status);
    constexpr std::array<std::string_view, 3> steps{"sign", "check", "page"};
    TextLook look = sheet.title();
    look.align = TextAlign::Middle;
    const Line words = sheet.words("print.making", look);
    PixelBox body = zones.body;
    const double words_px = sheet.height_of(words, body.width) + 1;
    sheet.put(words, cut_bottom(body, std::max(words_px, body.height * 0.35)));
    const double side = std::min(m.px(45), std::min(body.height * 0.8, body.width / 5));
    const double step_px = side * 1.5;
    const double y = body.y + (body.height - side) / 2;
    double x = body.x + (body.width - step_px * 2 - side) / 2;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto now = static_cast<std::size_t>(screen.step);
        const bool is_done = i < now;
        const PixelBox box{x, y, side, side};
        const Rgba fill = is_done ? sheet.palette().main : Rgba{0, 0, 0, 0};
        const Rgba ink = i > now ? sheet.palette().outline : sheet.palette().main;
        sheet.box(box, fill, ink, i == now ? 1.5 : 0.5, 3);
        sheet.icon(is_done ? "tick" : steps[i], inset(box, side * 0.18),
                   is_done ? sheet.palette().main_ink : ink);
        if (i + 1 < steps.size())
            sheet.box({x + side + side * 0.1, y + side / 2 - m.px(0.5), side * 0.3, m.px(1)}, ink);
        x += step_px;
    }
}

void lay_out(Sheet& sheet, const session::Printing& screen) {
    std::vector<Line> lines{sheet.words("print.printing", sheet.title())};
    if (screen.pages > 1)
        lines.push_back(sheet.words(
            "print.page", sheet.sentence(),
            {{"n", std::to_string(screen.page)}, {"total", std::to_string(screen.pages)}}));
    put_picture_page(sheet, "printer", std::move(lines));
}

void lay_out(Sheet& sheet, const session::HandOver&) {
    put_picture_page(sheet, "page",
                     {sheet.words("print.take", sheet.title()),
                      sheet.words("print.keep_flat", sheet.sentence())});
}

void lay_out(Sheet& sheet, const session::PrinterHelp& screen) {
    const Help help = help_of(screen.cause);
    if (!has_staff_keys(sheet)) {
        const bool is_paper = screen.cause == PrintState::OutOfPaper;
        return put_picture_page(
            sheet, help.icon,
            {sheet.words(is_paper ? "print.paper" : "print.stopped", sheet.title()),
             sheet.words("print.safe", sheet.sentence())});
    }
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, sheet.metrics().is_low ? 4.5 : 5.0);
    TextLook cause = look;
    cause.cap_mm = sheet.metrics().sentence_mm;
    cause.floor_mm = 5;
    cause.weight = TextWeight::Bold;
    std::vector<Line> lines{sheet.words(help.words, cause)};
    for (std::int32_t i = 1; i <= help.count; ++i) {
        const std::string number = std::to_string(i);
        Line step = sheet.words(std::string(help.steps) + number, look);
        step.text = number + ".  " + step.text;
        lines.push_back(std::move(step));
    }
    lines.push_back(sheet.words("op.print.waits", look));
    put_picture_page(sheet, help.icon, std::move(lines), true);
}

void lay_out(Sheet& sheet, const session::OutcomeUnknown& screen) {
    if (!has_staff_keys(sheet))
        return put_picture_page(sheet, "printer", {sheet.words("print.safe", sheet.title())});
    TextLook look = sheet.operator_text();
    look.cap_mm = std::max(look.cap_mm, 5.0);
    look.floor_mm = 3.5;
    put_picture_page(sheet, "page",
                     {sheet.words("op.outcome.title", sheet.title()),
                      sheet.words("op.outcome.certificate", look, {{"id", screen.certificate_id}})},
                     true);
}

}  // namespace outpost::screens
