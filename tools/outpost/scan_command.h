// outpost scan: what a camera or a scanner sees, checked as it comes into view.
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "core/ports/code_scanner.h"
#include "core/ports/device_watch.h"
#include "core/ports/file_store.h"
#include "core/ports/frame_reader.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/arguments.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace outpost::tools {

struct ScanCamera {
    std::string name;  // as the person gave it
    Camera& camera;
    bool is_finite = false;        // every frame is looked at, and the camera ends
    DeviceWatch* watch = nullptr;  // one's own; null: none
};

struct ScanPorts {
    FileStore& files;
    const Clock& clock;
    std::vector<ScanCamera> cameras;  // one at least
    std::function<std::unique_ptr<FrameReader>()> make_reader;
    bool tells_hints = false;              // a person looks on
    const std::atomic<bool>& interrupted;  // set by the signal handler
};

struct ScannerPorts {
    FileStore& files;
    const Clock& clock;
    CodeScanner& scanner;
    std::function<void(std::int64_t)> wait_ms;
    const std::atomic<bool>& interrupted;
};

/// Scans until the cameras end, the count or the time is reached, or the person interrupts. Exit
/// code as verify; when no camera can be opened at all it is exit code environment.
int run_scan(const ScanArguments& arguments, const ScanPorts& ports,
             const station::Console& console);

/// The same with a device that reads codes by itself. One that is unplugged is waited for; one that
/// was never there is exit code environment.
int run_scan_with_scanner(const ScanArguments& arguments, const ScannerPorts& ports,
                          const station::Console& console);

}  // namespace outpost::tools
