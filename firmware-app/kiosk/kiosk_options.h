// The command line of outpost-kiosk.
#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace outpost::kiosk {

struct KioskOptions {
    std::string config;
    bool check_config = false;
    bool print_config = false;
    bool window = false;
    std::int64_t width_px = 0;  // 0: as the settings say
    std::int64_t height_px = 0;
    double diagonal_in = 0;
    std::vector<std::string> cameras;
    std::string state;
    std::string language;
    bool headless = false;
    std::string script;
    std::string shots;
    std::optional<UtcInstant> at;  // start of a script's time
};

struct ParsedOptions {
    std::optional<KioskOptions> options;
    int exit_code = 0;  // when there are none: help was asked for (0) or something is wrong (2)
};

ParsedOptions parse_options(int argc, char** argv);

}  // namespace outpost::kiosk
