#include "drivers/display/backlight.h"

#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>

using namespace outpost;

namespace {

void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
}

std::string first_line(const std::string& path) {
    std::string line;
    std::ifstream file(path);
    std::getline(file, line);
    return line;
}

}  // namespace

TEST_CASE("the light is set within the range that the kernel tells") {
    const tests::TemporaryFolder folder;
    const std::string path = folder.path();
    write(path + "/max_brightness", "937\n");
    write(path + "/brightness", "937\n");
    Backlight light(path);
    CHECK(light.set(50));
    CHECK(first_line(path + "/brightness") == "468");
    CHECK(light.set(0));
    CHECK(first_line(path + "/brightness") == "46");  // 5 percent: never dark
    CHECK(light.set(1'000));
    CHECK(first_line(path + "/brightness") == "937");
    write(path + "/max_brightness", "7\n");
    CHECK(light.set(5));
    CHECK(first_line(path + "/brightness") == "1");
}

TEST_CASE("a light that cannot be set is told") {
    const tests::TemporaryFolder folder;
    const std::string path = folder.path();
    CHECK_FALSE(Backlight("").set(50));
    CHECK_FALSE(Backlight(path + "/none").set(50));
    for (const char* most : {"", "0", "-5", "many", "99999999999999999999999"}) {
        write(path + "/max_brightness", most);
        CHECK_FALSE(Backlight(path).set(50));
    }
}
