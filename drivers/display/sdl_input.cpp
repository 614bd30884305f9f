#include "drivers/display/sdl_input.h"

#include <algorithm>

namespace outpost {

namespace {

constexpr std::uint32_t hold_ms = 2'000;
// A finger that is never lifted (a touch panel that was unplugged) may not block the next one.
constexpr std::uint32_t finger_lost_ms = 10'000;

std::optional<Button> button_of(const SDL_Keysym& key) {
    // Alt+Tab and the like belong to the desktop.
    if ((key.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) != 0) return std::nullopt;
    switch (key.sym) {
        case SDLK_TAB:
            return (key.mod & KMOD_SHIFT) != 0 ? Button::Previous : Button::Next;
        case SDLK_PAGEUP:
            return Button::Previous;
        case SDLK_PAGEDOWN:
            return Button::Next;
        case SDLK_UP:
            return Button::Up;
        case SDLK_DOWN:
            return Button::Down;
        case SDLK_LEFT:
            return Button::Left;
        case SDLK_RIGHT:
            return Button::Right;
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
        case SDLK_SPACE:
            return Button::Ok;
        case SDLK_ESCAPE:
        case SDLK_AC_BACK:
            return Button::Back;
        case SDLK_F1:
            return Button::Operator;
        case SDLK_BACKSPACE:
        case SDLK_DELETE:
            return Button::Delete;
        default:
            return std::nullopt;
    }
}

/// A hand that trembles makes hundreds of moves: only the newest of a row counts.
void put_pointer(const PointerInput& pointer, std::vector<DisplayInput>& inputs) {
    if (pointer.step == PointerStep::Move && !inputs.empty()) {
        auto* last = std::get_if<PointerInput>(&inputs.back());
        if (last != nullptr && last->step == PointerStep::Move) {
            *last = pointer;
            return;
        }
    }
    inputs.emplace_back(pointer);
}

PointerInput place_of(PointerStep step, std::int32_t x, std::int32_t y, const PanelSize& size) {
    return {step, static_cast<double>(x) * size.width_px / std::max(1, size.window_width),
            static_cast<double>(y) * size.height_px / std::max(1, size.window_height)};
}

}  // namespace

void SdlInput::take(const SDL_Event& event, const PanelSize& size,
                    std::vector<DisplayInput>& inputs) {
    switch (event.type) {
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP:
            return take_mouse(event.button, size, inputs);
        case SDL_MOUSEMOTION:
            if (is_mouse_down_ && event.motion.which != SDL_TOUCH_MOUSEID)
                put_pointer(place_of(PointerStep::Move, event.motion.x, event.motion.y, size),
                            inputs);
            return;
        case SDL_FINGERDOWN:
        case SDL_FINGERMOTION:
        case SDL_FINGERUP:
            return take_finger(event.tfinger, size, inputs);
        case SDL_KEYDOWN:
        case SDL_KEYUP:
            return take_key(event.key, inputs);
        case SDL_TEXTINPUT:
            // The space bar is Ok already; a held key types once.
            if (event.text.text[0] != ' ' && event.text.text[0] != '\0' && !is_repeating_)
                inputs.emplace_back(TextInput{event.text.text});
            return;
        default:
            return;
    }
}

void SdlInput::take_mouse(const SDL_MouseButtonEvent& event, const PanelSize& size,
                          std::vector<DisplayInput>& inputs) {
    // A finger comes as a finger; SDL's mouse made of it would count twice.
    if (event.button != SDL_BUTTON_LEFT || event.which == SDL_TOUCH_MOUSEID) return;
    const bool is_down = event.type == SDL_MOUSEBUTTONDOWN;
    if (is_down == is_mouse_down_ || finger_) return;
    is_mouse_down_ = is_down;
    inputs.emplace_back(
        place_of(is_down ? PointerStep::Down : PointerStep::Up, event.x, event.y, size));
}

void SdlInput::take_finger(const SDL_TouchFingerEvent& event, const PanelSize& size,
                           std::vector<DisplayInput>& inputs) {
    const PointerInput pointer{event.type == SDL_FINGERDOWN ? PointerStep::Down
                               : event.type == SDL_FINGERUP ? PointerStep::Up
                                                            : PointerStep::Move,
                               static_cast<double>(event.x) * size.width_px,
                               static_cast<double>(event.y) * size.height_px};
    if (pointer.step == PointerStep::Down) {
        if (finger_ && event.timestamp - finger_seen_ms_ < finger_lost_ms) return;
        if (is_mouse_down_) return;
        finger_ = event.fingerId;
    } else if (finger_ != event.fingerId) {
        return;
    }
    finger_seen_ms_ = event.timestamp;
    if (pointer.step == PointerStep::Up) finger_.reset();
    put_pointer(pointer, inputs);
}

void SdlInput::take_key(const SDL_KeyboardEvent& event, std::vector<DisplayInput>& inputs) {
    const bool is_down = event.type == SDL_KEYDOWN;
    if (is_down) is_repeating_ = event.repeat != 0;
    if (event.repeat != 0) return;
    if (event.keysym.sym == SDLK_5 || event.keysym.sym == SDLK_KP_5) {
        five_since_ms_.reset();
        if (is_down) five_since_ms_ = event.timestamp;
    }
    if (!is_down) return;
    if (const auto button = button_of(event.keysym)) inputs.emplace_back(ButtonInput{*button});
}

void SdlInput::take_time(std::uint32_t now_ms, std::vector<DisplayInput>& inputs) {
    if (!five_since_ms_ || now_ms - *five_since_ms_ < hold_ms) return;
    five_since_ms_.reset();
    inputs.emplace_back(ButtonInput{Button::EasyUse});
}

std::int32_t SdlInput::wait_ms(std::uint32_t now_ms, std::int32_t most_ms) const {
    const auto most = std::max(0, most_ms);
    if (!five_since_ms_) return most;
    const auto held_ms = now_ms - *five_since_ms_;
    if (held_ms >= hold_ms) return 0;
    return std::min(most, static_cast<std::int32_t>(hold_ms - held_ms));
}

}  // namespace outpost
