// Out of service: what to do instead, a picture of the cause, a code for the staff.
#include "firmware-app/screens/layout.h"
#include "firmware-app/screens/pages.h"

#include <algorithm>

namespace outpost::screens {

void lay_out(Sheet& sheet, const session::OutOfService& screen) {
    const Metrics& m = sheet.metrics();
    const auto keys = sheet.take_rest();
    Zones zones = public_zones(sheet, keys.size());
    status_line(sheet, zones.status);
    place_keys(sheet, keys, zones.keys);
    PixelBox body = zones.body;
    const auto& health = sheet.state().health.of(screen.part);
    TextLook small = sheet.label();
    small.ink = sheet.palette().second;
    small.lines = 1;
    if (!health.code.empty()) {
        small.align = TextAlign::End;
        sheet.put(sheet.data(health.code, small), cut_bottom(body, m.px(m.label_mm * 1.75)));
    }
    const PixelBox picture =
        m.is_portrait ? cut_top(body, body.height * 0.45) : cut_start(body, body.width * 0.36);
    const double side = std::min({picture.width, picture.height, m.px(120)}) * 0.85;
    sheet.icon(part_icon(screen.part), middle(picture, side, side), sheet.ink());
    if (!m.is_portrait) cut_start(body, m.px(3));
    TextLook title = sheet.title();
    title.cap_mm = std::max(title.cap_mm, m.is_low ? 9.0 : 14.0);
    TextLook look = sheet.title();
    look.weight = TextWeight::SemiBold;
    if (m.is_portrait) title.align = look.align = TextAlign::Middle;
    sheet.stack({sheet.words("oos.title", title), sheet.words("oos.other", look)}, body,
                !m.is_portrait);
}

}  // namespace outpost::screens
