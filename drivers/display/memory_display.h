// A panel without glass: keeps the last picture, takes inputs from whoever holds it.
#pragma once

#include "core/ports/display.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace outpost {

/// For one thread.
class MemoryDisplay final : public Display {
  public:
    MemoryDisplay(std::int32_t width_px, std::int32_t height_px)
        : width_px_(width_px), height_px_(height_px) {}

    [[nodiscard]] std::int32_t width_px() const override { return width_px_; }
    [[nodiscard]] std::int32_t height_px() const override { return height_px_; }
    Result<void> show(const CanvasPicture* canvas,
                      const std::optional<PreviewPicture>& preview) override;
    std::vector<DisplayInput> inputs(std::int32_t wait_ms) override;
    void set_brightness(std::int32_t percent) override { brightness_ = percent; }

    template <class Input>
    void feed(Input input) {
        inputs_.emplace_back(std::move(input));
    }
    /// What stands on the glass: canvas over preview.
    [[nodiscard]] const CanvasPicture& picture() const { return picture_; }
    [[nodiscard]] std::int32_t brightness() const { return brightness_; }
    [[nodiscard]] std::uint64_t pictures_shown() const { return shown_; }

  private:
    std::int32_t width_px_;
    std::int32_t height_px_;
    std::int32_t brightness_ = 100;
    std::uint64_t shown_ = 0;
    CanvasPicture canvas_;
    CanvasPicture picture_;
    std::vector<DisplayInput> inputs_;
};

}  // namespace outpost
