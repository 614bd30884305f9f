#include "drivers/lamp/led_lamp.h"

#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace outpost;

namespace {

/// A folder like the kernel's /sys/class/leds.
struct Leds {
    void add(const std::string& name, const std::string& most) const {
        std::filesystem::create_directory(folder.path().string() + "/" + name);
        std::ofstream(folder.path().string() + "/" + name + "/max_brightness") << most << '\n';
        std::ofstream(folder.path().string() + "/" + name + "/brightness") << most << '\n';
    }
    [[nodiscard]] std::string level(const std::string& name) const {
        std::string line;
        std::ifstream file(folder.path().string() + "/" + name + "/brightness");
        std::getline(file, line);
        return line;
    }
    tests::TemporaryFolder folder;
};

}  // namespace

TEST_CASE("a lamp shows one colour at a time, as bright as its LED can be") {
    const Leds leds;
    for (const char* name : {"lamp:green", "lamp:red", "lamp:blue"}) leds.add(name, "255");
    leds.add("other", "7");
    LedNames names;
    names.folder = leds.folder.path().string();
    names.green = {"lamp:green"};
    names.amber = {"lamp:green", "lamp:red"};  // mixed
    names.red = {"lamp:red"};
    names.blue = {"lamp:blue"};
    const auto levels = [&] {
        return leds.level("lamp:green") + " " + leds.level("lamp:red") + " " +
               leds.level("lamp:blue");
    };
    {
        const auto lamp = LedLamp::make(names);
        REQUIRE(lamp);
        CHECK(levels() == "0 0 0");
        CHECK((*lamp)->show(LampColour::Green));
        CHECK(levels() == "255 0 0");
        CHECK((*lamp)->show(LampColour::Amber));
        CHECK(levels() == "255 255 0");
        CHECK((*lamp)->show(LampColour::Red));
        CHECK(levels() == "0 255 0");
        CHECK((*lamp)->show(LampColour::Blue));
        CHECK(levels() == "0 0 255");
        CHECK((*lamp)->show(LampColour::Dark));
        CHECK(levels() == "0 0 0");
        CHECK((*lamp)->show(LampColour::Amber));
    }
    CHECK(levels() == "0 0 0");  // nobody is there to say what it means
    CHECK(leds.level("other") == "7");
}

TEST_CASE("a LED that is not there is told, and used when it comes") {
    const Leds leds;
    LedNames names;
    names.folder = leds.folder.path().string();
    names.red = {"late"};
    const auto lamp = LedLamp::make(names);
    REQUIRE(lamp);
    CHECK_FALSE((*lamp)->show(LampColour::Red));
    leds.add("late", "1");
    CHECK((*lamp)->show(LampColour::Dark));
    CHECK((*lamp)->show(LampColour::Red));
    CHECK(leds.level("late") == "1");
    for (const char* most : {"", "0", "-5", "many", "99999999999999999999999"}) {
        CHECK((*lamp)->show(LampColour::Dark));
        std::ofstream(leds.folder.path().string() + "/late/max_brightness") << most;
        CHECK_FALSE((*lamp)->show(LampColour::Red));
    }
}

TEST_CASE("a name that leads out of the kernel's folder is refused") {
    for (const char* name : {"", ".", "..", "../backlight/panel", "a/b", "/dev/sda"}) {
        CAPTURE(name);
        LedNames names;
        names.red = {name};
        const auto lamp = LedLamp::make(names);
        REQUIRE_FALSE(lamp);
        CHECK(lamp.error().code == Errc::BadValue);
    }
    CHECK(LedLamp::make({}));
}
