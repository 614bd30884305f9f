// SDL's events to what the kiosk knows: one pointer, buttons, typed text.
#pragma once

#include "core/ports/display.h"

#include <SDL2/SDL.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace outpost {

/// Both in the same units as the events: places come in window units, which differ from pixels on
/// dense screens.
struct PanelSize {
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    std::int32_t window_width = 0;
    std::int32_t window_height = 0;
};

/// Events of one window, in order. Clocks come with the calls.
class SdlInput {
  public:
    /// Takes pointer, key and text events; leaves out what is none.
    void take(const SDL_Event& event, const PanelSize& size, std::vector<DisplayInput>& inputs);
    /// Key 5 held for 2 s is EasyUse, once.
    void take_time(std::uint32_t now_ms, std::vector<DisplayInput>& inputs);
    /// How long one may wait before take_time has to be called again.
    [[nodiscard]] std::int32_t wait_ms(std::uint32_t now_ms, std::int32_t most_ms) const;

  private:
    void take_mouse(const SDL_MouseButtonEvent& event, const PanelSize& size,
                    std::vector<DisplayInput>& inputs);
    void take_finger(const SDL_TouchFingerEvent& event, const PanelSize& size,
                     std::vector<DisplayInput>& inputs);
    void take_key(const SDL_KeyboardEvent& event, std::vector<DisplayInput>& inputs);

    bool is_mouse_down_ = false;
    std::optional<SDL_FingerID> finger_;
    std::uint32_t finger_seen_ms_ = 0;
    std::optional<std::uint32_t> five_since_ms_;
    bool is_repeating_ = false;  // the last key down was the keyboard's own repetition
};

}  // namespace outpost
