// kiosk.toml: everything that can be set on a kiosk (docs/kiosk-settings.md).
#pragma once

#include "firmware-app/session/settings.h"
#include "firmware-app/station/options.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace outpost::settings {

struct ScreenSettings {
    double diagonal_in = 7.0;  // of the panel's picture
    double bottom_mm = 0;      // floor to lower edge; 0: not known
    bool full_screen = true;
    std::int64_t width_px = 800;  // of a window
    std::int64_t height_px = 480;
    std::int64_t brightness = 100;  // percent
    std::int64_t dimmed_brightness = 30;
    bool wakes_on_movement = true;  // before the camera
    std::string backlight;  // folder below /sys/class/backlight; empty: the picture is darkened
    std::string renderer;   // of SDL; empty: it chooses
};

struct CameraSettings {
    std::vector<std::string> devices{"0"};
    bool mirrored = true;  // it looks at the person
    std::int64_t preview_fps = 15;
    bool automatic_exposure = true;
};

struct SoundSettings {
    std::int64_t volume = 70;
    bool cues = true;
    std::string recordings;  // folder of spoken prompts; empty: none
};

/// Names of LEDs in /sys/class/leds for each colour of the signal lamp; all empty: no lamp.
struct LampSettings {
    std::vector<std::string> green;
    std::vector<std::string> amber;
    std::vector<std::string> red;
    std::vector<std::string> blue;
};

struct OperatorSettings {
    std::vector<std::string> import_folders;  // where sticks are mounted
    std::string outbox;  // a folder that is carried to the hub and back; empty: none
    std::int64_t outbox_every_ms = 900'000;
};

struct KioskSettings {
    std::string state;
    std::string locale_folder;  // empty: beside the program
    bool demo = false;          // unsigned queue files count; said on the screen
    ScreenSettings screen;
    CameraSettings camera;
    std::string scanner;  // serial:PATH or keys:PATH with options; empty: none
    station::CheckArguments check;
    station::IssuerArguments issuer;
    std::int64_t kiosk_number = -1;  // -1: none given
    std::string number_block;
    std::string kind = "certify-v3";
    std::vector<std::string> queue_signers;
    SoundSettings sound;
    LampSettings lamp;
    OperatorSettings operators;
    session::Settings session;
};

struct SettingFault {
    std::int32_t line = 0;  // 0: of the whole file
    std::string setting;    // "screen.theme"
    std::string text;       // for a person
    bool is_warning = false;
};

/// Reads a whole file over the defaults. Names that are not known are faults.
/// @return nothing when there is a fault that is no warning
std::optional<KioskSettings> read_settings(std::string_view text,
                                           std::vector<SettingFault>& faults);

/// The file with every setting at its default, each explained: what assets/kiosk.toml is.
std::string settings_explained();

}  // namespace outpost::settings
