// Optics, light and sensor.
#include "tools/scancorpus/light.h"

#include "tools/scancorpus/jpeg_loss.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace outpost::corpus {

namespace {

constexpr float glare_levels = 400.0F;

cv::Mat line_kernel(std::int32_t length, double turn) {
    constexpr int fine = 8;
    const auto side = length + 2 + (length % 2 == 0 ? 1 : 0);
    cv::Mat drawn = cv::Mat::zeros(side * fine, side * fine, CV_32FC1);
    const auto half = length * fine / 2.0;
    const auto middle = side * fine / 2.0;
    const cv::Point way(static_cast<int>(std::lround(half * std::cos(turn))),
                        static_cast<int>(std::lround(half * std::sin(turn))));
    const cv::Point at(static_cast<int>(middle), static_cast<int>(middle));
    cv::line(drawn, at - way, at + way, cv::Scalar(1.0), fine);
    cv::Mat kernel;
    cv::resize(drawn, kernel, {side, side}, 0, 0, cv::INTER_AREA);
    return kernel / cv::sum(kernel)[0];
}

cv::Mat disc_kernel(double radius) {
    constexpr int fine = 8;
    const auto side = 2 * static_cast<int>(std::ceil(radius)) + 1;
    cv::Mat drawn = cv::Mat::zeros(side * fine, side * fine, CV_32FC1);
    const auto middle = (side * fine - 1) / 2;
    cv::circle(drawn, {middle, middle}, static_cast<int>(std::lround(radius * fine)),
               cv::Scalar(1.0), cv::FILLED);
    cv::Mat kernel;
    cv::resize(drawn, kernel, {side, side}, 0, 0, cv::INTER_AREA);
    return kernel / cv::sum(kernel)[0];
}

void blur(cv::Mat& frame, const Light& light, double scale, Dice& dice) {
    if (light.blur_px > 0.0) cv::GaussianBlur(frame, frame, {0, 0}, light.blur_px * scale);
    if (light.defocus_px > 0.0)
        cv::filter2D(frame, frame, -1, disc_kernel(light.defocus_px * scale));
    const bool is_across = dice.coin();
    const auto turn = dice.between(0.0, std::numbers::pi);
    if (light.motion_px > 0) {
        if (light.motion_oblique)
            cv::filter2D(frame, frame, -1, line_kernel(light.motion_px, turn));
        else
            cv::blur(frame, frame,
                     is_across ? cv::Size(light.motion_px, 1) : cv::Size(1, light.motion_px));
    }
}

struct Spot {
    cv::Point2f middle;
    double area_px = 0.0;
    double side_px = 0.0;
};

Spot spot_of(const Placed& placed, Dice& dice) {
    const std::vector<cv::Point2f> outline(placed.corners.begin(), placed.corners.end());
    Spot spot;
    spot.area_px = std::abs(cv::contourArea(outline));
    spot.side_px = std::sqrt(spot.area_px);
    for (const auto& corner : outline) spot.middle += corner / 4.0F;
    spot.middle += cv::Point2f(static_cast<float>(dice.around(0.1) * spot.side_px),
                               static_cast<float>(dice.around(0.1) * spot.side_px));
    return spot;
}

/// 1 inside, 0 outside, soft over a tenth of the radius on both sides of the rim.
float soft_inside(float distance, float radius) {
    constexpr float softness = 0.1F;
    return std::clamp((radius * (1.0F + softness) - distance) / (2.0F * softness * radius), 0.0F,
                      1.0F);
}

/// Levels that are added.
cv::Mat glare_of(cv::Size size, const Light& light, const Spot& spot, Dice& dice) {
    if (light.glare_share <= 0.0 && light.streak_share <= 0.0) return {};
    cv::Mat glare(size, CV_32FC1);
    const auto radius =
        static_cast<float>(std::sqrt(light.glare_share * spot.area_px / std::numbers::pi));
    const auto half_width = static_cast<float>(light.streak_share * spot.side_px / 2.0);
    const auto turn = dice.between(0.3, 1.2);
    const cv::Point2f across(static_cast<float>(std::sin(turn)),
                             static_cast<float>(-std::cos(turn)));
    for (int y = 0; y < size.height; ++y) {
        auto* row = glare.ptr<float>(y);
        for (int x = 0; x < size.width; ++x) {
            const auto offset =
                cv::Point2f(static_cast<float>(x), static_cast<float>(y)) - spot.middle;
            auto share = 0.0F;
            if (radius > 0.0F) share = soft_inside(std::sqrt(offset.dot(offset)), radius);
            if (half_width > 0.0F)
                share = std::max(share, soft_inside(std::abs(offset.dot(across)), half_width));
            row[x] = glare_levels * share;
        }
    }
    return glare;
}

/// A hand between lamp and sheet: a polygon with soft edges over part of the symbol.
cv::Mat shadow_of(cv::Size size, const Light& light, const Spot& spot, Dice& dice) {
    constexpr int coarse = 4;
    cv::Mat shadow(size / coarse, CV_32FC1, cv::Scalar(1.0));
    std::vector<cv::Point> hand;
    const auto turn = dice.between(0.0, 2.0 * std::numbers::pi);
    const auto reach = spot.side_px * 0.8;
    const cv::Point2d wrist(spot.middle.x + reach * std::cos(turn),
                            spot.middle.y + reach * std::sin(turn));
    for (std::int32_t corner = 0; corner < 9; ++corner) {
        const auto angle = corner * 2.0 * std::numbers::pi / 9.0;
        const auto length = spot.side_px * dice.between(0.45, 0.95);
        hand.emplace_back(static_cast<int>((wrist.x + length * std::cos(angle)) / coarse),
                          static_cast<int>((wrist.y + length * std::sin(angle)) / coarse));
    }
    cv::fillPoly(shadow, std::vector<std::vector<cv::Point>>{hand}, cv::Scalar(1.0 - light.shadow));
    const auto softness = std::max(1.0, spot.side_px / 45.0 / coarse);
    cv::GaussianBlur(shadow, shadow, {0, 0}, softness);
    cv::Mat full;
    cv::resize(shadow, full, size, 0, 0, cv::INTER_LINEAR);
    return full;
}

std::vector<float> column_light(int width, const Light& light) {
    std::vector<float> factors;
    for (int x = 0; x < width; ++x) {
        const auto place = static_cast<double>(x) * 1280.0 / width;
        const auto way = std::clamp((place - 340.0) / 600.0, 0.0, 1.0);
        factors.push_back(static_cast<float>(1.0 - light.gradient * way));
    }
    return factors;
}

std::vector<float> row_light(int height, const Light& light, Dice& dice) {
    const auto phase = dice.between(0.0, 2.0 * std::numbers::pi);
    const auto band_at = dice.between(0.35, 0.65);
    std::vector<float> factors;
    for (int y = 0; y < height; ++y) {
        const auto down = static_cast<double>(y) / height;
        const auto wave = std::sin(phase + down * 2.0 * std::numbers::pi * 4.5);
        const auto from_band = (down - band_at) / 0.09;
        const auto band = std::exp(-from_band * from_band);
        factors.push_back(static_cast<float>((1.0 - light.flicker * (0.5 + 0.5 * wave)) *
                                             (1.0 - light.band * band)));
    }
    return factors;
}

/// Normal noise from a table, five pixels a roll.
class Grain {
  public:
    Grain(double sigma, Dice& dice) : dice_(dice) {
        if (sigma <= 0.0) return;
        table_ = normal_table();
        for (auto& value : table_) value *= static_cast<float>(sigma);
    }
    float next() {
        if (table_.empty()) return 0.0F;
        if (left_ == 0) {
            bits_ = dice_.roll();
            left_ = 5;
        }
        --left_;
        const auto value = table_[bits_ & 4095U];
        bits_ >>= 12;
        return value;
    }

  private:
    Dice& dice_;
    std::vector<float> table_;
    std::uint64_t bits_ = 0;
    int left_ = 0;
};

std::array<float, 256> gamma_table(double gamma) {
    std::array<float, 256> table{};
    for (std::size_t level = 0; level < table.size(); ++level)
        table[level] =
            static_cast<float>(255.0 * std::pow(static_cast<double>(level) / 255.0, gamma));
    return table;
}

/// Illumination, glare and the sensor's answer in one pass, so that nothing is rounded twice.
struct Exposure {
    std::vector<float> columns;
    std::vector<float> rows;
    cv::Mat share;
    cv::Mat shadow;
    cv::Mat glare;
};

void develop(cv::Mat& frame, const Light& light, const Exposure& exposure, Dice& dice) {
    const auto contrast = static_cast<float>(light.contrast);
    const auto brightness = static_cast<float>(light.brightness) + 0.5F;
    const auto gamma = gamma_table(light.gamma);
    const bool has_gamma = light.gamma != 1.0;
    Grain grain(light.noise, dice);
    std::vector<float> levels(static_cast<std::size_t>(frame.cols));
    for (int y = 0; y < frame.rows; ++y) {
        auto* row = frame.ptr<std::uint8_t>(y);
        const auto row_factor = exposure.rows[static_cast<std::size_t>(y)];
        for (std::size_t x = 0; x < levels.size(); ++x)
            levels[x] = row[x] * row_factor * exposure.columns[x];
        for (const auto* factor : {&exposure.share, &exposure.shadow}) {
            if (factor->empty()) continue;
            const auto* factors = factor->ptr<float>(y);
            for (std::size_t x = 0; x < levels.size(); ++x) levels[x] *= factors[x];
        }
        if (!exposure.glare.empty()) {
            const auto* added = exposure.glare.ptr<float>(y);
            for (std::size_t x = 0; x < levels.size(); ++x) levels[x] += added[x];
        }
        for (std::size_t x = 0; x < levels.size(); ++x) {
            auto level = levels[x];
            if (has_gamma) level = gamma[static_cast<std::size_t>(std::clamp(level, 0.0F, 255.0F))];
            level = level * contrast + brightness + grain.next();
            row[x] = static_cast<std::uint8_t>(std::clamp(level, 0.0F, 255.0F));
        }
    }
}

void add_salt_pepper(cv::Mat& frame, double share, Dice& dice) {
    const auto count = static_cast<std::int64_t>(share * static_cast<double>(frame.total()));
    for (std::int64_t k = 0; k < count; ++k) {
        const auto x = dice.pick(frame.cols);
        const auto y = dice.pick(frame.rows);
        frame.at<std::uint8_t>(y, x) = dice.coin() ? 255 : 0;
    }
}

}  // namespace

void expose(cv::Mat& frame, const Variant& variant, std::span<const Placed> symbols,
            const cv::Mat& light_share, Dice& dice) {
    const auto& light = variant.light;
    blur(frame, light, 1.0 / variant.shrink, dice);
    Spot spot;
    if (!symbols.empty()) spot = spot_of(symbols.front(), dice);
    Exposure exposure;
    exposure.columns = column_light(frame.cols, light);
    exposure.rows = row_light(frame.rows, light, dice);
    exposure.share = light_share;
    if (light.shadow > 0.0) exposure.shadow = shadow_of(frame.size(), light, spot, dice);
    exposure.glare = glare_of(frame.size(), light, spot, dice);
    develop(frame, light, exposure, dice);
    if (light.salt_pepper > 0.0) add_salt_pepper(frame, light.salt_pepper, dice);
    if (light.jpeg_quality > 0) lose_as_jpeg(frame, light.jpeg_quality);
}

}  // namespace outpost::corpus
