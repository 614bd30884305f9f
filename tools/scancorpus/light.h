// Optics, light and sensor.
#pragma once

#include "tools/scancorpus/dice.h"
#include "tools/scancorpus/scene_parts.h"

#include <opencv2/core.hpp>

#include <span>
#include <vector>

namespace outpost::corpus {

/// Degrades the frame in the order of the members of Light.
/// @param symbols      where glare and shadow go: on the first
/// @param light_share  factor on each pixel (CV_32F), or empty
void expose(cv::Mat& frame, const Variant& variant, std::span<const Placed> symbols,
            const cv::Mat& light_share, Dice& dice);

}  // namespace outpost::corpus
