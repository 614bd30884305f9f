// After a visit nothing of the person is left in the kiosk's memory.
#include "tests/e2e/kiosk_folder.h"
#include "tests/e2e/run_program.h"
#include "tests/support/comes_true.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace outpost;
using namespace outpost::tests;

namespace {

constexpr std::string_view family_name = "Perera-Okoye";  // of the sample

constexpr std::chrono::seconds a_day_takes_at_most{300};

/// As UTF-32 in memory, which text shaping works with.
std::string wide(std::string_view text) {
    std::string wide_text;
    for (const char c : text) wide_text += std::string{c, '\0', '\0', '\0'};
    return wide_text;
}

std::size_t count_in(const std::string& memory, std::string_view wanted) {
    std::size_t count = 0;
    for (auto at = memory.find(wanted); at != std::string::npos; at = memory.find(wanted, at + 1))
        ++count;
    return count;
}

/// How often the name stands in what the process can write. -1: its memory cannot be read here.
/// (The program's own sample, with which it tests itself, is read-only.)
int copies_of_name(pid_t process) {
    const auto folder = "/proc/" + std::to_string(process);
    std::ifstream memory(folder + "/mem", std::ios::binary);
    if (!memory) return -1;
    std::ifstream maps(folder + "/maps");
    std::size_t copies = 0;
    for (std::string line; std::getline(maps, line);) {
        std::istringstream words(line);
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        char dash = 0;
        std::string rights;
        words >> std::hex >> begin >> dash >> end >> rights;
        if (rights.size() < 2 || rights[0] != 'r' || rights[1] != 'w') continue;
        std::string part(end - begin, '\0');
        memory.clear();
        memory.seekg(static_cast<std::streamoff>(begin));
        memory.read(part.data(), static_cast<std::streamsize>(part.size()));
        copies += count_in(part, family_name) + count_in(part, wide(family_name));
    }
    return static_cast<int>(copies);
}

/// Resident memory, in MiB.
double resident_mib(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024.0;
    return 0.0;
}

/// Five people an hour in turn: good and altered certificates, languages chosen on the screen; and
/// nobody for the rest of the hour: the greetings change, the screen is dimmed.
std::string hours(int count, const std::string& samples) {
    const std::vector<std::string> shown{"good-v3-dose1-rsa", "altered-name", "good-v1-dose1-rsa",
                                         "swapped-doses", "unknown-issuer"};
    constexpr int people_an_hour = 5;
    std::string script;
    for (int k = 0; k < count * people_an_hour; ++k) {
        if (k % 3 == 0)
            script += "tap language\nexpect languages\ntap choose_language " +
                      std::to_string(k / 3 % 10) + "\n";
        script += "show " + samples + "/" + shown[static_cast<std::size_t>(k) % shown.size()] +
                  ".png\nexpect verdict\nhide\nwait 60000\nexpect attract\n";
        if (k % people_an_hour == people_an_hour - 1) script += "wait 3300000\nexpect attract\n";
    }
    return script;
}

}  // namespace

TEST_CASE("e2e: memory does not grow in 24 hours of people and of waiting", "[kiosk]") {
    const KioskFolder folder;
    const auto samples = (source_dir() / "assets/samples").string();
    // The first eight hours fill what is kept on purpose: glyphs of ten languages, layouts, heaps.
    RunningProgram kiosk(
        kiosk_program(),
        {"--config", folder.file("kiosk.toml", "[check]\ntrust = [\"" + samples + "/trust\"]\n"),
         "--state", folder.path("state"), "--shots", folder.path("shots"), "--at", first_instant,
         "--script",
         folder.file("script.txt", "wait 500\n" + hours(8, samples) + "shot warm\n" +
                                       hours(16, samples) + "shot over\nawait pin\n")},
        {});
    const auto resident_at = [&](const std::string& shot) {
        comes_true(
            [&] {
                return std::filesystem::exists(folder.path("shots/" + shot + ".png")) ||
                       !kiosk.is_running();
            },
            a_day_takes_at_most);
        INFO(kiosk.err());
        REQUIRE(kiosk.is_running());
        return resident_mib(kiosk.process());
    };
    const double warm = resident_at("warm");
    const double over = resident_at("over");
    CAPTURE(warm, over);
    CHECK(warm > 10.0);
    CHECK(over < 200.0);
    constexpr double growth_most = 6.0;  // MiB for 16 hours and 80 people
    CHECK(over < warm + growth_most);
    std::printf("resident after 8 and 24 hours: %.1f and %.1f MiB\n", warm, over);
}

TEST_CASE("e2e: after a visit no name is left in memory", "[kiosk]") {
    const KioskFolder folder;
    const auto samples = (source_dir() / "assets/samples").string();
    const auto settings =
        folder.file("kiosk.toml", "[check]\ntrust = [\"" + samples + "/trust\"]\n");
    const auto visit = "show " + samples + "/good-v3-dose1-rsa.png\nexpect verdict\n";
    RunningProgram kiosk(
        kiosk_program(),
        {"--config", settings, "--state", folder.path("state"), "--shots", folder.path("shots"),
         "--at", first_instant, "--script",
         folder.file("script.txt", "wait 500\n" + visit + "shot shown\nhide\nawait attract\n" +
                                       visit +
                                       "hide\nwait 200000\nexpect attract\nshot over\n"
                                       "await pin\n")},
        {});
    const auto is_there = [&](const std::string& shot) {
        return comes_true(
            [&] {
                return std::filesystem::exists(folder.path("shots/" + shot + ".png")) ||
                       !kiosk.is_running();
            },
            a_day_takes_at_most);
    };
    CHECK(is_there("shown"));
    INFO(kiosk.err());
    REQUIRE(kiosk.is_running());
    const int during = copies_of_name(kiosk.process());
    if (during < 0) {
        WARN("skipped: the memory of another process cannot be read here");
        return;
    }
    CHECK(during > 0);  // the search finds what is there
    CHECK(is_there("over"));
    REQUIRE(kiosk.is_running());
    CHECK(copies_of_name(kiosk.process()) == 0);
}
