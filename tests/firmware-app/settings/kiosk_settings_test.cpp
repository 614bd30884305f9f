#include "firmware-app/settings/kiosk_settings.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace outpost;
using namespace outpost::settings;

namespace {

/// The explained file with every setting switched on.
std::string all_settings() {
    std::string out;
    std::istringstream lines(settings_explained());
    for (std::string line; std::getline(lines, line);)
        out += (line.starts_with('#') && !line.starts_with("# ") ? line.substr(1) : line) + "\n";
    return out;
}

std::vector<SettingFault> faults_of(std::string_view text) {
    std::vector<SettingFault> faults;
    const auto settings = read_settings(text, faults);
    std::erase_if(faults, [](const auto& fault) { return fault.is_warning; });
    CHECK(settings.has_value() == faults.empty());
    return faults;
}

}  // namespace

TEST_CASE("an empty file gives the defaults") {
    std::vector<SettingFault> faults;
    const auto settings = read_settings("", faults);
    REQUIRE(settings);
    CHECK(settings->session.can_check);
    CHECK_FALSE(settings->session.can_issue);
    CHECK(settings->session.languages.size() == 10);
    CHECK(settings->session.hint_first_ms == 3'000);
    CHECK(std::any_of(faults.begin(), faults.end(),
                      [](const auto& fault) { return fault.setting == "check.trust"; }));
}

TEST_CASE("the explained file says every default as it is") {
    CHECK(faults_of(settings_explained()).empty());
    CHECK(faults_of(all_settings()).empty());
    std::ifstream file(OUTPOST_KIOSK_TOML);
    std::ostringstream shipped;
    shipped << file.rdbuf();
    // assets/kiosk.toml is what `outpost-kiosk --print-config` prints.
    CHECK(shipped.str() == settings_explained());
}

TEST_CASE("each value comes where it belongs") {
    std::vector<SettingFault> faults;
    const auto settings = read_settings(
        "[screen]\ntheme = \"dark\"\ndiagonal_in = 21.5\n"
        "[check]\npurposes = [\"travel: Border entry\"]\npublic_identity = \"name\"\n"
        "[verdict]\nhold_until_ack = [\"rejected\"]\nnext_after_unknown_s = 2.5\n"
        "[camera]\ndevices = [\"0\", \"file:/tmp/pictures\"]\n",
        faults);
    REQUIRE(settings);
    CHECK(settings->session.theme == session::Theme::Dark);
    CHECK(settings->session.public_identity == session::PublicIdentity::Name);
    REQUIRE(settings->session.purposes.size() == 1);
    CHECK(settings->session.purposes[0].name == "travel");
    CHECK(settings->session.purposes[0].words == "Border entry");
    CHECK(settings->session.hold_until_ack == std::array{false, false, true, false});
    CHECK(settings->session.next_after_ms[3] == 2'500);
    CHECK(settings->camera.devices.size() == 2);
}

TEST_CASE("what is wrong is told with its line") {
    const auto one = [](std::string_view text, std::int32_t line, std::string_view setting) {
        INFO(text);
        const auto faults = faults_of(text);
        REQUIRE(faults.size() == 1);
        CHECK(faults[0].line == line);
        CHECK(faults[0].setting == setting);
        CHECK_FALSE(faults[0].text.empty());
    };
    one("[screen]\n\ntheme = \"blue\"\n", 3, "screen.theme");
    one("[screen]\nwidth_px = 8\n", 2, "screen.width_px");
    one("[screen]\nwidth_px = 800.5\n", 2, "screen.width_px");
    one("[screen]\nlarge_text = \"yes\"\n", 2, "screen.large_text");
    one("[screen]\ncolour = 1\n", 2, "screen.colour");
    one("colour = 1\n", 1, "colour");
    one("[scan]\nhint_first_s = -1\n", 2, "scan.hint_first_s");
    one("[scan]\nhint_first_s = nan\n", 2, "scan.hint_first_s");
    one("[verdict]\nhold_until_ack = [\"good\"]\n", 2, "verdict.hold_until_ack");
    one("[check]\npurposes = [\"travel\"]\n", 2, "check.purposes");
    one("[kiosk]\nstate = \"a\\nb\"\n", 2, "kiosk.state");
    one("[kiosk]\nlanguages = []\n", 0, "kiosk.languages");
    one("[kiosk]\ncan_check = false\n", 0, "kiosk.can_check");
    one("[camera]\ndevices = [\"0\", \"1\", \"2\"]\n", 0, "camera.devices");
    one("[screen\n", 1, "");
    CHECK(faults_of("[kiosk]\ncan_issue = true\n").size() == 3);
}

TEST_CASE("a scanner is named as its driver reads it") {
    const auto scanner = [](const std::string& device) {
        return faults_of("[scanner]\ndevice = \"" + device + "\"\n");
    };
    CHECK(scanner("serial:/dev/ttyACM0,baud=9600,suffix=0d").empty());
    CHECK(scanner("keys:/dev/input/by-id/usb-scanner-event-kbd,layout=de").empty());
    for (const auto* bad : {"telepathy:/dev/x", "/dev/ttyACM0", "serial:ttyACM0",
                            "serial:/dev/x,suffix=zz", "keys:/dev/x,layout=../../etc/passwd"}) {
        INFO(bad);
        const auto faults = scanner(bad);
        REQUIRE(faults.size() == 1);
        CHECK(faults.front().setting == "scanner.device");
    }
}
