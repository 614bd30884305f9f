// Draws a symbol on a sheet of paper on a desk.
#include "tools/samples/scene.h"

#include <qrcodegen/qrcodegen.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <numbers>
#include <optional>
#include <vector>

namespace outpost::samples {

namespace {

constexpr std::int32_t quiet_modules = 4;
constexpr std::int32_t samples_per_side = 3;  // of one pixel: edges come out smooth
constexpr std::int32_t brightness_step = 16;  // coarse levels keep the files small

/// SplitMix64: small, and the same everywhere.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t roll() {
        state_ += 0x9e3779b97f4a7c15U;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31);
    }
    /// From -reach to reach.
    std::int32_t around(std::int32_t reach) {
        const auto choices = static_cast<std::uint64_t>(reach) * 2 + 1;
        return static_cast<std::int32_t>(roll() % choices) - reach;
    }

  private:
    std::uint64_t state_;
};

Result<std::optional<qrcodegen::QrCode>> encode(ByteView payload) {
    std::optional<qrcodegen::QrCode> symbol;
    if (payload.empty()) return symbol;
    try {
        const std::vector<std::uint8_t> bytes(payload.begin(), payload.end());
        constexpr int fixed_mask = 2;  // choosing one takes ten times as long
        symbol = qrcodegen::QrCode::encodeSegments({qrcodegen::QrSegment::makeBytes(bytes)},
                                                   qrcodegen::QrCode::Ecc::MEDIUM, 1, 40,
                                                   fixed_mask, false);
        return symbol;
    } catch (const std::exception&) {
        return Error{Errc::TooLong, payload.size(), "more than one symbol holds"};
    }
}

/// Brightness of the scene at a place given in modules from the middle of the sheet.
class Painter {
  public:
    Painter(const std::optional<qrcodegen::QrCode>& symbol, const Scene& scene)
        : symbol_(symbol), scene_(scene) {
        const double half_symbol = symbol ? symbol->getSize() / 2.0 + quiet_modules : 70.0;
        half_sheet_ = half_symbol + 12.0;
        Dice dice(scene.seed);
        for (auto& word : words_) word = static_cast<std::int32_t>(dice.roll() % 5);
    }

    [[nodiscard]] std::int32_t at(double u, double v) const {
        if (std::abs(u) > half_sheet_ || std::abs(v) > half_sheet_) return desk(u, v);
        if (is_ink(u, v)) return scene_.ink;
        return scene_.paper;
    }

  private:
    [[nodiscard]] static std::int32_t desk(double u, double v) {
        const auto grain = static_cast<std::int32_t>(std::floor(u * 0.31 + v * 0.04)) & 7;
        return 96 + 4 * grain;
    }

    [[nodiscard]] bool is_ink(double u, double v) const {
        if (!symbol_) return is_text(u, v);
        const auto size = symbol_->getSize();
        const auto x = static_cast<int>(std::floor(u + size / 2.0));
        const auto y = static_cast<int>(std::floor(v + size / 2.0));
        if (x >= 0 && y >= 0 && x < size && y < size) return symbol_->getModule(x, y);
        return std::abs(v) > size / 2.0 + quiet_modules && is_text(u, v);
    }

    /// Bars in the place of words.
    [[nodiscard]] bool is_text(double u, double v) const {
        const auto line = static_cast<std::int32_t>(std::floor(v / 4.0));
        const auto place = static_cast<std::int32_t>(std::floor(u / 3.0));
        if (std::abs(u) > half_sheet_ - 8.0 || v - line * 4.0 > 2.0) return false;
        return words_[static_cast<std::size_t>((line * 31 + place * 7) & 63)] != 0;
    }

    const std::optional<qrcodegen::QrCode>& symbol_;
    const Scene& scene_;
    double half_sheet_ = 0.0;
    std::array<std::int32_t, 64> words_{};
};

std::uint8_t paint_pixel(const Painter& painter, const Scene& scene, std::int32_t x, std::int32_t y,
                         double cosine, double sine) {
    std::int32_t sum = 0;
    for (std::int32_t sub = 0; sub < samples_per_side * samples_per_side; ++sub) {
        const auto right = (sub % samples_per_side + 0.5) / samples_per_side;
        const auto down = (sub / samples_per_side + 0.5) / samples_per_side;
        const auto dx = (x + right - scene.width_px / 2.0) / scene.module_px;
        const auto dy = (y + down - scene.height_px / 2.0) / scene.module_px;
        sum += painter.at(cosine * dx + sine * dy, cosine * dy - sine * dx);
    }
    return static_cast<std::uint8_t>(sum / (samples_per_side * samples_per_side));
}

void blur(Frame& frame) {
    const auto before = frame.pixels;
    const auto width = static_cast<std::size_t>(frame.width_px);
    const auto height = static_cast<std::size_t>(frame.height_px);
    for (std::size_t y = 1; y + 1 < height; ++y) {
        for (std::size_t x = 1; x + 1 < width; ++x) {
            std::uint32_t sum = 0;
            for (std::size_t row = y - 1; row <= y + 1; ++row) {
                const auto* at = before.data() + row * width + x;
                sum += std::uint32_t{at[-1]} + at[0] + at[1];
            }
            frame.pixels[y * width + x] = static_cast<std::uint8_t>(sum / 9);
        }
    }
}

void add_noise(Frame& frame, const Scene& scene) {
    Dice dice(scene.seed ^ 0x5eed);
    for (auto& pixel : frame.pixels) {
        const auto noisy = pixel + dice.around(scene.noise) + dice.around(scene.noise);
        const auto coarse = (noisy + brightness_step / 2) / brightness_step * brightness_step;
        pixel = static_cast<std::uint8_t>(std::clamp(coarse, 0, 255));
    }
}

}  // namespace

Result<Frame> draw_scene(ByteView payload, const Scene& scene) {
    OUTPOST_TRY(const auto symbol, encode(payload));
    const auto turn = scene.angle_deg * std::numbers::pi / 180.0;
    const auto cosine = std::cos(turn);
    const auto sine = std::sin(turn);
    if (symbol) {
        const auto side = (symbol->getSize() + 2 * quiet_modules) * scene.module_px;
        const auto reach = side * (std::abs(cosine) + std::abs(sine));
        if (reach > scene.height_px || reach > scene.width_px)
            return Error{Errc::BadValue, 0, "symbol larger than the frame"};
    }
    const Painter painter(symbol, scene);
    Frame frame;
    frame.width_px = scene.width_px;
    frame.height_px = scene.height_px;
    for (std::int32_t y = 0; y < scene.height_px; ++y) {
        for (std::int32_t x = 0; x < scene.width_px; ++x)
            frame.pixels.push_back(paint_pixel(painter, scene, x, y, cosine, sine));
    }
    for (std::int32_t pass = 0; pass < scene.blur_passes; ++pass) blur(frame);
    if (scene.noise > 0) add_noise(frame, scene);
    return frame;
}

Result<std::int32_t> symbol_version(ByteView payload) {
    OUTPOST_TRY(const auto symbol, encode(payload));
    if (!symbol) return Error{Errc::BadLength, 0, "no payload"};
    return symbol->getVersion();
}

}  // namespace outpost::samples
