// The colours as the design gives them.
#include "firmware-app/screens/theme.h"

namespace outpost::screens {
namespace {

constexpr Rgba rgb(std::uint32_t value) {
    return Rgba{static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
                static_cast<std::uint8_t>(value), 255};
}

constexpr Rgba black = rgb(0x000000);
constexpr Rgba white = rgb(0xFFFFFF);

Palette light() {
    Palette out;
    out.page = rgb(0xF7F9FA);
    out.text = rgb(0x11181C);
    out.second = rgb(0x3F4D57);
    out.main = rgb(0x0B3D78);
    out.main_ink = white;
    out.outline = rgb(0x5A6872);
    out.alert = rgb(0x8A0012);
    out.pressed = rgb(0x11181C);
    out.pressed_ink = white;
    out.verdict = {rgb(0x2DB47F), rgb(0xFFD426), rgb(0x720010), rgb(0x1757A6)};
    out.verdict_ink = {black, black, white, white};
    out.is_light = true;
    return out;
}

Palette dark() {
    Palette out;
    out.page = rgb(0x0B0F14);
    out.text = rgb(0xF2F5F7);
    out.second = rgb(0xB4C0C8);
    out.main = rgb(0x9CC4FF);
    out.main_ink = rgb(0x06121F);
    out.outline = rgb(0x7D8B95);
    out.alert = rgb(0xFF9C9C);
    out.pressed = rgb(0xF2F5F7);
    out.pressed_ink = rgb(0x06121F);
    out.verdict = {rgb(0x00C99B), rgb(0xFFD750), rgb(0xCF1638), rgb(0x8088C6)};
    out.verdict_ink = {white, white, white, white};
    out.is_light = false;
    return out;
}

// Black, white and one accent; verdicts are told by shape and words alone.
Palette contrast() {
    Palette out;
    out.page = black;
    out.text = white;
    out.second = white;
    out.main = rgb(0xFFD426);
    out.main_ink = black;
    out.outline = white;
    out.alert = rgb(0xFFD426);
    out.pressed = white;
    out.pressed_ink = black;
    out.verdict = {white, white, white, white};
    out.verdict_ink = {white, white, white, white};
    out.is_light = false;
    return out;
}

}  // namespace

Palette palette_of(session::Theme theme, bool has_contrast) {
    if (has_contrast) return contrast();
    return theme == session::Theme::Dark ? dark() : light();
}

VerdictLook verdict_look(const Palette& palette, policy::Verdict verdict) {
    const auto at = static_cast<std::size_t>(verdict);
    VerdictLook look;
    look.field = palette.is_light ? palette.verdict[at] : palette.page;
    look.ink = palette.verdict_ink[at];
    look.icon = palette.is_light ? look.ink : palette.verdict[at];
    look.band = look.icon;
    look.has_frame = !palette.is_light;
    look.has_band = verdict != policy::Verdict::Accepted;
    switch (verdict) {
        case policy::Verdict::Accepted:
            look.icon_name = "verdict-accepted";
            look.headline = "verdict.accepted";
            break;
        case policy::Verdict::NotAccepted:
            look.pattern = BandPattern::Solid;
            look.band_mm = 3;
            look.icon_name = "verdict-not-accepted";
            look.headline = "verdict.not_accepted";
            break;
        case policy::Verdict::Rejected:
            look.pattern = BandPattern::Hatch45;
            look.band_mm = 8;
            look.icon_name = "verdict-rejected";
            look.headline = "verdict.rejected";
            break;
        case policy::Verdict::Unknown:
            look.pattern = BandPattern::Dots;
            look.band_mm = 6;
            look.icon_name = "verdict-unknown";
            look.headline = "verdict.unknown";
            break;
    }
    return look;
}

std::string_view chip_icon(session::Level level) {
    switch (level) {
        case session::Level::Good:
            return "chip-good";
        case session::Level::Soon:
            return "chip-soon";
        case session::Level::Fault:
            return "chip-fault";
        case session::Level::NotKnown:
            break;
    }
    return "chip-unknown";
}

Rgba chip_colour(const Palette& palette, session::Level level) {
    return palette.verdict[static_cast<std::size_t>(level)];
}

}  // namespace outpost::screens
