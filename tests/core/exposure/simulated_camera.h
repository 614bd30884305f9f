// Test double: a camera whose settings show in its frames only some frames later.
#pragma once

#include "core/ports/camera_controls.h"
#include "core/ports/frame.h"
#include "core/ports/frame_quality.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>
#include <vector>

namespace outpost::tests {

/// Light of the three surfaces in view, as the share of a full pixel that 100 microseconds give.
struct Scene {
    double white = 0.0;
    double black = 0.0;
    double background = 0.0;
    bool has_symbol = true;
};

struct Sensor {
    int delay_frames = 3;
    double gamma = 2.2;
    double gain_stops = 4.0;
    std::int32_t time_step = 1;
    std::int32_t gain_max = 255;  // 0: no gain
    bool tells_automatic = true;
};

class SimulatedCamera final : public CameraControls {
  public:
    static constexpr std::int32_t width_px = 96;
    static constexpr std::int32_t height_px = 72;

    SimulatedCamera(Scene scene, Sensor sensor) : scene_(scene), sensor_(sensor) {
        pending_.assign(static_cast<std::size_t>(sensor.delay_frames), automatic_light());
    }

    void show(Scene scene) { scene_ = scene; }

    /// The next frame, in the light that was ordered `delay_frames` ago.
    Frame next() {
        pending_.push_back(automatic_ ? automatic_light() : ordered_light());
        light_ = pending_.front();
        pending_.pop_front();
        Frame frame;
        frame.width_px = width_px;
        frame.height_px = height_px;
        for (std::int32_t y = 0; y < height_px; ++y) {
            for (std::int32_t x = 0; x < width_px; ++x) frame.pixels.push_back(shade(x, y));
        }
        return frame;
    }
    /// As the symbol reader would find it: only where its contrast suffices.
    [[nodiscard]] std::optional<SymbolTrace> trace() const {
        if (!scene_.has_symbol || white_level() - black_level() < 40.0) return std::nullopt;
        SymbolTrace trace;
        trace.finder_patterns = 3;
        trace.corners = {PixelPoint{32, 24}, {64, 24}, {64, 48}, {32, 48}};
        return trace;
    }
    [[nodiscard]] double white_level() const { return level(scene_.white); }
    [[nodiscard]] double black_level() const { return level(scene_.black); }
    [[nodiscard]] bool is_automatic() const { return automatic_; }
    [[nodiscard]] int orders() const { return orders_; }

    Result<ControlRange> range(CameraControl control) override {
        if (control == CameraControl::ExposureAutomatic) return ControlRange{0, 1, 1, 1};
        if (control == CameraControl::ExposureTime) return ControlRange{1, 5000, 1, 156};
        if (control == CameraControl::Gain && sensor_.gain_max > 0)
            return ControlRange{0, sensor_.gain_max, 1, 0};
        return Error{Errc::Unsupported, 0, ""};
    }
    Result<std::int32_t> value(CameraControl control) override {
        if (gone) return Error{Errc::Unavailable, 0, ""};
        if (!range(control)) return Error{Errc::Unsupported, 0, ""};
        if (control == CameraControl::Gain) return automatic_ ? 0 : gain_;
        if (control == CameraControl::ExposureAutomatic) return automatic_ ? 1 : 0;
        if (!automatic_) return time_;
        if (!sensor_.tells_automatic) return 0;
        return static_cast<std::int32_t>(std::lround(automatic_light()));
    }
    Result<std::int32_t> set(CameraControl control, std::int32_t value) override {
        if (gone) return Error{Errc::Unavailable, 0, ""};
        if (!range(control)) return Error{Errc::Unsupported, 0, ""};
        if (control == CameraControl::ExposureAutomatic) automatic_ = value != 0;
        if (control == CameraControl::Gain) gain_ = value;
        if (control == CameraControl::ExposureTime) {
            time_ = std::max(value / sensor_.time_step, 1) * sensor_.time_step;
            ++orders_;
        }
        return value;
    }

    bool gone = false;

  private:
    [[nodiscard]] double level(double surface) const {
        return 255.0 * std::pow(std::min(surface * light_, 1.0), 1.0 / sensor_.gamma);
    }
    /// A symbol of coarse modules in the middle ninth.
    [[nodiscard]] std::uint8_t shade(std::int32_t x, std::int32_t y) const {
        const bool is_inside = x >= 32 && x < 64 && y >= 24 && y < 48;
        const bool is_dark = is_inside && ((x / 4) + (y / 4)) % 2 == 0;
        const auto surface = !is_inside ? scene_.background : is_dark ? scene_.black : scene_.white;
        const double noise = ((x * 7 + y * 13) % 5) - 2.0;
        return static_cast<std::uint8_t>(std::clamp(level(surface) + noise, 0.0, 255.0));
    }
    [[nodiscard]] double ordered_light() const {
        const auto share = sensor_.gain_max > 0 ? static_cast<double>(gain_) / sensor_.gain_max : 0;
        return time_ * std::exp2(share * sensor_.gain_stops);
    }
    /// The device's automatic: the mean of the whole frame comes to a third of the full level.
    [[nodiscard]] double automatic_light() const {
        const auto mean = (8 * scene_.background + (scene_.white + scene_.black) / 2) / 9;
        return std::clamp(std::pow(0.4, sensor_.gamma) / mean, 1.0, 5000.0);
    }

    Scene scene_;
    Sensor sensor_;
    bool automatic_ = true;
    std::int32_t time_ = 156;
    std::int32_t gain_ = 0;
    int orders_ = 0;
    double light_ = 1.0;
    std::deque<double> pending_;
};

}  // namespace outpost::tests
