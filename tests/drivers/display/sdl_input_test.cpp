#include "drivers/display/sdl_input.h"

#include <catch2/catch.hpp>

using namespace outpost;

namespace {

constexpr PanelSize dense{1600, 960, 800, 480};

class Feed {
  public:
    std::vector<DisplayInput> key(SDL_Keycode sym, bool is_down, std::uint32_t at_ms,
                                  std::uint8_t repeat = 0, std::uint16_t mod = 0) {
        SDL_Event event{};
        event.type = is_down ? SDL_KEYDOWN : SDL_KEYUP;
        event.key.timestamp = at_ms;
        event.key.repeat = repeat;
        event.key.keysym.sym = sym;
        event.key.keysym.mod = mod;
        return take(event);
    }
    std::vector<DisplayInput> type(const char* text) {
        SDL_Event event{};
        event.type = SDL_TEXTINPUT;
        SDL_strlcpy(event.text.text, text, sizeof(event.text.text));
        return take(event);
    }
    std::vector<DisplayInput> button(std::uint32_t kind, std::int32_t x, std::int32_t y,
                                     std::uint8_t which = SDL_BUTTON_LEFT) {
        SDL_Event event{};
        event.type = kind;
        event.button.button = which;
        event.button.x = x;
        event.button.y = y;
        return take(event);
    }
    std::vector<DisplayInput> motion(std::int32_t x, std::int32_t y) {
        SDL_Event event{};
        event.type = SDL_MOUSEMOTION;
        event.motion.x = x;
        event.motion.y = y;
        return take(event);
    }
    std::vector<DisplayInput> finger(std::uint32_t kind, SDL_FingerID id, std::uint32_t at_ms) {
        SDL_Event event{};
        event.type = kind;
        event.tfinger.timestamp = at_ms;
        event.tfinger.fingerId = id;
        event.tfinger.x = 0.5F;
        return take(event);
    }
    std::vector<DisplayInput> take(const SDL_Event& event) {
        std::vector<DisplayInput> out;
        input.take(event, dense, out);
        return out;
    }
    SdlInput input;
};

const PointerInput& pointer_of(const std::vector<DisplayInput>& inputs) {
    REQUIRE(inputs.size() == 1);
    REQUIRE(std::holds_alternative<PointerInput>(inputs[0]));
    return std::get<PointerInput>(inputs[0]);
}

}  // namespace

TEST_CASE("the mouse's places are pixels of a dense screen, and it moves only when pressed") {
    Feed feed;
    CHECK(feed.motion(5, 5).empty());
    CHECK(feed.button(SDL_MOUSEBUTTONDOWN, 1, 1, SDL_BUTTON_RIGHT).empty());
    const auto down = pointer_of(feed.button(SDL_MOUSEBUTTONDOWN, 100, 50));
    CHECK(down.step == PointerStep::Down);
    CHECK(down.x == Approx(200));
    CHECK(down.y == Approx(100));
    CHECK(pointer_of(feed.motion(120, 50)).step == PointerStep::Move);
    CHECK(pointer_of(feed.button(SDL_MOUSEBUTTONUP, 120, 50)).step == PointerStep::Up);
    CHECK(feed.button(SDL_MOUSEBUTTONUP, 120, 50).empty());
    CHECK(feed.motion(130, 50).empty());
}

TEST_CASE("many moves in a row are one") {
    SdlInput input;
    std::vector<DisplayInput> inputs;
    SDL_Event event{};
    event.type = SDL_MOUSEBUTTONDOWN;
    event.button.button = SDL_BUTTON_LEFT;
    input.take(event, dense, inputs);
    for (std::int32_t x = 0; x < 1000; ++x) {
        SDL_Event move{};
        move.type = SDL_MOUSEMOTION;
        move.motion.x = x;
        input.take(move, dense, inputs);
    }
    REQUIRE(inputs.size() == 2);
    CHECK(std::get<PointerInput>(inputs[1]).x == Approx(1998));
}

TEST_CASE("what SDL makes of a finger for the mouse is left out") {
    Feed feed;
    SDL_Event event{};
    event.type = SDL_MOUSEBUTTONDOWN;
    event.button.button = SDL_BUTTON_LEFT;
    event.button.which = SDL_TOUCH_MOUSEID;
    CHECK(feed.take(event).empty());
}

TEST_CASE("the first finger counts until it is lifted, or was silent for long") {
    Feed feed;
    CHECK(pointer_of(feed.finger(SDL_FINGERDOWN, 7, 1'000)).x == Approx(800));
    CHECK(feed.finger(SDL_FINGERDOWN, 8, 1'100).empty());
    CHECK(feed.finger(SDL_FINGERMOTION, 8, 1'200).empty());
    CHECK(feed.finger(SDL_FINGERUP, 8, 1'300).empty());
    CHECK(feed.button(SDL_MOUSEBUTTONDOWN, 1, 1).empty());
    CHECK(pointer_of(feed.finger(SDL_FINGERMOTION, 7, 1'400)).step == PointerStep::Move);
    CHECK(pointer_of(feed.finger(SDL_FINGERUP, 7, 1'500)).step == PointerStep::Up);
    CHECK(feed.finger(SDL_FINGERUP, 7, 1'600).empty());
    // A touch panel that was unplugged never lifts its finger.
    CHECK(feed.finger(SDL_FINGERDOWN, 9, 2'000).size() == 1);
    CHECK(feed.finger(SDL_FINGERDOWN, 10, 11'999).empty());
    CHECK(pointer_of(feed.finger(SDL_FINGERDOWN, 10, 12'000)).step == PointerStep::Down);
}

TEST_CASE("key 5 held for 2 s is EasyUse, once, and types one 5") {
    Feed feed;
    std::vector<DisplayInput> inputs;
    CHECK(feed.input.wait_ms(0, 500) == 500);
    CHECK(feed.key(SDLK_5, true, 10'000).empty());
    CHECK(feed.type("5").size() == 1);
    CHECK(feed.input.wait_ms(10'000, 5'000) == 2'000);
    CHECK(feed.key(SDLK_5, true, 10'500, 1).empty());
    CHECK(feed.type("5").empty());
    feed.input.take_time(11'999, inputs);
    CHECK(inputs.empty());
    feed.input.take_time(12'000, inputs);
    REQUIRE(inputs.size() == 1);
    CHECK(std::get<ButtonInput>(inputs[0]).button == Button::EasyUse);
    feed.input.take_time(20'000, inputs);
    CHECK(inputs.size() == 1);
    CHECK(feed.key(SDLK_5, false, 20'100).empty());
    CHECK(feed.key(SDLK_5, true, 21'000).empty());
    CHECK(feed.key(SDLK_5, false, 21'200).empty());
    feed.input.take_time(30'000, inputs);
    CHECK(inputs.size() == 1);
    CHECK(feed.key(SDLK_6, true, 31'000).empty());
    CHECK(feed.type("6").size() == 1);
}

TEST_CASE("a clock that wraps round does not press anything") {
    Feed feed;
    std::vector<DisplayInput> inputs;
    CHECK(feed.key(SDLK_5, true, 0xFFFFFFF0U).empty());
    feed.input.take_time(100, inputs);
    CHECK(inputs.empty());
    feed.input.take_time(2'000, inputs);
    CHECK(inputs.size() == 1);
}

TEST_CASE("repeated keys and the desktop's are none of ours, the space bar types nothing") {
    Feed feed;
    CHECK(feed.key(SDLK_TAB, true, 1, 1).empty());
    CHECK(feed.key(SDLK_TAB, true, 1, 0, KMOD_LALT).empty());
    CHECK(feed.key(SDLK_RETURN, true, 1, 0, KMOD_LGUI).empty());
    CHECK(feed.key(SDLK_SPACE, true, 1).size() == 1);
    CHECK(feed.type(" ").empty());
    CHECK(feed.type("").empty());
    CHECK(feed.key(SDLK_k, true, 2).empty());
    CHECK(feed.type("\u0930").size() == 1);
}
