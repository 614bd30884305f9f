#include "core/scanning/plane.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace outpost;
using namespace outpost::scanning;

namespace {

/// Pixels with a stride: what lies between the rows must not matter.
struct Picture {
    std::vector<std::uint8_t> pixels;
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    std::size_t stride_bytes = 0;

    [[nodiscard]] FrameView view() const {
        return {pixels.data(), width_px, height_px, stride_bytes};
    }
    /// Beyond the border the nearest pixel.
    [[nodiscard]] int nearest(std::int32_t x, std::int32_t y) const {
        const auto column = static_cast<std::size_t>(std::clamp(x, 0, width_px - 1));
        const auto row = static_cast<std::size_t>(std::clamp(y, 0, height_px - 1));
        return pixels[row * stride_bytes + column];
    }
};

/// The last row ends with its last pixel, so that a sanitizer sees every step too far.
Picture random_picture(std::mt19937& dice, std::int32_t width_px, std::int32_t height_px,
                       std::size_t extra_bytes) {
    Picture picture;
    picture.width_px = width_px;
    picture.height_px = height_px;
    picture.stride_bytes = static_cast<std::size_t>(width_px) + extra_bytes;
    const auto size = picture.stride_bytes * static_cast<std::size_t>(height_px) - extra_bytes;
    const bool is_black_white = dice() % 3 == 0;
    for (std::size_t k = 0; k < size; ++k) {
        const auto value = static_cast<std::uint8_t>(dice());
        picture.pixels.push_back(is_black_white ? (value < 128 ? 0 : 255) : value);
    }
    picture.pixels.shrink_to_fit();
    return picture;
}

Picture random_picture(std::mt19937& dice) {
    const auto side = [&] { return static_cast<std::int32_t>(1 + dice() % 40); };
    const auto width_px = dice() % 6 == 0 ? 1 : side();
    const auto height_px = dice() % 6 == 0 ? 1 : side();
    return random_picture(dice, width_px, height_px, dice() % 2 == 0 ? 0 : dice() % 9);
}

bool is_dark_plainly(const Picture& picture, std::int32_t x, std::int32_t y,
                     const LocalThreshold& threshold) {
    std::int64_t sum = 0;
    std::int64_t count = 0;
    for (auto row = std::max(y - threshold.radius_px, 0);
         row <= std::min(y + threshold.radius_px, picture.height_px - 1); ++row) {
        for (auto column = std::max(x - threshold.radius_px, 0);
             column <= std::min(x + threshold.radius_px, picture.width_px - 1); ++column) {
            sum += picture.nearest(column, row);
            ++count;
        }
    }
    return (picture.nearest(x, y) + threshold.bias) * count < sum;
}

std::int32_t thresholds_wrong(const Picture& picture, const LocalThreshold& threshold,
                              DarkPlane& plane) {
    plane.assign(picture.view(), threshold);
    REQUIRE(plane.width_px() == picture.width_px);
    REQUIRE(plane.height_px() == picture.height_px);
    std::int32_t wrong = 0;
    for (std::int32_t y = 0; y < picture.height_px; ++y)
        for (std::int32_t x = 0; x < picture.width_px; ++x)
            wrong += plane.is_dark(x, y) == is_dark_plainly(picture, x, y, threshold) ? 0 : 1;
    return wrong;
}

int smoothed_plainly(const Picture& picture, std::int32_t x, std::int32_t y) {
    int sum = 8;
    for (std::int32_t dy = -1; dy <= 1; ++dy)
        for (std::int32_t dx = -1; dx <= 1; ++dx)
            sum += (2 - std::abs(dx)) * (2 - std::abs(dy)) * picture.nearest(x + dx, y + dy);
    return sum / 16;
}

Picture picture_of(const Frame& frame) {
    return {frame.pixels, frame.width_px, frame.height_px,
            static_cast<std::size_t>(frame.width_px)};
}

}  // namespace

TEST_CASE("plane: the local threshold agrees with a plain one", "[scanning][plane]") {
    std::mt19937 dice(11);
    DarkPlane plane;  // used again for pictures of all sizes
    for (int round = 0; round < 120; ++round) {
        const auto picture = random_picture(dice);
        const LocalThreshold threshold{static_cast<std::int32_t>(1 + dice() % 20),
                                       static_cast<std::int32_t>(dice() % 12) - 3};
        INFO(picture.width_px << " x " << picture.height_px << ", stride " << picture.stride_bytes
                              << ", radius " << threshold.radius_px << ", bias " << threshold.bias);
        CHECK(thresholds_wrong(picture, threshold, plane) == 0);
    }
}

TEST_CASE("plane: the local threshold of one row, one column and one pixel", "[scanning][plane]") {
    std::mt19937 dice(12);
    DarkPlane plane;
    for (const auto& [width_px, height_px] :
         {std::pair{1, 1}, {1, 90}, {90, 1}, {2, 2}, {25, 1}, {24, 3}, {26, 3}}) {
        for (const std::int32_t radius_px : {1, 6, 12, 100}) {
            INFO(width_px << " x " << height_px << ", radius " << radius_px);
            const auto picture = random_picture(dice, width_px, height_px, 3);
            CHECK(thresholds_wrong(picture, {radius_px, 0}, plane) == 0);
            CHECK(thresholds_wrong(picture, {radius_px, 3}, plane) == 0);
        }
    }
}

TEST_CASE("plane: a large white picture does not overflow the sums", "[scanning][plane]") {
    Picture picture;
    picture.width_px = 3000;
    picture.height_px = 60;
    picture.stride_bytes = 3000;
    picture.pixels.assign(3000 * 60, 255);
    picture.pixels[30 * 3000 + 2990] = 0;
    DarkPlane plane;
    plane.assign(picture.view(), {14, 3});
    std::int32_t dark = 0;
    for (std::int32_t y = 0; y < 60; ++y)
        for (std::int32_t x = 0; x < 3000; ++x) dark += plane.is_dark(x, y) ? 1 : 0;
    CHECK(dark == 1);
    CHECK(plane.is_dark(2990, 30));
}

TEST_CASE("plane: smoothing agrees with a plain one up to the border", "[scanning][plane]") {
    std::mt19937 dice(13);
    Frame once;
    Frame twice;
    for (int round = 0; round < 80; ++round) {
        const auto picture = random_picture(dice);
        INFO(picture.width_px << " x " << picture.height_px);
        smooth(picture.view(), 1, once);
        smooth(picture.view(), 2, twice);
        REQUIRE(once.width_px == picture.width_px);
        REQUIRE(once.height_px == picture.height_px);
        const auto half_way = picture_of(once);
        const auto end = picture_of(twice);
        std::int32_t wrong = 0;
        for (std::int32_t y = 0; y < picture.height_px; ++y) {
            for (std::int32_t x = 0; x < picture.width_px; ++x) {
                wrong += half_way.nearest(x, y) == smoothed_plainly(picture, x, y) ? 0 : 1;
                wrong += end.nearest(x, y) == smoothed_plainly(half_way, x, y) ? 0 : 1;
            }
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("plane: shrinking takes means and leaves the rest out", "[scanning][plane]") {
    std::mt19937 dice(14);
    Frame out;
    for (int round = 0; round < 80; ++round) {
        const auto picture = random_picture(dice);
        const auto most = std::min({picture.width_px, picture.height_px, 8});
        const auto factor = static_cast<std::int32_t>(dice() % static_cast<unsigned>(most)) + 1;
        INFO(picture.width_px << " x " << picture.height_px << " by " << factor);
        shrink(picture.view(), factor, out);
        REQUIRE(out.width_px == picture.width_px / factor);
        REQUIRE(out.height_px == picture.height_px / factor);
        const auto small = picture_of(out);
        std::int32_t wrong = 0;
        for (std::int32_t y = 0; y < out.height_px; ++y) {
            for (std::int32_t x = 0; x < out.width_px; ++x) {
                std::int32_t sum = 0;
                for (std::int32_t k = 0; k < factor * factor; ++k)
                    sum += picture.nearest(x * factor + k % factor, y * factor + k / factor);
                const double mean = static_cast<double>(sum) / (factor * factor);
                wrong += std::abs(small.nearest(x, y) - mean) <= 0.5 ? 0 : 1;
            }
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("plane: samples between pixels, and beyond the border", "[scanning][plane]") {
    std::mt19937 dice(15);
    for (int round = 0; round < 60; ++round) {
        const auto picture = random_picture(dice);
        const auto frame = picture.view();
        INFO(picture.width_px << " x " << picture.height_px);
        std::int32_t wrong = 0;
        for (std::int32_t y = -3; y < picture.height_px + 3; ++y)
            for (std::int32_t x = -3; x < picture.width_px + 3; ++x)
                wrong +=
                    std::abs(sample_at(frame, {x * 1.0, y * 1.0}) - picture.nearest(x, y)) < 1e-9
                        ? 0
                        : 1;
        CHECK(wrong == 0);
        for (int k = 0; k < 40; ++k) {
            const double x = static_cast<double>(dice() % 1000) / 999.0 * (picture.width_px - 1);
            const double y = static_cast<double>(dice() % 1000) / 999.0 * (picture.height_px - 1);
            const auto left = static_cast<std::int32_t>(x);
            const auto top = static_cast<std::int32_t>(y);
            const double u = x - left;
            const double v = y - top;
            const double plain = (1 - u) * (1 - v) * picture.nearest(left, top) +
                                 u * (1 - v) * picture.nearest(left + 1, top) +
                                 (1 - u) * v * picture.nearest(left, top + 1) +
                                 u * v * picture.nearest(left + 1, top + 1);
            CHECK(std::abs(sample_at(frame, {x, y}) - plain) < 1e-9);
            if (left + 1 >= picture.width_px || top + 1 >= picture.height_px) continue;
            const auto quick = static_cast<double>(
                sample_inside(frame, static_cast<float>(x), static_cast<float>(y)));
            CHECK(std::abs(quick - plain) < 0.05);
        }
    }
}

TEST_CASE("plane: samples far outside are the corners", "[scanning][plane]") {
    std::mt19937 dice(16);
    const auto picture = random_picture(dice, 7, 5, 2);
    for (const double far : {1e3, 1e9, 1e300}) {
        CHECK(sample_at(picture.view(), {-far, -far}) == picture.nearest(0, 0));
        CHECK(sample_at(picture.view(), {far, -far}) == picture.nearest(6, 0));
        CHECK(sample_at(picture.view(), {far, far}) == picture.nearest(6, 4));
        CHECK(sample_at(picture.view(), {-far, far}) == picture.nearest(0, 4));
    }
}

TEST_CASE("plane: a part is cut to the frame", "[scanning][plane]") {
    std::mt19937 dice(17);
    const auto picture = random_picture(dice, 30, 20, 5);
    const auto check = [&](PixelBox box, PixelBox expected) {
        INFO(box.x_px << ' ' << box.y_px << ' ' << box.width_px << ' ' << box.height_px);
        const auto part = part_of(picture.view(), box);
        CHECK(box.x_px == expected.x_px);
        CHECK(box.y_px == expected.y_px);
        CHECK(box.width_px == expected.width_px);
        CHECK(box.height_px == expected.height_px);
        CHECK(part.width_px == expected.width_px);
        CHECK(part.height_px == expected.height_px);
        CHECK(part.stride_bytes == picture.stride_bytes);
        if (expected.width_px == 0 || expected.height_px == 0) return;
        CHECK(part.pixels[0] == picture.nearest(expected.x_px, expected.y_px));
        const auto last = static_cast<std::size_t>(part.height_px - 1) * part.stride_bytes +
                          static_cast<std::size_t>(part.width_px - 1);
        CHECK(part.pixels[last] == picture.nearest(expected.x_px + expected.width_px - 1,
                                                   expected.y_px + expected.height_px - 1));
    };
    check({3, 4, 10, 9}, {3, 4, 10, 9});
    check({0, 0, 30, 20}, {0, 0, 30, 20});
    check({-5, -6, 10, 10}, {0, 0, 5, 4});
    check({25, 15, 100, 100}, {25, 15, 5, 5});
    check({-50, -50, 500, 500}, {0, 0, 30, 20});
    check({40, 30, 5, 5}, {30, 20, 0, 0});
    check({-40, -30, 5, 5}, {0, 0, 0, 0});
}
