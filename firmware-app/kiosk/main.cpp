// outpost-kiosk: options to drivers, drivers to the program, and the loop.
#include "assets/shipped_icons.h"
#include "drivers/audio/sdl_audio_output.h"
#include "drivers/camera/choose_camera.h"
#include "drivers/canvas/cairo_painter.h"
#include "drivers/catalog/catalogs.h"
#include "drivers/display/memory_display.h"
#include "drivers/display/sdl_display.h"
#include "drivers/lamp/led_lamp.h"
#include "drivers/service/systemd_notice.h"
#include "drivers/speech/prompt_speech.h"
#include "drivers/speech/speaker_process.h"
#include "drivers/wipedmemory/wiped_memory.h"
#include "firmware-app/equipment/scanner.h"
#include "firmware-app/kiosk/kiosk_options.h"
#include "firmware-app/kiosk/kiosk_program.h"
#include "firmware-app/kiosk/live_cameras.h"
#include "firmware-app/kiosk/live_scanner.h"
#include "firmware-app/kiosk/script_run.h"
#include "firmware-app/runtime/read_still.h"
#include "firmware-app/station/build_info.h"

#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>

namespace {

using namespace outpost;
using namespace outpost::kiosk;

constexpr int exit_ok = 0;
constexpr int exit_failed = 1;  // a script's expectation
constexpr int exit_usage = 2;
constexpr int exit_environment = 3;
constexpr int exit_restart = 75;    // the service starts it again
constexpr int exit_shut_down = 76;  // the service's ExecStopPost turns the machine off
constexpr std::size_t settings_bytes_max = std::size_t{256} * 1024;

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // it is set by a signal handler

extern "C" void note_interrupt(int /*signal*/) {
    interrupted = true;
}

const station::Console console{stdout, stderr, "outpost-kiosk"};

void tell_faults(const std::string& path, const std::vector<settings::SettingFault>& faults) {
    for (const auto& fault : faults)
        console.message(station::printable(path) +
                        (fault.line > 0 ? ":" + std::to_string(fault.line) : std::string()) + ": " +
                        (fault.is_warning ? "note: " : "") + fault.setting +
                        (fault.setting.empty() ? "" : ": ") + fault.text);
}

/// Folder of the catalogs beside the program, as it is built and as it is installed.
std::string shipped_locale_folder() {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    if (failure) return {};
    return program.parent_path().parent_path() / "share/outpost/locale";
}

/// Settings of the file, with the options of the command line over them.
std::optional<settings::KioskSettings> load_settings(const KioskOptions& options,
                                                     FileStore& files) {
    std::string text;
    if (!options.config.empty()) {
        const auto content = files.read(options.config, settings_bytes_max);
        if (!content) {
            console.message("cannot read " + station::printable(options.config) + ": " +
                            station::words_for(content.error()));
            return std::nullopt;
        }
        text = as_text(*content);
    }
    std::vector<settings::SettingFault> faults;
    auto settings = settings::read_settings(text, faults);
    if (!settings || options.check_config) tell_faults(options.config, faults);
    if (!settings) return std::nullopt;
    if (options.window) settings->screen.full_screen = false;
    if (options.width_px > 0) settings->screen.width_px = options.width_px;
    if (options.height_px > 0) settings->screen.height_px = options.height_px;
    if (options.diagonal_in > 0) settings->screen.diagonal_in = options.diagonal_in;
    if (!options.cameras.empty()) settings->camera.devices = options.cameras;
    if (!options.state.empty()) settings->state = options.state;
    if (!options.language.empty()) {
        auto& languages = settings->session.languages;
        std::erase(languages, options.language);
        languages.insert(languages.begin(), options.language);
    }
    if (settings->locale_folder.empty()) settings->locale_folder = shipped_locale_folder();
    return settings;
}

Result<FrameReading> read_picture(equipment::Equipment& equipment, const std::string& path,
                                  Frame& frame) {
    constexpr std::size_t picture_bytes_max = std::size_t{64} * 1024 * 1024;
    OUTPOST_TRY(const auto content, equipment.files().read(path, picture_bytes_max));
    auto pages = equipment.pictures().front()->read(content);
    if (!pages) return pages.error();
    if (pages->empty()) return Error{Errc::BadLength, 0, "no picture"};
    frame = std::move(pages->front());
    ReadRequest request;
    request.effort = ReadEffort::Still;
    request.budget = std::chrono::milliseconds{400};
    return equipment.symbols().read(frame.view(), request);
}

int play_script(const KioskOptions& options, settings::KioskSettings settings,
                equipment::Equipment& equipment, const MessageCatalogs& catalogs) {
    const auto content = equipment.files().read(options.script, script_bytes_max);
    const auto script = content ? parse_script(as_text(*content))
                                : Result<std::vector<ScriptLine>>(content.error());
    if (!script) {
        console.message("cannot play " + station::printable(options.script) + ": " +
                        station::words_for(script.error()));
        return exit_usage;
    }
    MemoryDisplay display(static_cast<std::int32_t>(settings.screen.width_px),
                          static_cast<std::int32_t>(settings.screen.height_px));
    CairoPainter painter(shipped_icon);
    ScriptClock clock(options.at ? *options.at : equipment.clock().now());
    ProgramPorts ports{equipment, clock, display, painter, catalogs};
    ports.forget_pictures = [&painter] { painter.forget(); };
    ports.wipe_stack = wipe_dead_stack;
    ports.pass_ms = [&clock](std::int64_t ms) { clock.pass_ms(ms); };
    KioskProgram program(std::move(settings), std::move(ports), Pace::Scripted, console);
    program.start();
    ScriptPorts script_ports{
        clock, [&display](DisplayInput input) { display.feed(std::move(input)); },
        [&display]() -> const CanvasPicture& { return display.picture(); },
        [&](const std::string& path, Frame& frame) { return read_picture(equipment, path, frame); },
        [&](const std::string& name, const CanvasPicture& picture) -> Result<void> {
            if (options.shots.empty()) return Error{Errc::NotFound, 0, "--shots names no folder"};
            if (name.find('/') != std::string::npos) return Error{Errc::BadValue, 0, "name"};
            OUTPOST_TRY_VOID(equipment.folders().make_folder(options.shots));
            OUTPOST_TRY(const auto png, write_png(picture));
            return equipment.files().write_atomically(options.shots + "/" + name + ".png", png);
        }};
    return ScriptRun(program, std::move(script_ports), console).play(*script) ? exit_ok
                                                                              : exit_failed;
}

/// Null where the settings name none, or one that cannot be made; that is said.
std::unique_ptr<LiveScanner> open_scanner(const std::string& option, const Clock& clock) {
    if (option.empty()) return nullptr;
    auto scanner = equipment::make_scanner(option, clock);
    if (scanner) return std::make_unique<LiveScanner>(std::move(scanner).value());
    console.message("no scanner: " + station::words_for(scanner.error()));
    return nullptr;
}

/// Null where the settings name no LED, or one that cannot be; that is said.
std::unique_ptr<Lamp> open_lamp(const settings::LampSettings& leds) {
    const bool is_none =
        leds.green.empty() && leds.amber.empty() && leds.red.empty() && leds.blue.empty();
    if (is_none) return nullptr;
    auto lamp = LedLamp::make({leds.green, leds.amber, leds.red, leds.blue});
    if (lamp) return std::move(lamp).value();
    console.message("no lamp: " + station::words_for(lamp.error()));
    return nullptr;
}

/// Scans go the way of the camera's codes.
void poll_scanner(LiveScanner* scanner, KioskProgram& program) {
    if (scanner == nullptr) return;
    program.health().set_scanner(
        scanner->poll([&](const Bytes& payload) { program.feed().take(payload, std::nullopt); },
                      [](const Error& error) {
                          console.message("a scan cannot be used: " + station::words_for(error));
                      }));
}

int code_of(Ending ending) {
    if (ending == Ending::Restart) return exit_restart;
    return ending == Ending::ShutDown ? exit_shut_down : exit_ok;
}

/// Tells the service manager that we live: four times before it gives up. Not with each frame:
/// where nobody fetches them, a full queue of notices would hold the loop.
class Pulse {
  public:
    Pulse(SystemdNotice& service, const Clock& clock) : service_(service), clock_(clock) {
        static_cast<void>(service_.ready());
        constexpr std::int64_t notices = 4;
        constexpr std::int64_t ms_us = 1'000;
        const auto limit = service_.watchdog_limit();
        if (limit && *limit) every_ms_ = std::min(every_ms_, (*limit)->count() / ms_us / notices);
        told_ms_ = clock_.monotonic_ms();
    }
    void beat() {
        if (clock_.monotonic_ms() - told_ms_ < every_ms_) return;
        told_ms_ = clock_.monotonic_ms();
        static_cast<void>(service_.alive());
    }

  private:
    SystemdNotice& service_;
    const Clock& clock_;
    std::int64_t every_ms_ = 5'000;
    std::int64_t told_ms_ = 0;
};

/// Until the window is closed, the operator ends it, or a signal comes.
int run_live(settings::KioskSettings settings, equipment::Equipment& equipment,
             const MessageCatalogs& catalogs) {
    DisplayOptions display_options;
    display_options.full_screen = settings.screen.full_screen;
    display_options.width_px = static_cast<std::int32_t>(settings.screen.width_px);
    display_options.height_px = static_cast<std::int32_t>(settings.screen.height_px);
    display_options.renderer = settings.screen.renderer;
    display_options.backlight = settings.screen.backlight;
    auto display = SdlDisplay::open(display_options);
    if (!display) {
        console.message("no display: " + station::words_for(display.error()));
        return exit_environment;
    }
    std::signal(SIGINT, note_interrupt);
    std::signal(SIGTERM, note_interrupt);
    SystemdNotice service;
    CairoPainter painter(shipped_icon);
    SdlAudioOutput audio({"", static_cast<std::int32_t>(settings.sound.volume)});
    PromptSpeech speech({default_speaker_program(), settings.sound.recordings},
                        [&audio](Samples samples) { return audio.play(samples); });
    const auto open_camera = [&](const std::string& name) -> Result<std::unique_ptr<Camera>> {
        // Pictures in place of a camera are held up one after the other, again and again.
        auto choice = choose_camera(name, equipment.files(), equipment.pictures(),
                                    equipment.clock(), {std::chrono::milliseconds{7'500}, true});
        if (!choice) return choice.error();
        return std::move(choice->camera);
    };
    LiveCameras cameras(settings, open_camera, equipment.clock(), console);
    ProgramPorts ports{equipment, equipment.clock(), **display, painter, catalogs, &audio, &speech};
    const auto lamp = open_lamp(settings.lamp);
    ports.lamp = lamp.get();
    ports.open_cameras = [&cameras] { cameras.open_missing(); };
    const bool has_scanner = !settings.scanner.empty();
    const auto scanner = open_scanner(settings.scanner, equipment.clock());
    ports.forget_pictures = [&] {
        painter.forget();
        cameras.forget();
        if (scanner != nullptr) scanner->forget();
    };
    ports.wipe_stack = wipe_dead_stack;
    ports.interrupted = &interrupted;
    const auto frame_ms = static_cast<std::int32_t>(1'000 / settings.camera.preview_fps);
    KioskProgram program(std::move(settings), std::move(ports), Pace::Live, console);
    program.start();
    cameras.start();
    if (scanner != nullptr) scanner->start();
    if (has_scanner && scanner == nullptr) program.health().set_scanner(ScannerState::Unplugged);
    Pulse pulse(service, equipment.clock());
    while (!interrupted && program.app().ending() == Ending::None) {
        const auto look = cameras.poll(program);
        poll_scanner(scanner.get(), program);
        program.turn(frame_ms, look == nullptr ? nullptr : &look->frame);
        pulse.beat();
    }
    static_cast<void>(service.stopping());
    return code_of(program.app().ending());
}

int run(const KioskOptions& options) {
    if (options.print_config) {
        std::cout << settings::settings_explained();
        return exit_ok;
    }
    equipment::Equipment equipment;
    auto settings = load_settings(options, equipment.files());
    if (!settings) return exit_usage;
    if (options.check_config) {
        console.message("the settings are good");
        return exit_ok;
    }
    std::vector<LeftOut> left_out;
    const auto catalogs = open_catalogs(settings->locale_folder, left_out);
    if (!catalogs) {
        console.message("no words for the screens in " +
                        station::printable(settings->locale_folder) + ": " +
                        station::words_for(catalogs.error()));
        return exit_environment;
    }
    for (const auto& language : left_out)
        console.message("language " + language.tag +
                        " is left out: " + station::words_for(language.error));
    if (options.headless || !options.script.empty()) {
        if (options.script.empty()) {
            console.message("--headless needs --script FILE");
            return exit_usage;
        }
        return play_script(options, std::move(*settings), equipment, **catalogs);
    }
    return run_live(std::move(*settings), equipment, **catalogs);
}

}  // namespace

int main(int argc, char** argv) {
    // Read once; else libzip's mktime() looks at the file at each check.
    ::setenv("TZ", ":/etc/localtime", 0);
    const auto parsed = parse_options(argc, argv);
    if (!parsed.options) return parsed.exit_code;
    try {
        return run(*parsed.options);
    } catch (const std::exception& failure) {
        console.message(std::string("stopped: ") + failure.what());
        return exit_environment;
    }
}
