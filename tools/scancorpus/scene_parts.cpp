// The desk, and a sheet laid on it in perspective.
#include "tools/scancorpus/scene_parts.h"

#include <opencv2/imgproc.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

namespace outpost::corpus {

namespace {

constexpr double jitter_deg = 2.0;
constexpr double source_blur_share = 0.35;  // of the factor by which the sheet is made smaller

void draw_words(cv::Mat& desk, int darkest, Dice& dice) {
    constexpr std::int32_t words = 25;
    for (std::int32_t word = 0; word < words; ++word) {
        std::string text;
        for (std::int32_t left = 3 + dice.pick(6); left > 0; --left)
            text += static_cast<char>('a' + dice.pick(26));
        const cv::Point at(dice.pick(desk.cols), dice.pick(desk.rows));
        const auto height = dice.between(0.4, 1.6);
        const auto level = darkest + dice.pick(60);
        cv::putText(desk, text, at, cv::FONT_HERSHEY_SIMPLEX, height, cv::Scalar(level),
                    1 + dice.pick(2), cv::LINE_AA);
    }
}

void draw_rectangles(cv::Mat& desk, int level_max, Dice& dice) {
    constexpr std::int32_t rectangles = 12;
    for (std::int32_t k = 0; k < rectangles; ++k) {
        const cv::Rect box(dice.pick(desk.cols), dice.pick(desk.rows), 10 + dice.pick(110),
                           10 + dice.pick(110));
        const auto level = dice.pick(level_max);
        const auto thickness = dice.coin() ? 1 + dice.pick(4) : static_cast<int>(cv::FILLED);
        cv::rectangle(desk, box, cv::Scalar(level), thickness);
    }
}

/// Corners of the square from -1 to 1, one edge shorter by `share` and nearer by half of it.
std::array<cv::Point2f, 4> keystoned_square(double share, std::int32_t edge) {
    const auto near = static_cast<float>(1.0 - share / 2.0);
    const auto narrow = static_cast<float>(1.0 - share);
    std::array<cv::Point2f, 4> corners{cv::Point2f{-narrow, -near}, cv::Point2f{narrow, -near},
                                       cv::Point2f{1.0F, 1.0F}, cv::Point2f{-1.0F, 1.0F}};
    for (std::int32_t quarter = 0; quarter < edge; ++quarter) {
        std::array<cv::Point2f, 4> turned;
        for (std::size_t k = 0; k < 4; ++k)
            turned[(k + 1) % 4] = cv::Point2f{-corners[k].y, corners[k].x};
        corners = turned;
    }
    return corners;
}

}  // namespace

cv::Mat draw_desk(cv::Size size, bool dark, Dice& dice) {
    cv::Mat coarse(9, 16, CV_8UC1);
    const auto darkest = dark ? 12 : 90;
    const auto levels = dark ? 40 : 110;
    for (int y = 0; y < coarse.rows; ++y) {
        for (int x = 0; x < coarse.cols; ++x)
            coarse.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(darkest + dice.pick(levels));
    }
    cv::Mat desk;
    cv::resize(coarse, desk, size, 0, 0, cv::INTER_CUBIC);
    draw_words(desk, dark ? 0 : 20, dice);
    draw_rectangles(desk, dark ? 60 : 256, dice);
    return desk;
}

Placed lay_sheet(cv::Mat& frame, const Sheet& sheet, const Variant& variant, cv::Point2f middle,
                 Dice& dice) {
    const auto module_px = variant.pose.module_px / variant.shrink;
    const auto turn = (variant.pose.turn_deg + dice.around(jitter_deg)) * std::numbers::pi / 180.0;
    const auto half_px = sheet.side_modules * module_px / 2.0;
    auto corners = keystoned_square(variant.pose.keystone, dice.pick(4));
    for (auto& corner : corners) {
        const double x = corner.x * half_px;
        const double y = corner.y * half_px;
        corner = middle + cv::Point2f(static_cast<float>(x * std::cos(turn) - y * std::sin(turn)),
                                      static_cast<float>(x * std::sin(turn) + y * std::cos(turn)));
    }
    // Edges of pixels, not their middles: what is drawn from a to b covers the pixels a to b - 1.
    const auto side_px = static_cast<float>(sheet.picture.cols);
    const std::vector<cv::Point2f> from{{-0.5F, -0.5F},
                                        {side_px - 0.5F, -0.5F},
                                        {side_px - 0.5F, side_px - 0.5F},
                                        {-0.5F, side_px - 0.5F}};
    const std::vector<cv::Point2f> to(corners.begin(), corners.end());
    const auto projection = cv::getPerspectiveTransform(from, to);

    const auto shrinks_by = sheet_px_per_module / module_px;
    const auto sigma = (variant.print.aliased ? 0.12 : source_blur_share) * shrinks_by;
    cv::Mat soft;
    cv::GaussianBlur(sheet.picture, soft, {0, 0}, sigma);
    cv::warpPerspective(soft, frame, projection, frame.size(), cv::INTER_LINEAR,
                        cv::BORDER_TRANSPARENT);

    Placed placed;
    placed.module_px = module_px;
    placed.middle = middle;
    placed.sheet_px = static_cast<float>(2.0 * half_px);
    const auto symbol_px = static_cast<float>(sheet.symbol_modules * sheet_px_per_module);
    const auto low = (side_px - symbol_px) / 2.0F - 0.5F;
    const auto high = low + symbol_px;
    std::vector<cv::Point2f> outline{{low, low}, {high, low}, {high, high}, {low, high}};
    if (variant.print.mirrored) outline = {{high, low}, {low, low}, {low, high}, {high, high}};
    std::vector<cv::Point2f> seen;
    cv::perspectiveTransform(outline, seen, projection);
    for (std::size_t k = 0; k < 4; ++k) placed.corners[k] = seen[k];
    return placed;
}

}  // namespace outpost::corpus
