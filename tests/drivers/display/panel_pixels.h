// What SDL shows in the window that was opened last, read back.
#pragma once

#include <catch2/catch.hpp>

#include <SDL2/SDL.h>
#include <cstdint>
#include <vector>

namespace outpost {

struct PanelPixels {
    std::int32_t width_px = 0;
    std::vector<std::uint32_t> argb;
    [[nodiscard]] std::uint32_t at(std::int32_t x, std::int32_t y) const {
        return argb.at(static_cast<std::size_t>(y * width_px + x)) & 0xFFFFFFU;
    }
};

/// SDL counts its windows up from 1.
inline SDL_Window* newest_window() {
    SDL_Window* newest = nullptr;
    constexpr std::uint32_t windows_max = 500;  // of one test program
    for (std::uint32_t id = 1; id < windows_max; ++id)
        if (auto* window = SDL_GetWindowFromID(id); window != nullptr) newest = window;
    return newest;
}

inline PanelPixels panel_pixels() {
    auto* window = newest_window();
    REQUIRE(window != nullptr);
    auto* renderer = SDL_GetRenderer(window);
    REQUIRE(renderer != nullptr);
    int width = 0;
    int height = 0;
    SDL_GetRendererOutputSize(renderer, &width, &height);
    PanelPixels out{width, std::vector<std::uint32_t>(static_cast<std::size_t>(width * height))};
    REQUIRE(SDL_RenderReadPixels(renderer, nullptr, SDL_PIXELFORMAT_ARGB8888, out.argb.data(),
                                 width * 4) == 0);
    return out;
}

}  // namespace outpost
