// Automatic exposure for as long as a camera is open.
#include "firmware-app/runtime/exposure_keeper.h"

#include <utility>

namespace outpost::runtime {

void ExposureKeeper::after_frame(const Frame& frame, const SymbolTrace* symbol) {
    if (!is_ready()) return;
    // Only a device that is gone is an error: the next open() starts anew.
    if (!exposure_->after_frame(frame.view(), symbol, frame.taken_at_ms)) exposure_.reset();
}

void ExposureKeeper::drop() {
    exposure_.reset();
    controls_ = nullptr;
}

void ExposureKeeper::hand_back() {
    const bool is_open = controls_ != nullptr && camera_.controls() == controls_;
    if (is_open && exposure_ != nullptr && exposure_->is_in_charge())
        (void)controls_->set(CameraControl::ExposureAutomatic, 1);
    drop();
}

bool ExposureKeeper::is_ready() {
    const auto state = camera_.state();
    auto* controls = camera_.controls();
    const bool is_live = state == CameraState::Streaming || state == CameraState::Black;
    if (!is_live || controls == nullptr) {
        drop();
        return false;
    }
    if (controls != controls_) {
        drop();
        controls_ = controls;
        if (auto started = exposure::AutomaticExposure::start(*controls)) {
            (void)controls->set(CameraControl::ExposureAutomatic, 1);
            exposure_ = std::move(started).value();
        }
    }
    return exposure_ != nullptr;
}

}  // namespace outpost::runtime
