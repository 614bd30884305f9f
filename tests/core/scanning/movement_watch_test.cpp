#include "core/scanning/movement_watch.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdint>
#include <random>

using namespace outpost;
using scanning::MovementWatch;

namespace {

/// A room with stripes of grey, noise of a small camera, and perhaps somebody in it.
Frame room(std::mt19937& dice, double light, std::int32_t person_x = -1) {
    Frame frame;
    frame.width_px = 320;
    frame.height_px = 240;
    std::normal_distribution<double> noise(0.0, 6.0);
    for (std::int32_t y = 0; y < frame.height_px; ++y)
        for (std::int32_t x = 0; x < frame.width_px; ++x) {
            double grey = 90 + (x / 40 % 2) * 40;
            const bool is_person = person_x >= 0 && x >= person_x && x < person_x + 70 && y > 60;
            if (is_person) grey = 45;
            grey = grey * light + noise(dice);
            frame.pixels.push_back(static_cast<std::uint8_t>(std::clamp(grey, 0.0, 255.0)));
        }
    return frame;
}

std::size_t movements(MovementWatch& watch, std::mt19937& dice, int pictures, double light,
                      std::int32_t person_x = -1, std::int32_t step = 0) {
    std::size_t count = 0;
    for (int k = 0; k < pictures; ++k)
        count += watch.look(room(dice, light, person_x + k * step).view()) ? 1U : 0U;
    return count;
}

}  // namespace

TEST_CASE("an empty room stands still", "[scanning]") {
    std::mt19937 dice(7);
    MovementWatch watch;
    CHECK(movements(watch, dice, 200, 1.0) == 0);
    // Dusk, and a camera that makes it brighter again in steps.
    for (double light = 1.0; light > 0.4; light -= 0.02)
        CHECK(movements(watch, dice, 1, light) == 0);
    CHECK(movements(watch, dice, 50, 0.5) == 0);
}

TEST_CASE("somebody who comes is seen, and who stands becomes part of the room", "[scanning]") {
    std::mt19937 dice(7);
    MovementWatch watch;
    CHECK(movements(watch, dice, 30, 1.0) == 0);
    CHECK(movements(watch, dice, 15, 1.0, 20, 12) >= 10);
    CHECK(movements(watch, dice, 5, 1.0, 190) >= 3);
    static_cast<void>(movements(watch, dice, 60, 1.0, 190));
    CHECK(movements(watch, dice, 30, 1.0, 190) == 0);
    CHECK(movements(watch, dice, 10, 1.0) >= 3);  // and goes
}

TEST_CASE("one picture alone is no movement, nor is one without pixels", "[scanning]") {
    std::mt19937 dice(7);
    MovementWatch watch;
    CHECK(movements(watch, dice, 10, 1.0) == 0);
    CHECK(movements(watch, dice, 1, 1.0, 100) == 0);  // a torn picture
    CHECK(movements(watch, dice, 10, 1.0) == 0);
    CHECK_FALSE(watch.look({}));
    const std::uint8_t pixel = 0;
    CHECK_FALSE(watch.look({&pixel, 1, 1, 1}));
    CHECK_FALSE(watch.look({&pixel, 2'000'000'000, 2'000'000'000, 2'000'000'000}));
}
