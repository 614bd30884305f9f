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
    // SDL's name of a renderer; empty: the graphics chip, or "software" where there is none.
    std::string renderer;
    std::string backlight;  // a name in /sys/class/backlight; empty: the picture is darkened
};

/// Keys: Tab, Page Down next; Shift+Tab, Page Up previous; arrows; Enter, Space OK; Escape back;
/// F1 operator; Backspace, Delete; 5 held for 2 s EasyUse. What is typed comes as text too, but for
/// the space bar and the repetitions of a held key. Keys with Ctrl, Alt or the logo are the
/// desktop's. The first finger and the left mouse button are the pointer, whichever comes first.
///
/// Only SDL's video subsystem is used. A frame that is no longer shown is overwritten. When X
/// itself ends, SDL ends the program. For the thread that made it.
class SdlDisplay final : public Display {
  public:
    /// @error Unavailable (no video driver, no screen), BadValue (a size of 0, a backlight's name
    ///        that is a path)
    static Result<std::unique_ptr<SdlDisplay>> open(const DisplayOptions& options);
    ~SdlDisplay() override;

    [[nodiscard]] std::int32_t width_px() const override;
    [[nodiscard]] std::int32_t height_px() const override;
    /// Draws only when something was given or has to be drawn again. After Unavailable: open anew.
    Result<void> show(const CanvasPicture* canvas,
                      const std::optional<PreviewPicture>& preview) override;
    std::vector<DisplayInput> inputs(std::int32_t wait_ms) override;
    void set_brightness(std::int32_t percent) override;
    /// As the system tells it; 0: it does not.
    [[nodiscard]] double pixels_per_mm() const;

  private:
    struct Parts;
    explicit SdlDisplay(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace outpost
