// outpost scan: a camera's symbols, checked as they come into view.
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/frame_reader.h"
#include "tools/outpost/arguments.h"
#include "tools/outpost/console.h"

#include <atomic>
#include <functional>
#include <memory>

namespace outpost::tools {

struct ScanPorts {
    FileStore& files;
    const Clock& clock;
    Camera& camera;
    bool camera_is_finite = false;  // every frame is looked at, and the camera ends
    std::function<std::unique_ptr<FrameReader>()> make_reader;
    const std::atomic<bool>& interrupted;  // set by the signal handler
};

/// Scans until the camera ends, the count or the time is reached, or the person interrupts. Exit
/// code as verify; a camera that can not be opened at all is exit code environment.
int run_scan(const ScanArguments& arguments, const ScanPorts& ports, const Console& console);

}  // namespace outpost::tools
