// Automatic exposure for as long as a camera is open.
#pragma once

#include "core/exposure/automatic_exposure.h"
#include "core/ports/camera.h"

#include <memory>

namespace outpost::runtime {

/// For the capture thread. A camera without these controls is left alone.
class ExposureKeeper {
  public:
    explicit ExposureKeeper(Camera& camera) : camera_(camera) {}

    /// After each frame. Begins with the device's own automatic, whatever the last program left.
    /// @param symbol  the newest trace; null for none
    void after_frame(const Frame& frame, const SymbolTrace* symbol);
    /// Before every open() and close(), and when the camera has closed by itself.
    void drop();
    /// The device's own automatic again, then drop(): the setting would outlive this program.
    void hand_back();

  private:
    bool is_ready();

    Camera& camera_;
    CameraControls* controls_ = nullptr;
    std::unique_ptr<exposure::AutomaticExposure> exposure_;  // null after an error too
};

}  // namespace outpost::runtime
