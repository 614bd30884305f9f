// The cameras and the scanner of a running kiosk, and what they see.
#pragma once

#include "core/ports/camera.h"
#include "firmware-app/equipment/equipment.h"
#include "firmware-app/kiosk/kiosk_program.h"
#include "firmware-app/runtime/scan_pipeline.h"
#include "firmware-app/settings/kiosk_settings.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace outpost::kiosk {

/// For the thread of the loop; the pipelines have their own.
class LiveCameras {
  public:
    using OpenCamera = std::function<Result<std::unique_ptr<Camera>>(const std::string& device)>;

    LiveCameras(const settings::KioskSettings& settings, OpenCamera open_camera, const Clock& clock,
                const station::Console& console);
    ~LiveCameras();

    /// Opens what can be opened; what cannot is said, shown as a fault of the camera, and tried
    /// again every ten seconds.
    void start();
    /// What could not be made, now. (A camera that is gone is opened again by its pipeline, after 4
    /// s at most.)
    void open_missing();
    /// Gives the program what came in. @return the newest frame; null: none
    std::shared_ptr<const runtime::FrameLook> poll(KioskProgram& program);
    /// No frame is kept.
    void forget();

  private:
    struct Eye;
    bool start_decoder();
    void open(Eye& eye);

    const settings::KioskSettings settings_;
    OpenCamera open_camera_;
    const Clock& clock_;
    const station::Console& console_;
    equipment::ReaderPool readers_;
    std::vector<std::unique_ptr<Eye>> eyes_;
    std::uint64_t seen_ = 0;
    bool has_decoder_ = false;
    bool told_decoder_ = false;  // that it does not start
    std::int64_t tried_ms_ = 0;
};

}  // namespace outpost::kiosk
