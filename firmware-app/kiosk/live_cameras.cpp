#include "firmware-app/kiosk/live_cameras.h"

#include "core/scanning/movement_watch.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace outpost::kiosk {

namespace {

constexpr std::size_t events_a_turn_max = 32;
/// One worker is enough for a person's code, and leaves the other core to the screen.
constexpr std::uint32_t workers = 1;
constexpr std::int64_t between_openings_ms = 10'000;

std::string source_of(const std::string& device) {
    constexpr std::string_view file = "file:";
    return device.starts_with(file) ? device.substr(file.size()) : device;
}

}  // namespace

struct LiveCameras::Eye {
    std::string device;
    std::unique_ptr<Camera> camera;
    std::unique_ptr<runtime::ScanPipeline> pipeline;  // after the camera: it ends first
    CameraState state = CameraState::Closed;
    scanning::MovementWatch movement;
    std::uint64_t watched = 0;  // the picture that it saw last
    bool was_told = false;      // that it cannot be opened
};

LiveCameras::LiveCameras(const settings::KioskSettings& settings, OpenCamera open_camera,
                         const Clock& clock, const station::Console& console)
    : settings_(settings), open_camera_(std::move(open_camera)), clock_(clock), console_(console) {}
LiveCameras::~LiveCameras() = default;

void LiveCameras::start() {
    for (const auto& device : settings_.camera.devices) {
        eyes_.push_back(std::make_unique<Eye>());
        eyes_.back()->device = device;
    }
    open_missing();
}

bool LiveCameras::start_decoder() {
    if (has_decoder_) return true;
    const auto started = readers_.start();
    if (!started && !std::exchange(told_decoder_, true))
        console_.message("the decoder does not start: " + station::words_for(started.error()));
    has_decoder_ = started.has_value();
    return has_decoder_;
}

void LiveCameras::open_missing() {
    tried_ms_ = clock_.monotonic_ms();
    if (eyes_.empty() || !start_decoder()) return;
    for (auto& eye : eyes_)
        if (eye->camera == nullptr) open(*eye);
}

void LiveCameras::open(Eye& eye) {
    auto camera = open_camera_(source_of(eye.device));
    if (!camera) {
        if (!std::exchange(eye.was_told, true))
            console_.message("no camera at " + station::printable(eye.device) + ": " +
                             station::words_for(camera.error()));
        return;
    }
    eye.was_told = false;
    eye.state = CameraState::Closed;
    eye.camera = std::move(camera).value();
    runtime::ScanOptions options;
    options.workers = workers;
    options.keeps_look = true;
    options.out_of_view = std::chrono::milliseconds{settings_.session.same_code_ms};
    eye.pipeline = std::make_unique<runtime::ScanPipeline>(
        *eye.camera, [this] { return readers_.make_reader(); }, clock_, options);
}

std::shared_ptr<const runtime::FrameLook> LiveCameras::poll(KioskProgram& program) {
    std::shared_ptr<const runtime::FrameLook> newest;
    const auto is_missing = [](const auto& eye) { return eye->camera == nullptr; };
    const bool is_lacking = std::any_of(eyes_.begin(), eyes_.end(), is_missing);
    if (is_lacking && clock_.monotonic_ms() - tried_ms_ >= between_openings_ms) open_missing();
    const bool is_blind = is_lacking && std::all_of(eyes_.begin(), eyes_.end(), is_missing);
    auto best = is_blind ? CameraState::Unplugged : CameraState::Closed;
    bool has_movement = false;
    for (auto& eye : eyes_) {
        if (eye->pipeline == nullptr) continue;
        for (std::size_t k = 0; k < events_a_turn_max; ++k) {
            auto event = eye->pipeline->next_event(std::chrono::milliseconds{0});
            if (!event) break;
            if (const auto* symbol = std::get_if<runtime::SymbolSeen>(&*event))
                program.feed().take(symbol->payload, symbol->part);
            else if (const auto* change = std::get_if<runtime::CameraStateChanged>(&*event))
                eye->state = change->state;
        }
        // One camera that works is a camera.
        if (best != CameraState::Streaming && eye->state != CameraState::Closed) best = eye->state;
        auto look = eye->pipeline->newest_look();
        if (settings_.screen.wakes_on_movement && look != nullptr &&
            look->frame.sequence != std::exchange(eye->watched, look->frame.sequence))
            has_movement = eye->movement.look(look->frame.view()) || has_movement;
        const bool is_newer = look != nullptr && (newest == nullptr || newest->frame.taken_at_ms <
                                                                           look->frame.taken_at_ms);
        if (is_newer) newest = std::move(look);
    }
    if (has_movement) program.happen(session::Movement{});
    if (best != CameraState::Closed) program.health().set_camera(best);
    if (newest != nullptr && newest->frame.sequence != seen_) {
        seen_ = newest->frame.sequence;
        program.feed().see(
            {newest->frame.width_px, newest->frame.height_px, newest->quality, newest->read});
    }
    return newest;
}

void LiveCameras::forget() {
    for (auto& eye : eyes_)
        if (eye->pipeline != nullptr) eye->pipeline->forget_look();
}

}  // namespace outpost::kiosk
