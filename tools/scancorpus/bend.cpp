// Bends a frame: curled, folded and crumpled sheets, lenses, rolling shutters.
#include "tools/scancorpus/bend.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace outpost::corpus {

namespace {

constexpr int mesh_px = 8;  // the displacement is computed at every eighth pixel

/// Heights of a crumpled sheet at a few places, to both directions of displacement.
struct Crumple {
    static constexpr std::size_t columns = 9;
    static constexpr std::size_t rows = 6;
    std::array<float, columns * rows> across{};
    std::array<float, columns * rows> down{};
};

struct Crease {
    cv::Point2f at;
    cv::Point2f along;
    std::array<float, 2> squeeze{1.0F, 1.0F};  // cosine of each side's tilt
    std::array<float, 2> recede{0.0F, 0.0F};   // perspective of each side, 1 / px
};

class Field {
  public:
    Field(cv::Size size, const Variant& variant, const Placed& sheet, Dice& dice)
        : size_(size),
          pose_(variant.pose),
          sheet_(sheet),
          scale_(1.0F / static_cast<float>(variant.shrink)) {
        wave_ = dice.between(0.0, 2.0 * std::numbers::pi);
        sign_ = dice.coin() ? 1.0F : -1.0F;
        set_crease(dice);
        for (auto& value : crumple_.across) value = random_height(dice);
        for (auto& value : crumple_.down) value = random_height(dice);
    }

    /// The place of the flat frame that is seen at `at`.
    [[nodiscard]] cv::Point2f source_of(cv::Point2f at) const {
        auto from = shuttered(at);
        from = lensed(from);
        from = curled(from);
        if (pose_.fold_deg > 0.0) from = unfolded(from);
        if (pose_.crumple_px > 0.0)
            from += cv::Point2f(height_at(crumple_.across, from), height_at(crumple_.down, from));
        return from;
    }

    /// Where a place of the flat frame is seen.
    [[nodiscard]] cv::Point2f seen_at(cv::Point2f from) const {
        auto at = from;
        for (int step = 0; step < 30; ++step) at += from - source_of(at);
        return at;
    }

    /// Light that falls on a place, 1 for a flat sheet.
    [[nodiscard]] float light_at(cv::Point2f at, float share) const {
        float light = 1.0F;
        if (pose_.fold_deg > 0.0) {
            constexpr float round_px = 24.0F;  // paper does not bend at a knife's edge
            light -= share * std::clamp(distance_from_crease(at) / round_px + 0.5F, 0.0F, 1.0F);
        }
        if (pose_.crumple_px > 0.0) {
            const auto slope = height_at(crumple_.across, at) / (3.0F * crumple_px());
            light -= share * (0.5F + slope);
        }
        return light;
    }

  private:
    [[nodiscard]] float crumple_px() const { return static_cast<float>(pose_.crumple_px) * scale_; }
    /// Sum of four even values: near enough to a normal one, and bounded.
    float random_height(Dice& dice) const {
        const auto sum = dice.around(1.0) + dice.around(1.0) + dice.around(1.0);
        return static_cast<float>(sum) * crumple_px();
    }

    void set_crease(Dice& dice) {
        constexpr double camera_distance_px = 1700.0;
        const auto turn = dice.around(0.4) + (dice.coin() ? std::numbers::pi / 2.0 : 0.0);
        crease_.along = {static_cast<float>(std::cos(turn)), static_cast<float>(std::sin(turn))};
        crease_.at = {static_cast<float>(size_.width / 2.0 + dice.around(60.0 * scale_)),
                      static_cast<float>(size_.height / 2.0 + dice.around(60.0 * scale_))};
        const auto tilt = pose_.fold_deg * std::numbers::pi / 180.0;
        const std::array tilts{tilt / 3.0, tilt};
        for (std::size_t side = 0; side < 2; ++side) {
            crease_.squeeze[side] = static_cast<float>(std::cos(tilts[side]));
            crease_.recede[side] =
                static_cast<float>(std::sin(tilts[side]) / (camera_distance_px * scale_));
        }
    }

    [[nodiscard]] float distance_from_crease(cv::Point2f at) const {
        const auto offset = at - crease_.at;
        return offset.x * crease_.along.y - offset.y * crease_.along.x;
    }

    /// Each side is a plane of its own that goes through the crease: a projection that leaves the
    /// crease where it is.
    [[nodiscard]] cv::Point2f unfolded(cv::Point2f at) const {
        const auto away = distance_from_crease(at);
        const auto along = (at - crease_.at).dot(crease_.along);
        const std::size_t side = away > 0.0F ? 1 : 0;
        const auto recedes = crease_.squeeze[side] - crease_.recede[side] * std::abs(away);
        const auto depth = std::max(0.2F, recedes);
        const auto from_away = away / depth;
        const auto from_along = along * crease_.squeeze[side] / depth;
        const cv::Point2f across(crease_.along.y, -crease_.along.x);
        return crease_.at + from_along * crease_.along + from_away * across;
    }

    /// The sheet is a little arched: nothing moves at its edges, most in its middle.
    [[nodiscard]] cv::Point2f curled(cv::Point2f at) const {
        constexpr auto pi = std::numbers::pi_v<float>;
        const auto side = sheet_.sheet_px;
        const auto place = [side](float from_middle) {
            return std::clamp(from_middle / side + 0.5F, 0.0F, 1.0F);
        };
        const auto across = place(at.x - sheet_.middle.x);
        const auto down = place(at.y - sheet_.middle.y);
        const auto curl = static_cast<float>(pose_.curl) * side;
        const auto along = static_cast<float>(pose_.curl_along) * side;
        cv::Point2f from = at;
        from.y += sign_ * curl * std::sin(pi * across);
        from.x += curl / 2.0F * std::sin(2.0F * pi * across) / (2.0F * pi);
        from.x += along * std::sin(pi * down);
        return from;
    }

    [[nodiscard]] cv::Point2f lensed(cv::Point2f at) const {
        const cv::Point2f middle(static_cast<float>(size_.width) / 2.0F,
                                 static_cast<float>(size_.height) / 2.0F);
        const auto offset = (at - middle) / middle.x;
        const auto squared = offset.dot(offset);
        return middle + (at - middle) * (1.0F + static_cast<float>(pose_.barrel) * squared);
    }

    [[nodiscard]] cv::Point2f shuttered(cv::Point2f at) const {
        const auto down = at.y - static_cast<float>(size_.height) / 2.0F;
        const auto phase = at.y / static_cast<float>(size_.height) * 12.0F;
        auto from = at;
        from.x += sign_ * static_cast<float>(pose_.shear) * down;
        from.x += static_cast<float>(pose_.wobble_px) * scale_ *
                  std::sin(phase + static_cast<float>(wave_));
        return from;
    }

    /// Bilinear between the heights, eased so that no kink is seen.
    [[nodiscard]] float height_at(
        const std::array<float, Crumple::columns * Crumple::rows>& heights, cv::Point2f at) const {
        const auto place = [](float way, int length, std::size_t count) {
            const auto last = static_cast<float>(count) - 1.001F;
            const auto share = way / static_cast<float>(length) * static_cast<float>(count - 1);
            return std::min(std::max(share, 0.0F), last);
        };
        const auto u = place(at.x, size_.width, Crumple::columns);
        const auto v = place(at.y, size_.height, Crumple::rows);
        const auto column = static_cast<std::size_t>(u);
        const auto row = static_cast<std::size_t>(v);
        const auto ease = [](float t) { return t * t * (3.0F - 2.0F * t); };
        const auto right = ease(u - static_cast<float>(column));
        const auto below = ease(v - static_cast<float>(row));
        const auto first = row * Crumple::columns + column;
        const auto second = first + Crumple::columns;
        const auto upper = heights[first] * (1.0F - right) + heights[first + 1] * right;
        const auto lower = heights[second] * (1.0F - right) + heights[second + 1] * right;
        return upper * (1.0F - below) + lower * below;
    }

    cv::Size size_;
    Pose pose_;
    Placed sheet_;
    float scale_;
    double wave_ = 0.0;
    float sign_ = 1.0F;
    Crease crease_;
    Crumple crumple_;
};

}  // namespace

bool is_bent(const Variant& variant) {
    const auto& pose = variant.pose;
    const std::array amounts{pose.curl,  pose.curl_along, pose.fold_deg,  pose.barrel,
                             pose.shear, pose.wobble_px,  pose.crumple_px};
    return std::any_of(amounts.begin(), amounts.end(), [](double amount) { return amount > 0.0; });
}

Bent bend(const cv::Mat& frame, const Variant& variant, std::vector<Placed>& placed, Dice& dice) {
    const Field field(frame.size(), variant, placed.front(), dice);
    const cv::Size mesh_size(frame.cols / mesh_px, frame.rows / mesh_px);
    cv::Mat mesh_x(mesh_size, CV_32FC1);
    cv::Mat mesh_y(mesh_size, CV_32FC1);
    cv::Mat mesh_light(mesh_size, CV_32FC1);
    const auto share = static_cast<float>(variant.light.crease_shade);
    for (int y = 0; y < mesh_size.height; ++y) {
        for (int x = 0; x < mesh_size.width; ++x) {
            // cv::resize puts the middle of mesh cell 0 here.
            const cv::Point2f at((static_cast<float>(x) + 0.5F) * mesh_px - 0.5F,
                                 (static_cast<float>(y) + 0.5F) * mesh_px - 0.5F);
            const auto from = field.source_of(at);
            mesh_x.at<float>(y, x) = from.x;
            mesh_y.at<float>(y, x) = from.y;
            mesh_light.at<float>(y, x) = field.light_at(at, share);
        }
    }
    cv::Mat map_x;
    cv::Mat map_y;
    cv::resize(mesh_x, map_x, frame.size(), 0, 0, cv::INTER_LINEAR);
    cv::resize(mesh_y, map_y, frame.size(), 0, 0, cv::INTER_LINEAR);
    Bent bent;
    cv::remap(frame, bent.frame, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    if (share > 0.0F)
        cv::resize(mesh_light, bent.light_share, frame.size(), 0, 0, cv::INTER_LINEAR);
    for (auto& symbol : placed) {
        for (auto& corner : symbol.corners) corner = field.seen_at(corner);
    }
    return bent;
}

}  // namespace outpost::corpus
