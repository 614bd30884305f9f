// What JPEG at a quality takes away from a grey picture, without the file.
#pragma once

#include <opencv2/core.hpp>

#include <cstdint>

namespace outpost::corpus {

/// Rounds the cosine coefficients of each 8 x 8 block as baseline JPEG does with the luminance
/// table of ITU-T T.81 annex K. @param quality  1 to 100 on the usual scale
void lose_as_jpeg(cv::Mat& picture, std::int32_t quality);

}  // namespace outpost::corpus
