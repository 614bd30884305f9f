// Words for the states of a camera.
#include "core/ports/camera.h"

namespace outpost {

std::string_view describe(CameraState state) {
    switch (state) {
        case CameraState::Closed:
            return "The camera is not open.";
        case CameraState::Streaming:
            return "The camera is working.";
        case CameraState::NoFrames:
            return "The camera sends no pictures. Check its cable.";
        case CameraState::Black:
            return "The camera sees only black. Is its cover on?";
        case CameraState::WrongFormat:
            return "The camera sends pictures in a form we cannot use.";
        case CameraState::Unplugged:
            return "The camera is unplugged. Plug it in again.";
        case CameraState::Ended:
            return "The last picture has been shown.";
    }
    return "The camera is in an unknown state.";
}

}  // namespace outpost
