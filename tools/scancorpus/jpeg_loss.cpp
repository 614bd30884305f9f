// What JPEG at a quality takes away from a grey picture, without the file.
#include "tools/scancorpus/jpeg_loss.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace outpost::corpus {

namespace {

constexpr std::size_t side = 8;
using Block = std::array<float, side * side>;

// ITU-T T.81 table K.1
constexpr std::array<std::int32_t, side * side> luminance_steps{
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
    14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
    18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};

Block steps_of(std::int32_t quality) {
    const auto scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    Block steps{};
    for (std::size_t k = 0; k < steps.size(); ++k) {
        const auto step = (luminance_steps[k] * scale + 50) / 100;
        steps[k] = static_cast<float>(std::clamp(step, 1, 255));
    }
    return steps;
}

/// Row u: the cosine of frequency u.
Block cosines() {
    Block table{};
    for (std::size_t u = 0; u < side; ++u) {
        const auto norm = u == 0 ? std::sqrt(1.0 / side) : std::sqrt(2.0 / side);
        for (std::size_t x = 0; x < side; ++x) {
            const auto angle = (2.0 * static_cast<double>(x) + 1.0) * static_cast<double>(u) *
                               std::numbers::pi / (2.0 * side);
            table[u * side + x] = static_cast<float>(norm * std::cos(angle));
        }
    }
    return table;
}

Block transposed(const Block& from) {
    Block to{};
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) to[x * side + y] = from[y * side + x];
    }
    return to;
}

Block product(const Block& left, const Block& right) {
    Block out{};
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t k = 0; k < side; ++k) {
            const auto factor = left[y * side + k];
            for (std::size_t x = 0; x < side; ++x)
                out[y * side + x] += factor * right[k * side + x];
        }
    }
    return out;
}

}  // namespace

void lose_as_jpeg(cv::Mat& picture, std::int32_t quality) {
    const auto steps = steps_of(std::clamp(quality, 1, 100));
    const auto forward = cosines();
    const auto backward = transposed(forward);
    constexpr int step_px = static_cast<int>(side);
    for (int top = 0; top + step_px <= picture.rows; top += step_px) {
        for (int left = 0; left + step_px <= picture.cols; left += step_px) {
            Block block{};
            for (std::size_t k = 0; k < block.size(); ++k) {
                const auto* row = picture.ptr<std::uint8_t>(top + static_cast<int>(k / side));
                block[k] = static_cast<float>(row[left + static_cast<int>(k % side)]) - 128.0F;
            }
            auto waves = product(product(forward, block), backward);
            for (std::size_t k = 0; k < waves.size(); ++k)
                waves[k] = std::nearbyint(waves[k] / steps[k]) * steps[k];
            block = product(product(backward, waves), forward);
            for (std::size_t k = 0; k < block.size(); ++k) {
                auto* row = picture.ptr<std::uint8_t>(top + static_cast<int>(k / side));
                const auto level = std::clamp(block[k] + 128.5F, 0.0F, 255.0F);
                row[left + static_cast<int>(k % side)] = static_cast<std::uint8_t>(level);
            }
        }
    }
}

}  // namespace outpost::corpus
