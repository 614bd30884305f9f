#include "drivers/lamp/led_lamp.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace outpost {

namespace {

// So that a nonsense value in the file cannot overflow.
constexpr std::int64_t level_max = 1'000'000;

bool light(const std::string& folder, bool is_lit) {
    std::int64_t level = 0;
    if (is_lit) {
        std::ifstream most(folder + "/max_brightness");
        if (!(most >> level) || level < 1 || level > level_max) return false;
    }
    std::ofstream file(folder + "/brightness");
    file << level << '\n';
    file.flush();
    return static_cast<bool>(file);
}

}  // namespace

Result<std::unique_ptr<LedLamp>> LedLamp::make(const LedNames& names) {
    const std::array<const std::vector<std::string>*, 4> by_colour{&names.green, &names.amber,
                                                                   &names.red, &names.blue};
    std::vector<Led> leds;
    for (std::size_t i = 0; i < by_colour.size(); ++i)
        for (const auto& name : *by_colour[i]) {
            if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos)
                return Error{Errc::BadValue, i, "name of a LED"};
            const auto folder = names.folder + "/" + name;
            auto led = std::find_if(leds.begin(), leds.end(),
                                    [&](const Led& known) { return known.folder == folder; });
            if (led == leds.end()) led = leds.insert(leds.end(), Led{folder, {}, {}});
            led->colours.push_back(static_cast<LampColour>(i + 1));
        }
    std::unique_ptr<LedLamp> lamp(new LedLamp(std::move(leds)));
    static_cast<void>(lamp->show(LampColour::Dark));
    return lamp;
}

LedLamp::~LedLamp() {
    static_cast<void>(show(LampColour::Dark));
}

bool LedLamp::show(LampColour colour) {
    bool obeys = true;
    for (auto& led : leds_) {
        const bool is_lit =
            std::find(led.colours.begin(), led.colours.end(), colour) != led.colours.end();
        if (is_lit == led.is_lit) continue;
        led.is_lit.reset();
        if (light(led.folder, is_lit))
            led.is_lit = is_lit;
        else
            obeys = false;
    }
    return obeys;
}

}  // namespace outpost
