#include "drivers/display/sdl_panel.h"

#include "drivers/display/composer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace outpost {

namespace {

/// Drivers whose windows have a picture in memory of their own. With it the software renderer takes
/// half the time; SDL would else send that picture through OpenGL.
bool has_memory_windows() {
    const char* driver = SDL_GetCurrentVideoDriver();
    return driver != nullptr &&
           (std::string_view(driver) == "x11" || std::string_view(driver) == "wayland");
}

std::string_view name_of(SDL_Renderer* renderer) {
    SDL_RendererInfo info{};
    return SDL_GetRendererInfo(renderer, &info) == 0 ? std::string_view(info.name)
                                                     : std::string_view();
}

/// Without one, OpenGL would be computed by the processor, and its compiler would stay in memory:
/// 70 MB for nothing.
bool has_graphics_processor() {
    std::error_code failure;
    if (std::filesystem::exists("/dev/nvidiactl", failure)) return true;
    const std::filesystem::directory_iterator devices("/dev/dri", failure);
    if (failure) return false;
    return std::any_of(begin(devices), end(devices), [](const auto& device) {
        return device.path().filename().string().starts_with("render");
    });
}

/// OpenGL that is computed by the processor costs more than SDL's own software renderer.
bool is_emulated_gl(SDL_Renderer* renderer) {
    if (name_of(renderer).substr(0, 6) != "opengl") return false;
    constexpr unsigned gl_renderer = 0x1F01;  // GL_RENDERER
    using GetString = const unsigned char* (*)(unsigned);
    // SDL hands out functions as data pointers.
    void* address = SDL_GL_GetProcAddress("glGetString");
    if (address == nullptr) return false;
    GetString get_string = nullptr;
    static_assert(sizeof(get_string) == sizeof(address));
    std::memcpy(&get_string, &address, sizeof(address));
    const unsigned char* told = get_string(gl_renderer);
    if (told == nullptr) return false;
    const std::string_view text(static_cast<const char*>(static_cast<const void*>(told)));
    constexpr std::array<std::string_view, 4> emulated{"llvmpipe", "softpipe", "swrast",
                                                       "Software Rasterizer"};
    return std::any_of(emulated.begin(), emulated.end(), [&](std::string_view name) {
        return text.find(name) != std::string_view::npos;
    });
}

SDL_Rect rect_of(const PixelBox& box) {
    const auto place = whole_box(box);
    return {place.x, place.y, place.width, place.height};
}

std::uint32_t straight(std::uint32_t pixel) {
    const std::uint32_t alpha = pixel >> 24U;
    if (alpha == 0 || alpha == 255U) return pixel;
    std::uint32_t out = alpha << 24U;
    for (std::uint32_t shift = 0; shift < 24; shift += 8)
        out |= std::min(255U, ((pixel >> shift & 0xFFU) * 255U + alpha / 2) / alpha) << shift;
    return out;
}

}  // namespace

SdlPanel::SdlPanel(const WindowLook& look, const std::string& renderer) {
    const bool is_free = renderer.empty() && has_memory_windows();
    open(look, is_free && !has_graphics_processor() ? "software" : renderer);
    if (is_free && is_open() && is_emulated_gl(renderer_.get())) {
        renderer_.reset();
        window_.reset();
        open(look, "software");
    }
}

void SdlPanel::open(const WindowLook& look, const std::string& renderer) {
    const bool wants_software = renderer == "software";
    if (renderer.empty())
        SDL_ResetHint(SDL_HINT_RENDER_DRIVER);
    else
        SDL_SetHint(SDL_HINT_RENDER_DRIVER, renderer.c_str());
    if (wants_software && has_memory_windows())
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    else
        SDL_ResetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION);
    const auto flags = look.full_screen ? SDL_WINDOW_FULLSCREEN_DESKTOP : SDL_WINDOW_RESIZABLE;
    window_.reset(SDL_CreateWindow(look.title.c_str(), SDL_WINDOWPOS_CENTERED,
                                   SDL_WINDOWPOS_CENTERED, look.width_px, look.height_px, flags));
    if (!window_) return;
    renderer_.reset(SDL_CreateRenderer(window_.get(), -1, 0));
    if (!renderer_) renderer_.reset(SDL_CreateRenderer(window_.get(), -1, SDL_RENDERER_SOFTWARE));
    if (renderer_) is_software_ = name_of(renderer_.get()) == "software";
}

std::int32_t SdlPanel::width_px() const {
    int width = 0;
    SDL_GetRendererOutputSize(renderer_.get(), &width, nullptr);
    return width;
}

std::int32_t SdlPanel::height_px() const {
    int height = 0;
    SDL_GetRendererOutputSize(renderer_.get(), nullptr, &height);
    return height;
}

bool SdlPanel::put_canvas(const CanvasPicture& picture) {
    int width = 0;
    int height = 0;
    if (canvas_) SDL_QueryTexture(canvas_.get(), nullptr, nullptr, &width, &height);
    if (width != picture.width_px || height != picture.height_px) {
        canvas_.reset(SDL_CreateTexture(renderer_.get(), SDL_PIXELFORMAT_ARGB8888,
                                        SDL_TEXTUREACCESS_STREAMING, picture.width_px,
                                        picture.height_px));
        if (!canvas_) return false;
        over_ = SDL_ComposeCustomBlendMode(
            SDL_BLENDFACTOR_ONE, SDL_BLENDFACTOR_ONE_MINUS_SRC_ALPHA, SDL_BLENDOPERATION_ADD,
            SDL_BLENDFACTOR_ONE, SDL_BLENDFACTOR_ONE_MINUS_SRC_ALPHA, SDL_BLENDOPERATION_ADD);
        is_premultiplied_ = SDL_SetTextureBlendMode(canvas_.get(), over_) == 0;
        if (!is_premultiplied_) over_ = SDL_BLENDMODE_BLEND;
    }
    void* to = nullptr;
    int pitch = 0;
    if (SDL_LockTexture(canvas_.get(), nullptr, &to, &pitch) != 0) return false;
    const auto row_pixels = static_cast<std::size_t>(picture.width_px);
    for (std::size_t y = 0; y < static_cast<std::size_t>(picture.height_px); ++y) {
        const auto* from = picture.pixels.data() + y * row_pixels;
        auto* row = static_cast<std::uint32_t*>(to) + y * (static_cast<std::size_t>(pitch) / 4);
        // The software renderer knows only colours that are not premultiplied.
        if (is_premultiplied_)
            std::copy_n(from, row_pixels, row);
        else
            std::transform(from, from + row_pixels, row, straight);
    }
    SDL_UnlockTexture(canvas_.get());
    return true;
}

bool SdlPanel::fit_texture(std::uint32_t format, std::int32_t width, std::int32_t height) {
    int has_width = 0;
    int has_height = 0;
    if (preview_) SDL_QueryTexture(preview_.get(), nullptr, nullptr, &has_width, &has_height);
    if (has_width == width && has_height == height) return true;
    preview_.reset(
        SDL_CreateTexture(renderer_.get(), format, SDL_TEXTUREACCESS_STREAMING, width, height));
    if (preview_) SDL_SetTextureBlendMode(preview_.get(), SDL_BLENDMODE_NONE);
    return preview_ != nullptr;
}

bool SdlPanel::put_scaled(const PreviewPicture& picture) {
    // Only what is seen: a texture of the part on the panel, in its final size and turned round.
    const SDL_Rect seen = shown_->seen;
    if (!fit_texture(SDL_PIXELFORMAT_ARGB8888, seen.w, seen.h)) return false;
    scale_frame(picture, {seen.x, seen.y, seen.w, seen.h}, expanded_);
    shown_->from = {0, 0, seen.w, seen.h};
    shown_->to = seen;
    return SDL_UpdateTexture(preview_.get(), nullptr, expanded_.data(), seen.w * 4) == 0;
}

bool SdlPanel::put_grey(const PreviewPicture& picture) {
    const auto& frame = picture.frame;
    if (!fit_texture(SDL_PIXELFORMAT_IYUV, frame.width_px, frame.height_px)) return false;
    const int half_width = (frame.width_px + 1) / 2;
    constexpr std::uint8_t no_colour = 128;
    chroma_.resize(
        static_cast<std::size_t>(half_width) * static_cast<std::size_t>((frame.height_px + 1) / 2),
        no_colour);
    const auto part = visible_part(frame, picture.box);
    shown_->from = {static_cast<int>(std::lround(part.x)), static_cast<int>(std::lround(part.y)),
                    std::max(1, static_cast<int>(std::lround(part.width))),
                    std::max(1, static_cast<int>(std::lround(part.height)))};
    shown_->is_mirrored = picture.is_mirrored;
    return SDL_UpdateYUVTexture(preview_.get(), nullptr, frame.pixels,
                                static_cast<int>(frame.stride_bytes), chroma_.data(), half_width,
                                chroma_.data(), half_width) == 0;
}

bool SdlPanel::put_preview(const PreviewPicture& picture) {
    const SDL_Rect panel{0, 0, width_px(), height_px()};
    ShownPreview shown;
    shown.to = rect_of(picture.box);
    if (SDL_IntersectRect(&shown.to, &panel, &shown.seen) == SDL_FALSE) {
        drop_preview();
        return true;
    }
    shown_ = shown;
    return is_software_ ? put_scaled(picture) : put_grey(picture);
}

void SdlPanel::drop_preview() {
    shown_.reset();
    if (!preview_) return;
    std::fill(expanded_.begin(), expanded_.end(), 0U);
    int height = 0;
    void* pixels = nullptr;
    int pitch = 0;
    SDL_QueryTexture(preview_.get(), nullptr, nullptr, nullptr, &height);
    if (SDL_LockTexture(preview_.get(), nullptr, &pixels, &pitch) == 0) {
        std::memset(pixels, 0, static_cast<std::size_t>(pitch) * static_cast<std::size_t>(height));
        SDL_UnlockTexture(preview_.get());
    }
    preview_.reset();
}

bool SdlPanel::draw(std::uint8_t darkness) {
    auto* renderer = renderer_.get();
    bool is_drawn = true;
    if (canvas_) {
        // Blending the whole canvas would cost more than all the rest: it is opaque but for the
        // preview's hole.
        SDL_SetTextureBlendMode(canvas_.get(), SDL_BLENDMODE_NONE);
        is_drawn = SDL_RenderCopy(renderer, canvas_.get(), nullptr, nullptr) == 0;
        SDL_SetTextureBlendMode(canvas_.get(), over_);
    } else {
        SDL_SetRenderDrawColor(renderer, 0, 0, 0, SDL_ALPHA_OPAQUE);
        is_drawn = SDL_RenderClear(renderer) == 0;
    }
    if (shown_) {
        SDL_RenderCopyEx(renderer, preview_.get(), &shown_->from, &shown_->to, 0, nullptr,
                         shown_->is_mirrored ? SDL_FLIP_HORIZONTAL : SDL_FLIP_NONE);
        if (canvas_) SDL_RenderCopy(renderer, canvas_.get(), &shown_->seen, &shown_->seen);
    }
    if (darkness != 0) {
        SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_BLEND);
        SDL_SetRenderDrawColor(renderer, 0, 0, 0, darkness);
        SDL_RenderFillRect(renderer, nullptr);
    }
    SDL_RenderPresent(renderer);
    return is_drawn;
}

}  // namespace outpost
