// Draws a symbol on its sheet, or on a screen, seen straight and close.
#include "tools/scancorpus/print.h"

#include "tools/scancorpus/dice.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace outpost::corpus {

namespace {

constexpr std::int32_t scale = sheet_px_per_module;
constexpr std::int32_t full_ink = 255;

int px(double modules) {
    return static_cast<int>(std::lround(modules * scale));
}

/// 255 where there is ink.
cv::Mat ink_of(const ModuleGrid& grid, std::int32_t margin_px) {
    cv::Mat modules(grid.side_modules, grid.side_modules, CV_8UC1);
    std::transform(grid.dark.begin(), grid.dark.end(), modules.begin<std::uint8_t>(),
                   [](std::uint8_t dark) { return static_cast<std::uint8_t>(dark * full_ink); });
    const auto side_px = grid.side_modules * scale;
    cv::Mat ink = cv::Mat::zeros(side_px + 2 * margin_px, side_px + 2 * margin_px, CV_8UC1);
    cv::Mat middle = ink(cv::Rect(margin_px, margin_px, side_px, side_px));
    cv::resize(modules, middle, middle.size(), 0, 0, cv::INTER_NEAREST);
    return ink;
}

void grow(cv::Mat& ink, double gain_modules) {
    const auto reach = px(std::abs(gain_modules));
    if (reach == 0) return;
    const auto brush = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * reach + 1, 2 * reach + 1});
    if (gain_modules > 0.0)
        cv::dilate(ink, ink, brush);
    else
        cv::erode(ink, ink, brush);
}

/// A printing head of three dots a module: dots of uneven darkness, some dead.
void thermal(cv::Mat& ink, const PrintStyle& style, Dice& dice) {
    constexpr std::int32_t dot_px = scale / 3;
    const auto dots = ink.cols / dot_px;
    cv::Mat strength(dots, dots, CV_8UC1);
    std::for_each(
        strength.begin<std::uint8_t>(), strength.end<std::uint8_t>(),
        [&](std::uint8_t& dot) { dot = static_cast<std::uint8_t>(full_ink - dice.pick(70)); });
    cv::resize(strength, strength, ink.size(), 0, 0, cv::INTER_LINEAR);
    cv::min(ink, strength, ink);
    for (std::int32_t dead = 0; dead < style.dead_dots; ++dead) {
        const auto column = dots / 4 + dice.pick(dots / 2);
        ink(cv::Rect(column * dot_px, 0, dot_px, ink.rows)).setTo(0);
    }
}

/// Ink to grey levels, paler towards one side.
cv::Mat develop(const cv::Mat& ink, const PrintStyle& style, bool falls_across) {
    cv::Mat picture(ink.size(), CV_8UC1);
    const auto contrast = style.paper - style.ink;
    const auto last = static_cast<double>(ink.cols);
    for (int y = 0; y < ink.rows; ++y) {
        const auto* from = ink.ptr<std::uint8_t>(y);
        auto* to = picture.ptr<std::uint8_t>(y);
        for (int x = 0; x < ink.cols; ++x) {
            const auto way = static_cast<float>((falls_across ? x : y) / last);
            const auto left = 1.0F - static_cast<float>(style.fade) * way;
            const auto depth = static_cast<float>(contrast / full_ink) * left * from[x];
            to[x] = static_cast<std::uint8_t>(static_cast<float>(style.paper) - depth + 0.5F);
        }
    }
    return picture;
}

struct SymbolArea {
    double from_px = 0.0;
    double side_px = 0.0;
    [[nodiscard]] double middle_px() const { return from_px + side_px / 2.0; }
    [[nodiscard]] cv::Point somewhere(Dice& dice) const {
        const auto x = dice.between(from_px, from_px + side_px);
        const auto y = dice.between(from_px, from_px + side_px);
        return {static_cast<int>(x), static_cast<int>(y)};
    }
};

void draw_logo(cv::Mat& picture, const SymbolArea& area, double share) {
    const auto half = static_cast<int>(std::lround(area.side_px * std::sqrt(share) / 2.0));
    const auto middle = static_cast<int>(std::lround(area.middle_px()));
    const cv::Point at(middle, middle);
    cv::rectangle(picture, at - cv::Point(half, half), at + cv::Point(half, half), cv::Scalar(225),
                  cv::FILLED);
    cv::circle(picture, at, half * 4 / 5, cv::Scalar(90), cv::FILLED, cv::LINE_AA);
    cv::circle(picture, at, half / 2, cv::Scalar(190), half / 6 + 1, cv::LINE_AA);
}

void draw_specks(cv::Mat& picture, const SymbolArea& area, double share, Dice& dice) {
    auto left_px = share * area.side_px * area.side_px;
    while (left_px > 0.0) {
        const auto radius = dice.between(0.3, 1.1) * scale;
        const auto level = dice.coin() ? 40 : 215;
        cv::ellipse(picture, area.somewhere(dice),
                    cv::Size(static_cast<int>(radius), static_cast<int>(radius * 0.7)),
                    dice.between(0.0, 180.0), 0.0, 360.0, cv::Scalar(level), cv::FILLED,
                    cv::LINE_AA);
        left_px -= std::numbers::pi * radius * radius * 0.7;
    }
}

void draw_scratch(cv::Mat& picture, const SymbolArea& area, Dice& dice) {
    const auto turn = dice.between(0.0, 2.0 * std::numbers::pi);
    const auto reach = area.side_px;
    const cv::Point way(static_cast<int>(reach * std::cos(turn)),
                        static_cast<int>(reach * std::sin(turn)));
    const auto at = area.somewhere(dice);
    cv::line(picture, at - way, at + way, cv::Scalar(215), px(0.4), cv::LINE_AA);
}

/// A finger over the corner that has no finder pattern, its alignment pattern in the middle.
void draw_cover(cv::Mat& picture, const SymbolArea& area, double share) {
    const auto radius = std::sqrt(share * area.side_px * area.side_px / std::numbers::pi);
    const auto middle = static_cast<int>(area.from_px + area.side_px - 6.5 * scale);
    cv::circle(picture, {middle, middle}, static_cast<int>(radius), cv::Scalar(135), cv::FILLED,
               cv::LINE_AA);
}

/// Dark gaps between the pixels of a screen.
void cut_screen_pixels(cv::Mat& picture, std::int32_t pixels_per_module) {
    constexpr double light_in_gap = 0.4;
    const auto pitch = std::max(2, scale / pixels_per_module);
    for (int y = 0; y < picture.rows; ++y) {
        auto* row = picture.ptr<std::uint8_t>(y);
        for (int x = 0; x < picture.cols; ++x) {
            if (x % pitch != 0 && y % pitch != 0) continue;
            row[x] = static_cast<std::uint8_t>(row[x] * light_in_gap);
        }
    }
}

}  // namespace

Sheet print_symbol(const ModuleGrid& grid, const PrintStyle& style, std::uint64_t seed) {
    Dice dice(seed);
    const auto margin_px = px(style.quiet_modules + style.paper_modules);
    auto ink = ink_of(grid, margin_px);
    grow(ink, style.gain_modules);
    if (style.thermal_dots) thermal(ink, style, dice);
    Sheet sheet;
    sheet.picture = develop(ink, style, dice.coin());
    sheet.symbol_modules = grid.side_modules;
    sheet.side_modules = static_cast<double>(ink.cols) / scale;
    const SymbolArea area{static_cast<double>(margin_px),
                          static_cast<double>(grid.side_modules * scale)};
    if (style.logo_share > 0.0) draw_logo(sheet.picture, area, style.logo_share);
    if (style.speck_share > 0.0) draw_specks(sheet.picture, area, style.speck_share, dice);
    for (std::int32_t line = 0; line < style.scratches; ++line)
        draw_scratch(sheet.picture, area, dice);
    if (style.cover_share > 0.0) draw_cover(sheet.picture, area, style.cover_share);
    if (style.screen_pixels > 0) cut_screen_pixels(sheet.picture, style.screen_pixels);
    if (style.inverted) cv::bitwise_not(sheet.picture, sheet.picture);
    if (style.mirrored) cv::flip(sheet.picture, sheet.picture, 1);
    return sheet;
}

}  // namespace outpost::corpus
