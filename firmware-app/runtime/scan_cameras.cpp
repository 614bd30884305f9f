// Several cameras at once, as one source of events.
#include "firmware-app/runtime/scan_cameras.h"

#include <algorithm>
#include <utility>

namespace outpost::runtime {

ScanCameras::ScanCameras(std::vector<ScanSource> sources, const Clock& clock) {
    for (auto& source : sources)
        pipelines_.push_back(std::make_unique<ScanPipeline>(source.camera, source.make_reader,
                                                            clock, source.options,
                                                            ScanHelpers{source.watch, &bell_}));
}

std::optional<CameraEvent> ScanCameras::take() {
    for (std::size_t k = 0; k < pipelines_.size(); ++k) {
        const auto camera = (turn_ + k) % pipelines_.size();
        auto event = pipelines_[camera]->next_event(std::chrono::milliseconds{0});
        if (!event) continue;
        turn_ = camera + 1;  // a busy camera does not keep the others from being heard
        return CameraEvent{camera, std::move(*event)};
    }
    return std::nullopt;
}

std::optional<CameraEvent> ScanCameras::next_event(std::chrono::milliseconds deadline) {
    using std::chrono::milliseconds;
    using Clock = std::chrono::steady_clock;
    const auto ends_at = Clock::now() + deadline;
    while (true) {
        const auto heard = bell_.rings();
        if (auto event = take()) return event;
        const auto left = std::chrono::ceil<milliseconds>(ends_at - Clock::now());
        if (!bell_.wait(heard, std::max(left, milliseconds{0}))) return std::nullopt;
    }
}

ScanCounters ScanCameras::counters() const {
    ScanCounters sum;
    for (const auto& pipeline : pipelines_) {
        const auto one = pipeline->counters();
        sum.frames += one.frames;
        sum.frames_lost += one.frames_lost;
        sum.frames_read += one.frames_read;
        sum.thorough_readings += one.thorough_readings;
        sum.symbols += one.symbols;
        sum.reopenings += one.reopenings;
    }
    return sum;
}

}  // namespace outpost::runtime
