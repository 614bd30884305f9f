#include "drivers/display/sdl_display.h"

#include "tests/drivers/display/panel_pixels.h"

#include <catch2/catch.hpp>

#include <SDL2/SDL.h>
#include <cstdlib>

using namespace outpost;

namespace {

std::unique_ptr<SdlDisplay> open_dummy() {
    ::setenv("SDL_VIDEODRIVER", "dummy", 1);
    DisplayOptions options;
    options.full_screen = false;
    options.width_px = 64;
    options.height_px = 32;
    auto display = SdlDisplay::open(options);
    REQUIRE(display);
    return std::move(display).value();
}

void push_key(SDL_Keycode key, std::uint16_t mod = 0) {
    SDL_Event event{};
    event.type = SDL_KEYDOWN;
    event.key.keysym.sym = key;
    event.key.keysym.mod = mod;
    SDL_PushEvent(&event);
}

void push_finger(std::uint32_t type, SDL_FingerID finger, float x, float y) {
    SDL_Event event{};
    event.type = type;
    event.tfinger.fingerId = finger;
    event.tfinger.x = x;
    event.tfinger.y = y;
    SDL_PushEvent(&event);
}

template <class T>
std::vector<T> of_kind(const std::vector<DisplayInput>& inputs) {
    std::vector<T> found;
    for (const auto& input : inputs)
        if (const auto* one = std::get_if<T>(&input)) found.push_back(*one);
    return found;
}

}  // namespace

TEST_CASE("a window shows a canvas of its size, with a preview or without") {
    const auto display = open_dummy();
    CHECK(display->width_px() == 64);
    CHECK(display->height_px() == 32);
    CanvasPicture canvas{64, 32, std::vector<std::uint32_t>(64 * 32, 0xFF336699U)};
    CHECK(display->show(&canvas, std::nullopt));
    Frame frame;
    frame.width_px = 33;  // odd on purpose
    frame.height_px = 21;
    frame.pixels.assign(33 * 21, 90);
    CHECK(display->show(nullptr, PreviewPicture{frame.view(), {4, 4, 40, 20}, true}));
    CHECK(display->show(nullptr, PreviewPicture{{}, {4, 4, 40, 20}, true}));
    canvas.width_px = 32;
    CHECK(display->show(&canvas, std::nullopt).error().code == Errc::BadLength);
    display->set_brightness(30);
    CHECK(display->show(nullptr, std::nullopt));
}

TEST_CASE("the glass shows the canvas, and the live picture in its hole") {
    const auto display = open_dummy();
    CanvasPicture canvas{64, 32, std::vector<std::uint32_t>(64 * 32, 0xFF336699U)};
    for (std::size_t y = 8; y < 24; ++y)
        for (std::size_t x = 16; x < 48; ++x) canvas.pixels[y * 64 + x] = 0;
    canvas.pixels[10 * 64 + 20] = 0x80400000U;  // premultiplied red, half clear
    Frame frame;                                // left half black, right half light grey
    frame.width_px = 320;
    frame.height_px = 160;
    frame.pixels.assign(320 * 160, 0);
    for (std::size_t k = 0; k < frame.pixels.size(); ++k)
        if (k % 320 >= 160) frame.pixels[k] = 200;
    const PixelBox box{16, 8, 32, 16};
    REQUIRE(display->show(&canvas, PreviewPicture{frame.view(), box, false}));
    auto pixels = panel_pixels();
    CHECK(pixels.at(2, 2) == 0x336699U);
    CHECK(pixels.at(17, 20) == 0x000000U);
    CHECK(pixels.at(47, 20) == 0xC8C8C8U);
    CHECK((pixels.at(20, 10) >> 16U) == Approx(0x40).margin(2));
    CHECK((pixels.at(20, 10) & 0xFFFFU) == 0U);
    REQUIRE(display->show(nullptr, PreviewPicture{frame.view(), box, true}));
    pixels = panel_pixels();
    CHECK(pixels.at(2, 2) == 0x336699U);
    CHECK(pixels.at(17, 20) == 0xC8C8C8U);
    CHECK(pixels.at(47, 20) == 0x000000U);
    CHECK((pixels.at(20, 10) & 0xFFU) == Approx(200 * 127 / 255).margin(2));
    // No longer shown: nothing of the frame is left.
    REQUIRE(display->show(nullptr, std::nullopt));
    pixels = panel_pixels();
    CHECK(pixels.at(17, 20) == 0U);
    CHECK(pixels.at(2, 2) == 0x336699U);
    // Beyond the panel on every side.
    REQUIRE(display->show(nullptr, PreviewPicture{frame.view(), {-32, -16, 128, 64}, false}));
    CHECK(panel_pixels().at(47, 20) == 0xC8C8C8U);
    REQUIRE(display->show(nullptr, PreviewPicture{frame.view(), {200, 200, 10, 10}, false}));
    CHECK(panel_pixels().at(47, 20) == 0U);
}

TEST_CASE("the panel darkens the picture where there is no backlight") {
    const auto display = open_dummy();
    const CanvasPicture canvas{64, 32, std::vector<std::uint32_t>(64 * 32, 0xFFC8C8C8U)};
    REQUIRE(display->show(&canvas, std::nullopt));
    display->set_brightness(50);
    display->inputs(0);  // darkens without a new picture
    CHECK((panel_pixels().at(5, 5) & 0xFFU) == Approx(100).margin(2));
    display->set_brightness(-7);  // never wholly dark
    display->inputs(0);
    CHECK((panel_pixels().at(5, 5) & 0xFFU) == Approx(10).margin(2));
    display->set_brightness(100);
    display->inputs(0);
    CHECK(panel_pixels().at(5, 5) == 0xC8C8C8U);
}

TEST_CASE("a window of another size is told once, and takes only its own size") {
    const auto display = open_dummy();
    display->inputs(0);
    SDL_SetWindowSize(newest_window(), 80, 40);
    const auto resized = of_kind<DisplayResized>(display->inputs(0));
    REQUIRE(resized.size() == 1);
    CHECK(resized[0].width_px == 80);
    CHECK(resized[0].height_px == 40);
    CanvasPicture canvas{64, 32, std::vector<std::uint32_t>(64 * 32)};
    CHECK(display->show(&canvas, std::nullopt).error().code == Errc::BadLength);
    canvas = {80, 40, std::vector<std::uint32_t>(3)};
    CHECK(display->show(&canvas, std::nullopt).error().code == Errc::BadLength);
    canvas.pixels.resize(80 * 40);
    CHECK(display->show(&canvas, std::nullopt));
}

TEST_CASE("when the graphics chip starts anew the panel says that it is gone") {
    const auto display = open_dummy();
    SDL_Event event{};
    event.type = SDL_RENDER_DEVICE_RESET;
    SDL_PushEvent(&event);
    CHECK(display->inputs(0).empty());
    CHECK(display->show(nullptr, std::nullopt).error().code == Errc::Unavailable);
}

TEST_CASE("keys are buttons, the first finger is the pointer") {
    const auto display = open_dummy();
    display->inputs(0);
    push_key(SDLK_TAB);
    push_key(SDLK_TAB, KMOD_LSHIFT);
    push_key(SDLK_RETURN);
    push_key(SDLK_ESCAPE);
    push_key(SDLK_F1);
    push_key(SDLK_BACKSPACE);
    push_key(SDLK_q);  // no button
    const auto buttons = of_kind<ButtonInput>(display->inputs(0));
    REQUIRE(buttons.size() == 6);
    CHECK(buttons[0].button == Button::Next);
    CHECK(buttons[1].button == Button::Previous);
    CHECK(buttons[2].button == Button::Ok);
    CHECK(buttons[3].button == Button::Back);
    CHECK(buttons[4].button == Button::Operator);
    CHECK(buttons[5].button == Button::Delete);

    push_finger(SDL_FINGERDOWN, 7, 0.5F, 0.5F);
    push_finger(SDL_FINGERDOWN, 8, 0.1F, 0.1F);  // a second one: the hand that leans on the glass
    push_finger(SDL_FINGERUP, 8, 0.1F, 0.1F);
    push_finger(SDL_FINGERUP, 7, 0.25F, 0.5F);
    const auto pointers = of_kind<PointerInput>(display->inputs(0));
    REQUIRE(pointers.size() == 2);
    CHECK(pointers[0].step == PointerStep::Down);
    CHECK(pointers[0].x == Approx(32));
    CHECK(pointers[1].step == PointerStep::Up);
    CHECK(pointers[1].x == Approx(16));
}

TEST_CASE("typed text and the close box arrive") {
    const auto display = open_dummy();
    display->inputs(0);
    SDL_Event text{};
    text.type = SDL_TEXTINPUT;
    text.text.text[0] = 'k';
    SDL_PushEvent(&text);
    SDL_Event quit{};
    quit.type = SDL_QUIT;
    SDL_PushEvent(&quit);
    const auto inputs = display->inputs(0);
    const auto texts = of_kind<TextInput>(inputs);
    REQUIRE(texts.size() == 1);
    CHECK(texts[0].text == "k");
    CHECK(of_kind<DisplayClosed>(inputs).size() == 1);
}

TEST_CASE("what cannot be a window or a backlight is refused") {
    DisplayOptions options;
    options.width_px = 0;
    CHECK(SdlDisplay::open(options).error().code == Errc::BadValue);
    options.width_px = 64;
    options.width_px = 1'000'000;
    CHECK(SdlDisplay::open(options).error().code == Errc::BadValue);
    options.width_px = 64;
    for (const char* name : {"../../etc", "a/b", "."}) {
        options.backlight = name;
        CHECK(SdlDisplay::open(options).error().code == Errc::BadValue);
    }
    ::setenv("SDL_VIDEODRIVER", "no_such_driver", 1);
    options.backlight.clear();
    CHECK(SdlDisplay::open(options).error().code == Errc::Unavailable);
}
