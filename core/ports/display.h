// The panel: pictures out, touches and keys in.
#pragma once

#include "core/base/result.h"
#include "core/ports/draw_list.h"
#include "core/ports/frame.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace outpost {

enum class PointerStep : std::uint8_t { Down, Move, Up };

/// Finger or mouse, in canvas pixels. Only the first finger counts.
struct PointerInput {
    PointerStep step = PointerStep::Down;
    double x = 0;
    double y = 0;
};

enum class Button : std::uint8_t {
    Previous,  // Shift+Tab, the pad's "previous"
    Next,      // Tab
    Up,
    Down,
    Left,
    Right,
    Ok,        // Enter, Space
    Back,      // Escape
    Operator,  // F1
    EasyUse,   // key 5 held for 2 s
    Delete,    // Backspace
};

struct ButtonInput {
    Button button = Button::Ok;
};

/// Typed characters; at most 64 bytes of UTF-8.
struct TextInput {
    std::string text;
};

struct DisplayResized {
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
};

struct DisplayClosed {};  // the window's close box

using DisplayInput =
    std::variant<PointerInput, ButtonInput, TextInput, DisplayResized, DisplayClosed>;

/// The live picture and where it lies on the canvas.
struct PreviewPicture {
    FrameView frame;
    PixelBox box;
    bool is_mirrored = false;
};

class Display {
  public:
    Display() = default;
    virtual ~Display() = default;
    Display(const Display&) = delete;
    Display& operator=(const Display&) = delete;

    [[nodiscard]] virtual std::int32_t width_px() const = 0;
    [[nodiscard]] virtual std::int32_t height_px() const = 0;
    /// Shows the canvas over the preview. A null canvas keeps the one shown before.
    /// @error Unavailable (the panel is gone), BadLength (canvas of another size)
    virtual Result<void> show(const CanvasPicture* canvas,
                              const std::optional<PreviewPicture>& preview) = 0;
    /// What came in since the last call; waits at most wait_ms for the first.
    virtual std::vector<DisplayInput> inputs(std::int32_t wait_ms) = 0;
    /// Backlight or, where there is none, a darkened picture. 5 to 100.
    virtual void set_brightness(std::int32_t percent) = 0;
};

}  // namespace outpost
