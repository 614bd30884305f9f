#include "firmware-app/kiosk/script_run.h"

#include "firmware-app/kiosk/key_names.h"
#include "firmware-app/session/step.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <thread>
#include <utility>

namespace outpost::kiosk {

namespace {

/// As often as a live camera gives frames.
constexpr std::int64_t frame_ms = 66;
constexpr std::int64_t wait_ms_max = 24LL * 3600 * 1000;
constexpr std::int64_t seconds_max = 100LL * 366 * 24 * 3600;
constexpr std::int64_t press_ms = 120;
constexpr std::int64_t await_ms_max = 60'000;

std::optional<std::int64_t> number_of(const std::string& text) {
    std::int64_t number = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || number < 0) return std::nullopt;
    return number;
}

constexpr std::array<std::pair<std::string_view, Button>, 11> buttons{
    {{"previous", Button::Previous},
     {"next", Button::Next},
     {"up", Button::Up},
     {"down", Button::Down},
     {"left", Button::Left},
     {"right", Button::Right},
     {"ok", Button::Ok},
     {"back", Button::Back},
     {"operator", Button::Operator},
     {"easy_use", Button::EasyUse},
     {"delete", Button::Delete}}};

constexpr std::array<std::pair<std::string_view, CameraState>, 4> cameras{
    {{"streaming", CameraState::Streaming},
     {"unplugged", CameraState::Unplugged},
     {"black", CameraState::Black},
     {"no_frames", CameraState::NoFrames}}};

}  // namespace

void ScriptRun::turn() {
    if (frame_) {
        ++frame_->sequence;
        frame_->taken_at_ms = ports_.clock.monotonic_ms();
        Look look{frame_->width_px, frame_->height_px, reading_.quality, {}};
        for (const auto& symbol : reading_.symbols) look.read.push_back(symbol.corners);
        program_.feed().see(look);
    } else {
        program_.feed().see({});
    }
    program_.turn(0, frame_ ? &*frame_ : nullptr);
}

std::string ScriptRun::wait(std::int64_t ms) {
    if (ms > wait_ms_max) return "at most a day";
    turn();
    for (std::int64_t passed = 0; passed < ms; passed += frame_ms) {
        ports_.clock.pass_ms(std::min(frame_ms, ms - passed));
        turn();
    }
    turn();
    return {};
}

std::string ScriptRun::show(const std::string& path) {
    Frame frame;
    auto reading = ports_.read_picture(path, frame);
    if (!reading) return "the picture cannot be read: " + station::words_for(reading.error());
    frame_ = std::move(frame);
    reading_ = std::move(reading).value();
    turn();
    for (const auto& symbol : reading_.symbols) program_.feed().take(symbol.payload, symbol.part);
    turn();
    return {};
}

std::string ScriptRun::tap(const ScriptLine& line) {
    const auto id = key_of(line.words[0]);
    if (!id) return "no such key";
    session::Key key{*id, 0};
    if (line.words.size() > 1) {
        const auto index = number_of(line.words[1]);
        if (!index || *index > 1'000'000) return "no index";
        key.index = static_cast<std::int32_t>(*index);
    }
    turn();
    const auto& places = program_.app().drawn().keys;
    const auto place =
        std::find_if(places.begin(), places.end(), [&](const auto& one) { return one.key == key; });
    if (place == places.end()) return "the screen has no such key now";
    const double x = place->box.x + place->box.width / 2;
    const double y = place->box.y + place->box.height / 2;
    ports_.feed(PointerInput{PointerStep::Down, x, y});
    wait(press_ms);
    ports_.feed(PointerInput{PointerStep::Up, x, y});
    turn();
    wait(press_ms);
    return {};
}

std::string ScriptRun::press(const std::string& button) {
    const auto found = std::find_if(buttons.begin(), buttons.end(),
                                    [&](const auto& known) { return known.first == button; });
    if (found == buttons.end()) return "no such button";
    ports_.feed(ButtonInput{found->second});
    turn();
    return {};
}

std::string ScriptRun::set_camera(const std::string& state) {
    const auto found = std::find_if(cameras.begin(), cameras.end(),
                                    [&](const auto& known) { return known.first == state; });
    if (found == cameras.end()) return "no such state of a camera";
    program_.health().set_camera(found->second);
    program_.look_around();
    turn();
    return {};
}

std::string ScriptRun::turn_clock(const std::string& seconds) {
    const bool is_back = seconds.starts_with('-');
    const auto number = number_of(is_back ? seconds.substr(1) : seconds);
    if (!number || *number > seconds_max) return "no number of seconds";
    ports_.clock.turn_ms((is_back ? -1'000 : 1'000) * *number);
    program_.look_around();
    turn();
    return {};
}

std::string ScriptRun::expect(const std::string& screen) {
    turn();
    const auto shown = std::string(session::screen_name(program_.app().state().screen));
    return shown == screen ? std::string() : "the screen is " + shown;
}

/// What others do, a print queue for one, takes its own time: the script's goes along with it.
std::string ScriptRun::await(const std::string& screen) {
    for (std::int64_t passed = 0; passed < await_ms_max; passed += frame_ms) {
        if (expect(screen).empty()) return {};
        std::this_thread::sleep_for(std::chrono::milliseconds(frame_ms));
        ports_.clock.pass_ms(frame_ms);
    }
    return expect(screen);
}

bool ScriptRun::play(const ScriptLine& line) {
    std::string wrong;
    if (line.verb == "wait") {
        const auto ms = number_of(line.words[0]);
        wrong = ms ? wait(*ms) : "no number";
    } else if (line.verb == "show") {
        wrong = show(line.words[0]);
    } else if (line.verb == "hide") {
        frame_.reset();
        reading_ = {};
        turn();
    } else if (line.verb == "tap") {
        wrong = tap(line);
    } else if (line.verb == "press") {
        wrong = press(line.words[0]);
    } else if (line.verb == "type") {
        for (const auto& word : line.words) ports_.feed(TextInput{word});
        turn();
    } else if (line.verb == "clock") {
        wrong = turn_clock(line.words[0]);
    } else if (line.verb == "camera") {
        wrong = set_camera(line.words[0]);
    } else if (line.verb == "shot") {
        turn();
        const auto kept = ports_.keep_shot(line.words[0], ports_.picture());
        if (!kept) wrong = "the picture cannot be written: " + station::words_for(kept.error());
    } else if (line.verb == "expect") {
        wrong = expect(line.words[0]);
    } else if (line.verb == "await") {
        wrong = await(line.words[0]);
    }
    if (wrong.empty()) return true;
    console_.message("script, line " + std::to_string(line.line) + ": " + wrong);
    return false;
}

bool ScriptRun::play(const std::vector<ScriptLine>& script) {
    program_.health().set_camera(CameraState::Streaming);
    program_.look_around();
    turn();
    return std::all_of(script.begin(), script.end(),
                       [this](const ScriptLine& line) { return play(line); });
}

}  // namespace outpost::kiosk
