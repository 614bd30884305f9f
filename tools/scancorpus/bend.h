// Bends a frame: curled, folded and crumpled sheets, lenses, rolling shutters.
#pragma once

#include "tools/scancorpus/dice.h"
#include "tools/scancorpus/scene_parts.h"

#include <opencv2/core.hpp>

#include <vector>

namespace outpost::corpus {

/// Moves the pixels of `frame` as the pose says, and the corners of `placed` with them. Where
/// light differs across a fold or crumple, `light_share` (empty or as large as the frame, CV_32F)
/// is the factor.
struct Bent {
    cv::Mat frame;
    cv::Mat light_share;
};

bool is_bent(const Variant& variant);
Bent bend(const cv::Mat& frame, const Variant& variant, std::vector<Placed>& placed, Dice& dice);

}  // namespace outpost::corpus
