// The desk, and a sheet laid on it in perspective.
#pragma once

#include "tools/scancorpus/dice.h"
#include "tools/scancorpus/print.h"
#include "tools/scancorpus/variant.h"

#include <opencv2/core.hpp>

#include <array>

namespace outpost::corpus {

/// Where a symbol is: the corners of its outline without quiet zone, from its own top left
/// clockwise as printed, in pixels of the frame.
struct Placed {
    std::array<cv::Point2f, 4> corners{};
    double module_px = 0.0;
    cv::Point2f middle;     // of the sheet
    float sheet_px = 0.0F;  // side of the sheet, before key-stoning
};

/// Uneven ground, 25 words, 12 rectangles.
cv::Mat draw_desk(cv::Size size, bool dark, Dice& dice);

/// Draws the sheet into the frame: scaled, key-stoned towards a random edge, turned by 2 degrees
/// more or less than asked for. `middle` is where the sheet's middle comes to lie.
Placed lay_sheet(cv::Mat& frame, const Sheet& sheet, const Variant& variant, cv::Point2f middle,
                 Dice& dice);

}  // namespace outpost::corpus
