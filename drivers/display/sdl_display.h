// The panel through SDL2: a window, or the whole screen without a desktop (kmsdrm).
#pragma once

#include "core/ports/display.h"

#include <cstdint>
#include <memory>
#include <string>

namespace outpost {

struct DisplayOptions {
    bool full_screen = true;
    std::int32_t width_px = 800;  // of a window
    std::int32_t height_px = 480;
    std::string title = "Outpost";
    std::string renderer;   // SDL's name of a renderer; empty: it chooses
    std::string backlight;  // a name in /sys/class/backlight; empty: the picture is darkened
};

/// Keys: Tab and Shift+Tab, arrows, Enter or Space, Escape, F1, Backspace; 5 held for 2 s is
/// EasyUse. Only SDL's video subsystem is used. For the thread that made it.
class SdlDisplay final : public Display {
  public:
    /// @error Unavailable (no video driver, no screen), BadValue (a size of 0, a backlight's name
    ///        that is a path)
    static Result<std::unique_ptr<SdlDisplay>> open(const DisplayOptions& options);
    ~SdlDisplay() override;

    [[nodiscard]] std::int32_t width_px() const override;
    [[nodiscard]] std::int32_t height_px() const override;
    Result<void> show(const CanvasPicture* canvas,
                      const std::optional<PreviewPicture>& preview) override;
    std::vector<DisplayInput> inputs(std::int32_t wait_ms) override;
    void set_brightness(std::int32_t percent) override;
    /// Millimetres across as the system tells it; 0: it does not.
    [[nodiscard]] double pixels_per_mm() const;

  private:
    struct Window;
    explicit SdlDisplay(std::unique_ptr<Window> window);
    std::unique_ptr<Window> window_;
};

}  // namespace outpost
