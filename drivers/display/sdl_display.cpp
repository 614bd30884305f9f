#include "drivers/display/sdl_display.h"

#include "drivers/display/composer.h"

#include <SDL2/SDL.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <utility>

namespace outpost {

namespace {

constexpr std::int32_t brightness_min = 5;
constexpr std::uint32_t hold_ms = 2'000;
constexpr std::size_t inputs_max = 256;  // of one call
constexpr double mm_per_inch = 25.4;

struct Destroy {
    void operator()(SDL_Window* window) const { SDL_DestroyWindow(window); }
    void operator()(SDL_Renderer* renderer) const { SDL_DestroyRenderer(renderer); }
    void operator()(SDL_Texture* texture) const { SDL_DestroyTexture(texture); }
};

/// The video subsystem as long as the object lives; SDL counts.
class VideoSystem {
  public:
    VideoSystem() {
        // Ctrl-C and the service manager's signal are the program's own.
        SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
        SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
        SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
        SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
        is_open_ = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0;
    }
    ~VideoSystem() {
        if (is_open_) SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
    VideoSystem(const VideoSystem&) = delete;
    VideoSystem& operator=(const VideoSystem&) = delete;
    [[nodiscard]] bool is_open() const { return is_open_; }

  private:
    bool is_open_ = false;
};

std::optional<Button> button_of(const SDL_Keysym& key) {
    switch (key.sym) {
        case SDLK_TAB:
            return (key.mod & KMOD_SHIFT) != 0 ? Button::Previous : Button::Next;
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
            return Button::Back;
        case SDLK_F1:
            return Button::Operator;
        case SDLK_BACKSPACE:
            return Button::Delete;
        default:
            return std::nullopt;
    }
}

SDL_FRect rect_of(const PixelBox& box) {
    return {static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.width),
            static_cast<float>(box.height)};
}

}  // namespace

struct SdlDisplay::Window {
    VideoSystem video;
    std::unique_ptr<SDL_Window, Destroy> window;
    std::unique_ptr<SDL_Renderer, Destroy> renderer;
    std::unique_ptr<SDL_Texture, Destroy> canvas;
    std::unique_ptr<SDL_Texture, Destroy> preview;
    std::int32_t preview_width = 0;
    std::int32_t preview_height = 0;
    std::vector<std::uint8_t> chroma;
    std::string backlight;
    std::int32_t brightness = 100;
    std::int64_t finger = -1;
    std::uint32_t five_since_ms = 0;  // 0: not held

    [[nodiscard]] std::pair<std::int32_t, std::int32_t> size() const {
        int width = 0;
        int height = 0;
        SDL_GetRendererOutputSize(renderer.get(), &width, &height);
        return {width, height};
    }

    /// Pointer places come in window units, which differ from pixels on dense screens.
    [[nodiscard]] PointerInput pointer(PointerStep step, double x, double y) const {
        int width = 1;
        int height = 1;
        SDL_GetWindowSize(window.get(), &width, &height);
        const auto [pixels_x, pixels_y] = size();
        return {step, x * pixels_x / std::max(1, width), y * pixels_y / std::max(1, height)};
    }

    [[nodiscard]] bool put_canvas(const CanvasPicture& picture) {
        int width = 0;
        int height = 0;
        if (canvas) SDL_QueryTexture(canvas.get(), nullptr, nullptr, &width, &height);
        if (width != picture.width_px || height != picture.height_px) {
            canvas.reset(SDL_CreateTexture(renderer.get(), SDL_PIXELFORMAT_ARGB8888,
                                           SDL_TEXTUREACCESS_STREAMING, picture.width_px,
                                           picture.height_px));
            if (!canvas) return false;
            // The canvas is premultiplied.
            const auto blend = SDL_ComposeCustomBlendMode(
                SDL_BLENDFACTOR_ONE, SDL_BLENDFACTOR_ONE_MINUS_SRC_ALPHA, SDL_BLENDOPERATION_ADD,
                SDL_BLENDFACTOR_ONE, SDL_BLENDFACTOR_ONE_MINUS_SRC_ALPHA, SDL_BLENDOPERATION_ADD);
            // The software renderer knows only its own modes; the preview's hole is the one part
            // that is not opaque, and is wholly clear: there both modes give the same.
            if (SDL_SetTextureBlendMode(canvas.get(), blend) != 0)
                SDL_SetTextureBlendMode(canvas.get(), SDL_BLENDMODE_BLEND);
        }
        return SDL_UpdateTexture(canvas.get(), nullptr, picture.pixels.data(),
                                 picture.width_px * 4) == 0;
    }

    [[nodiscard]] bool put_preview(const FrameView& frame) {
        if (!preview || preview_width != frame.width_px || preview_height != frame.height_px) {
            preview.reset(SDL_CreateTexture(renderer.get(), SDL_PIXELFORMAT_IYUV,
                                            SDL_TEXTUREACCESS_STREAMING, frame.width_px,
                                            frame.height_px));
            if (!preview) return false;
            preview_width = frame.width_px;
            preview_height = frame.height_px;
            const auto half = [](std::int32_t side) {
                return static_cast<std::size_t>((side + 1) / 2);
            };
            constexpr std::uint8_t no_colour = 128;
            chroma.assign(half(frame.width_px) * half(frame.height_px), no_colour);
        }
        const int half_width = (frame.width_px + 1) / 2;
        return SDL_UpdateYUVTexture(preview.get(), nullptr, frame.pixels,
                                    static_cast<int>(frame.stride_bytes), chroma.data(), half_width,
                                    chroma.data(), half_width) == 0;
    }

    void draw_preview(const PreviewPicture& picture) {
        const auto part = visible_part(picture.frame, picture.box);
        const SDL_Rect from{static_cast<int>(part.x), static_cast<int>(part.y),
                            static_cast<int>(part.width), static_cast<int>(part.height)};
        const auto to = rect_of(picture.box);
        SDL_RenderCopyExF(renderer.get(), preview.get(), &from, &to, 0, nullptr,
                          picture.is_mirrored ? SDL_FLIP_HORIZONTAL : SDL_FLIP_NONE);
    }

    void take(const SDL_Event& event, std::vector<DisplayInput>& inputs) {
        switch (event.type) {
            case SDL_QUIT:
                inputs.emplace_back(DisplayClosed{});
                break;
            case SDL_WINDOWEVENT:
                take_window(event.window, inputs);
                break;
            case SDL_MOUSEBUTTONDOWN:
            case SDL_MOUSEBUTTONUP:
                take_mouse(event.button, inputs);
                break;
            case SDL_FINGERDOWN:
            case SDL_FINGERUP:
                take_finger(event.tfinger, inputs);
                break;
            case SDL_KEYDOWN:
            case SDL_KEYUP:
                take_key(event.key, inputs);
                break;
            case SDL_TEXTINPUT:
                // The space bar is Ok already.
                if (event.text.text[0] != ' ') inputs.emplace_back(TextInput{event.text.text});
                break;
            default:
                break;
        }
    }

    void take_window(const SDL_WindowEvent& event, std::vector<DisplayInput>& inputs) const {
        if (event.event != SDL_WINDOWEVENT_SIZE_CHANGED && event.event != SDL_WINDOWEVENT_EXPOSED)
            return;
        const auto [width, height] = size();
        inputs.emplace_back(DisplayResized{width, height});
    }

    void take_mouse(const SDL_MouseButtonEvent& event, std::vector<DisplayInput>& inputs) const {
        // A finger comes as a finger; SDL's mouse made of it would count twice.
        if (event.button != SDL_BUTTON_LEFT || event.which == SDL_TOUCH_MOUSEID) return;
        const auto step = event.type == SDL_MOUSEBUTTONDOWN ? PointerStep::Down : PointerStep::Up;
        inputs.emplace_back(pointer(step, event.x, event.y));
    }

    void take_finger(const SDL_TouchFingerEvent& event, std::vector<DisplayInput>& inputs) {
        const bool is_down = event.type == SDL_FINGERDOWN;
        if (is_down ? finger >= 0 : finger != event.fingerId) return;
        finger = is_down ? event.fingerId : -1;
        const auto [width, height] = size();
        inputs.emplace_back(PointerInput{is_down ? PointerStep::Down : PointerStep::Up,
                                         static_cast<double>(event.x) * width,
                                         static_cast<double>(event.y) * height});
    }

    void take_key(const SDL_KeyboardEvent& event, std::vector<DisplayInput>& inputs) {
        const bool is_down = event.type == SDL_KEYDOWN;
        if (event.repeat != 0) return;
        if (event.keysym.sym == SDLK_5) five_since_ms = is_down ? std::max(1U, SDL_GetTicks()) : 0;
        if (!is_down) return;
        if (const auto button = button_of(event.keysym)) inputs.emplace_back(ButtonInput{*button});
    }

    void take_held_key(std::vector<DisplayInput>& inputs) {
        if (five_since_ms == 0 || SDL_GetTicks() - five_since_ms < hold_ms) return;
        five_since_ms = 0;
        inputs.emplace_back(ButtonInput{Button::EasyUse});
    }

    void draw_darkness() {
        if (brightness >= 100 || !backlight.empty()) return;
        constexpr int full = 255;
        SDL_SetRenderDrawBlendMode(renderer.get(), SDL_BLENDMODE_BLEND);
        SDL_SetRenderDrawColor(renderer.get(), 0, 0, 0,
                               static_cast<std::uint8_t>(full - full * brightness / 100));
        SDL_RenderFillRect(renderer.get(), nullptr);
    }
};

SdlDisplay::SdlDisplay(std::unique_ptr<Window> window) : window_(std::move(window)) {}
SdlDisplay::~SdlDisplay() = default;

Result<std::unique_ptr<SdlDisplay>> SdlDisplay::open(const DisplayOptions& options) {
    if (options.width_px <= 0 || options.height_px <= 0)
        return Error{Errc::BadValue, 0, "size of the window"};
    if (options.backlight.find('/') != std::string::npos || options.backlight.starts_with('.'))
        return Error{Errc::BadValue, 0, "name of the backlight"};
    auto window = std::make_unique<Window>();
    if (!window->video.is_open()) return Error{Errc::Unavailable, 0, "no video driver"};
    window->backlight = options.backlight;
    const auto flags = options.full_screen ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE;
    window->window.reset(SDL_CreateWindow(options.title.c_str(), SDL_WINDOWPOS_CENTERED,
                                          SDL_WINDOWPOS_CENTERED, options.width_px,
                                          options.height_px, flags));
    if (!window->window) return Error{Errc::Unavailable, 0, "no screen"};
    if (!options.renderer.empty()) SDL_SetHint(SDL_HINT_RENDER_DRIVER, options.renderer.c_str());
    window->renderer.reset(SDL_CreateRenderer(window->window.get(), -1, 0));
    if (!window->renderer)
        window->renderer.reset(SDL_CreateRenderer(window->window.get(), -1, SDL_RENDERER_SOFTWARE));
    if (!window->renderer) return Error{Errc::Unavailable, 0, "no renderer"};
    if (options.full_screen) SDL_ShowCursor(SDL_DISABLE);
    SDL_StartTextInput();
    return std::unique_ptr<SdlDisplay>(new SdlDisplay(std::move(window)));
}

std::int32_t SdlDisplay::width_px() const {
    return window_->size().first;
}

std::int32_t SdlDisplay::height_px() const {
    return window_->size().second;
}

double SdlDisplay::pixels_per_mm() const {
    float dpi = 0;
    const int display = SDL_GetWindowDisplayIndex(window_->window.get());
    if (SDL_GetDisplayDPI(display, nullptr, &dpi, nullptr) != 0) return 0;
    return static_cast<double>(dpi) / mm_per_inch;
}

Result<void> SdlDisplay::show(const CanvasPicture* canvas,
                              const std::optional<PreviewPicture>& preview) {
    auto& window = *window_;
    if (canvas != nullptr) {
        const auto [width, height] = window.size();
        if (canvas->width_px != width || canvas->height_px != height)
            return Error{Errc::BadLength, 0, "canvas of another size"};
        if (!window.put_canvas(*canvas)) return Error{Errc::Unavailable, 0, "the panel is gone"};
    }
    const bool has_preview = preview && preview->frame.pixels != nullptr &&
                             preview->frame.width_px > 0 && preview->frame.height_px > 0 &&
                             preview->box.width >= 1 && preview->box.height >= 1;
    SDL_SetRenderDrawColor(window.renderer.get(), 0, 0, 0, SDL_ALPHA_OPAQUE);
    if (SDL_RenderClear(window.renderer.get()) != 0)
        return Error{Errc::Unavailable, 0, "the panel is gone"};
    if (has_preview && window.put_preview(preview->frame)) window.draw_preview(*preview);
    if (window.canvas) SDL_RenderCopy(window.renderer.get(), window.canvas.get(), nullptr, nullptr);
    window.draw_darkness();
    SDL_RenderPresent(window.renderer.get());
    return {};
}

std::vector<DisplayInput> SdlDisplay::inputs(std::int32_t wait_ms) {
    std::vector<DisplayInput> inputs;
    SDL_Event event;
    bool has_event = SDL_WaitEventTimeout(&event, std::max(0, wait_ms)) != 0;
    for (; has_event && inputs.size() < inputs_max; has_event = SDL_PollEvent(&event) != 0)
        window_->take(event, inputs);
    window_->take_held_key(inputs);
    return inputs;
}

void SdlDisplay::set_brightness(std::int32_t percent) {
    window_->brightness = std::clamp(percent, brightness_min, 100);
    if (window_->backlight.empty()) return;
    const auto folder = "/sys/class/backlight/" + window_->backlight;
    std::ifstream most(folder + "/max_brightness");
    std::int64_t max = 0;
    if (!(most >> max) || max <= 0) return;
    std::ofstream level(folder + "/brightness");
    level << std::max<std::int64_t>(1, max * window_->brightness / 100);
}

}  // namespace outpost
