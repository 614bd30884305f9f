// A window of SDL's with what is drawn into it: the canvas over the live picture.
#pragma once

#include "core/ports/display.h"

#include <SDL2/SDL.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace outpost {

struct DestroySdl {
    void operator()(SDL_Window* window) const { SDL_DestroyWindow(window); }
    void operator()(SDL_Renderer* renderer) const { SDL_DestroyRenderer(renderer); }
    void operator()(SDL_Texture* texture) const { SDL_DestroyTexture(texture); }
};
using SdlWindow = std::unique_ptr<SDL_Window, DestroySdl>;
using SdlRenderer = std::unique_ptr<SDL_Renderer, DestroySdl>;
using SdlTexture = std::unique_ptr<SDL_Texture, DestroySdl>;

struct WindowLook {
    std::string title;
    std::int32_t width_px = 0;
    std::int32_t height_px = 0;
    bool full_screen = false;
};

/// Needs SDL's video subsystem for as long as it lives.
class SdlPanel {
  public:
    /// Unable to draw (is_open() false) where there is no screen or no renderer.
    /// @param renderer  SDL's name; empty: the graphics chip where there is one, else software
    SdlPanel(const WindowLook& look, const std::string& renderer);

    [[nodiscard]] bool is_open() const { return renderer_ != nullptr; }
    [[nodiscard]] SDL_Window* window() const { return window_.get(); }
    [[nodiscard]] std::int32_t width_px() const;
    [[nodiscard]] std::int32_t height_px() const;

    /// Each is false when the panel is gone.
    [[nodiscard]] bool put_canvas(const CanvasPicture& picture);
    [[nodiscard]] bool put_preview(const PreviewPicture& picture);
    /// The live picture is no longer shown, and its pixels are overwritten.
    void drop_preview();
    [[nodiscard]] bool has_preview() const { return shown_.has_value(); }
    /// @param darkness  0 to 255, over everything
    [[nodiscard]] bool draw(std::uint8_t darkness);

  private:
    /// How the preview's texture lies on the canvas.
    struct ShownPreview {
        SDL_Rect from{};  // of the texture
        SDL_Rect to{};    // its box
        SDL_Rect seen{};  // the part of the box that is on the panel
        bool is_mirrored = false;
    };
    void open(const WindowLook& look, const std::string& renderer);
    [[nodiscard]] bool put_scaled(const PreviewPicture& picture);
    [[nodiscard]] bool put_grey(const PreviewPicture& picture);
    [[nodiscard]] bool fit_texture(std::uint32_t format, std::int32_t width, std::int32_t height);

    SdlWindow window_;
    SdlRenderer renderer_;
    SdlTexture canvas_;
    SdlTexture preview_;
    bool is_software_ = false;
    bool is_premultiplied_ = false;  // the canvas's texture
    SDL_BlendMode over_ = SDL_BLENDMODE_BLEND;
    std::optional<ShownPreview> shown_;
    std::vector<std::uint8_t> chroma_;     // of grey, for the graphics chip
    std::vector<std::uint32_t> expanded_;  // what the software renderer gets
};

}  // namespace outpost
