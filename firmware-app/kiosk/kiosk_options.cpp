#include "firmware-app/kiosk/kiosk_options.h"

#include "firmware-app/station/build_info.h"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace outpost::kiosk {

namespace {

constexpr int exit_usage = 2;

/// "800x480" into both sides.
bool read_size(const std::string& text, KioskOptions& options) {
    long long width = 0;
    long long height = 0;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%lldx%lld%c", &width, &height, &rest) != 2) return false;
    constexpr long long side_min = 240;
    constexpr long long side_max = 7680;
    if (width < side_min || height < side_min || width > side_max || height > side_max)
        return false;
    options.width_px = width;
    options.height_px = height;
    return true;
}

}  // namespace

ParsedOptions parse_options(int argc, char** argv) {
    KioskOptions options;
    std::string size;
    std::string at;
    CLI::App app("Checks and issues certificates in front of people: the kiosk's screen.",
                 "outpost-kiosk");
    app.set_version_flag("--version", std::string(station::version()));
    app.add_option("--config", options.config,
                   "Settings (docs/kiosk-settings.md); without it every setting has its default");
    app.add_flag("--check-config", options.check_config,
                 "Say what is wrong with the settings, and end: 0 good, 2 not");
    app.add_flag("--print-config", options.print_config, "Print every setting with its default");
    app.add_flag("--window", options.window, "A window instead of the whole screen");
    app.add_option("--size", size, "Size of the window or of the pictures: 800x480");
    app.add_option("--diagonal", options.diagonal_in, "Diagonal of the picture in inches");
    app.add_option("--camera", options.cameras, "Instead of the cameras of the settings");
    app.add_option("--state", options.state, "Instead of the state folder of the settings");
    app.add_option("--language", options.language, "Language to start with: \"ar\"");
    app.add_flag("--headless", options.headless, "No window: a script's pictures only");
    app.add_option("--script", options.script, "Play this script (docs/kiosk-scripts.md)");
    app.add_option("--shots", options.shots, "Folder for the script's pictures");
    app.add_option("--at", at, "RFC 3339 instant at which a script's time begins");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& failure) {
        const int code = app.exit(failure);
        return {std::nullopt, code == 0 ? 0 : exit_usage};
    }
    if (!size.empty() && !read_size(size, options)) {
        std::fputs("outpost-kiosk: --size takes WIDTHxHEIGHT in pixels, such as 800x480\n", stderr);
        return {std::nullopt, exit_usage};
    }
    if (!at.empty()) {
        const auto instant = parse_rfc3339(at);
        if (!instant) {
            std::fputs("outpost-kiosk: --at takes an RFC 3339 instant\n", stderr);
            return {std::nullopt, exit_usage};
        }
        options.at = *instant;
    }
    return {options, 0};
}

}  // namespace outpost::kiosk
