// Several cameras at once, as one source of events.
#pragma once

#include "firmware-app/runtime/event_bell.h"
#include "firmware-app/runtime/scan_pipeline.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace outpost::runtime {

/// What one pipeline is made of. The camera and the watch outlive it.
struct ScanSource {
    Camera& camera;
    ScanPipeline::ReaderFactory make_reader;
    ScanOptions options;
    DeviceWatch* watch = nullptr;  // one's own: a watch tells each event once
};

struct CameraEvent {
    std::size_t camera = 0;  // which of the sources
    ScanEvent event;
};

/// A pipeline for each source: a symbol that two cameras see is two events. next_event() is for
/// one thread at a time.
class ScanCameras {
  public:
    ScanCameras(std::vector<ScanSource> sources, const Clock& clock);

    /// The oldest event of a camera, the cameras in turn; nothing when none comes before the
    /// deadline.
    std::optional<CameraEvent> next_event(std::chrono::milliseconds deadline);
    [[nodiscard]] std::size_t size() const { return pipelines_.size(); }
    [[nodiscard]] const ScanPipeline& pipeline(std::size_t camera) const {
        return *pipelines_.at(camera);
    }
    /// Sums over all of them.
    [[nodiscard]] ScanCounters counters() const;

  private:
    std::optional<CameraEvent> take();

    EventBell bell_;
    std::vector<std::unique_ptr<ScanPipeline>> pipelines_;  // after the bell: they ring it
    std::size_t turn_ = 0;
};

}  // namespace outpost::runtime
