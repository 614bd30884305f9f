#include "drivers/display/sdl_display.h"

#include "drivers/display/backlight.h"
#include "drivers/display/composer.h"
#include "drivers/display/sdl_input.h"
#include "drivers/display/sdl_panel.h"

#include <SDL2/SDL.h>

#include <algorithm>
#include <utility>

namespace outpost {

namespace {

constexpr std::size_t inputs_max = 256;  // of one call
constexpr std::int32_t side_px_max = 16'384;
constexpr double mm_per_inch = 25.4;

/// The video subsystem as long as the object lives; SDL counts.
class VideoSystem {
  public:
    VideoSystem() {
        // Ctrl-C and the service manager's signal are the program's own.
        SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
        SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
        SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
        SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
        SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
        // A camera's grey reaches from 0 to 255; SDL would take it for television's 16 to 235.
        SDL_SetYUVConversionMode(SDL_YUV_CONVERSION_JPEG);
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

std::string backlight_folder(const DisplayOptions& options) {
    return options.backlight.empty() ? std::string() : "/sys/class/backlight/" + options.backlight;
}

}  // namespace

struct SdlDisplay::Parts {
    explicit Parts(const DisplayOptions& options)
        : panel(WindowLook{options.title, options.width_px, options.height_px, options.full_screen},
                options.renderer),
          backlight(backlight_folder(options)) {}

    [[nodiscard]] PanelSize size() const {
        PanelSize out;
        out.width_px = panel.width_px();
        out.height_px = panel.height_px();
        SDL_GetWindowSize(panel.window(), &out.window_width, &out.window_height);
        return out;
    }

    [[nodiscard]] Result<void> draw() {
        is_stale = false;
        if (!is_lost && !panel.draw(darkness)) is_lost = true;
        if (is_lost) return Error{Errc::Unavailable, 0, "the panel is gone"};
        return {};
    }

    void take(const SDL_Event& event, std::vector<DisplayInput>& inputs) {
        switch (event.type) {
            case SDL_QUIT:
                inputs.emplace_back(DisplayClosed{});
                return;
            case SDL_WINDOWEVENT:
                if (event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED)
                    inputs.emplace_back(DisplayResized{panel.width_px(), panel.height_px()});
                // Uncovered, shown again: X keeps nothing of a window that was covered.
                is_stale = true;
                return;
            case SDL_RENDER_TARGETS_RESET:
                is_stale = true;
                return;
            case SDL_RENDER_DEVICE_RESET:
                is_lost = true;  // and the textures with it
                return;
            default:
                input.take(event, size(), inputs);
        }
    }

    VideoSystem video;  // before the panel
    SdlPanel panel;
    Backlight backlight;
    SdlInput input;
    std::uint8_t darkness = 0;
    bool is_stale = false;  // the glass does not show what it should
    bool is_lost = false;
};

SdlDisplay::SdlDisplay(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SdlDisplay::~SdlDisplay() = default;

Result<std::unique_ptr<SdlDisplay>> SdlDisplay::open(const DisplayOptions& options) {
    const auto is_side = [](std::int32_t px) { return px > 0 && px <= side_px_max; };
    if (!is_side(options.width_px) || !is_side(options.height_px))
        return Error{Errc::BadValue, 0, "size of the window"};
    if (options.backlight.find('/') != std::string::npos || options.backlight.starts_with('.'))
        return Error{Errc::BadValue, 0, "name of the backlight"};
    auto parts = std::make_unique<Parts>(options);
    if (!parts->video.is_open()) return Error{Errc::Unavailable, 0, "no video driver"};
    if (!parts->panel.is_open()) return Error{Errc::Unavailable, 0, "no screen"};
    if (options.full_screen) SDL_ShowCursor(SDL_DISABLE);
    SDL_StartTextInput();
    return std::unique_ptr<SdlDisplay>(new SdlDisplay(std::move(parts)));
}

std::int32_t SdlDisplay::width_px() const {
    return parts_->panel.width_px();
}

std::int32_t SdlDisplay::height_px() const {
    return parts_->panel.height_px();
}

double SdlDisplay::pixels_per_mm() const {
    float dpi = 0;
    const int display = SDL_GetWindowDisplayIndex(parts_->panel.window());
    if (SDL_GetDisplayDPI(display, nullptr, &dpi, nullptr) != 0) return 0;
    return static_cast<double>(dpi) / mm_per_inch;
}

Result<void> SdlDisplay::show(const CanvasPicture* canvas,
                              const std::optional<PreviewPicture>& preview) {
    auto& panel = parts_->panel;
    const Error gone{Errc::Unavailable, 0, "the panel is gone"};
    if (parts_->is_lost) return gone;
    if (canvas != nullptr) {
        const auto pixels = std::int64_t{canvas->width_px} * canvas->height_px;
        if (canvas->width_px != panel.width_px() || canvas->height_px != panel.height_px() ||
            static_cast<std::int64_t>(canvas->pixels.size()) != pixels)
            return Error{Errc::BadLength, 0, "canvas of another size"};
        if (!panel.put_canvas(*canvas)) return gone;
    }
    const bool has_new_preview = is_shown(preview);
    const bool has_old_preview = panel.has_preview();
    if (has_new_preview && !panel.put_preview(*preview)) return gone;
    if (!has_new_preview) panel.drop_preview();
    const bool is_changed = canvas != nullptr || has_new_preview || has_old_preview;
    if (!is_changed && !parts_->is_stale) return {};
    return parts_->draw();
}

std::vector<DisplayInput> SdlDisplay::inputs(std::int32_t wait_ms) {
    std::vector<DisplayInput> inputs;
    SDL_Event event;
    const auto wait = parts_->input.wait_ms(SDL_GetTicks(), wait_ms);
    bool has_event = SDL_WaitEventTimeout(&event, wait) != 0;
    while (has_event) {
        parts_->take(event, inputs);
        has_event = inputs.size() < inputs_max && SDL_PollEvent(&event) != 0;
    }
    parts_->input.take_time(SDL_GetTicks(), inputs);
    // A failure is told by the next show().
    if (parts_->is_stale) static_cast<void>(parts_->draw());
    return inputs;
}

void SdlDisplay::set_brightness(std::int32_t percent) {
    const auto shown = std::clamp(percent, brightness_percent_min, 100);
    constexpr std::int32_t full = 255;
    const bool is_lit = parts_->backlight.set(shown);
    const auto darkness = static_cast<std::uint8_t>(is_lit ? 0 : full - full * shown / 100);
    if (darkness != parts_->darkness) parts_->is_stale = true;
    parts_->darkness = darkness;
}

}  // namespace outpost
