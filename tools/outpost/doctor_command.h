// outpost doctor: is this machine fit to check certificates?
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/picture.h"
#include "core/ports/frame_reader.h"
#include "tools/outpost/arguments.h"
#include "tools/outpost/console.h"

#include <functional>
#include <memory>
#include <string>

namespace outpost::tools {

struct DoctorPorts {
    FileStore& files;
    const Clock& clock;
    FrameReader& symbols;
    std::function<Result<std::unique_ptr<Camera>>(const std::string&)> open_camera;
    UtcInstant built_at;  // the clock can not be right before that
};

/// Checks contexts, the verifier on a certificate of its own, clock, trust data and its age, state
/// folder, camera; prints a line each. Exit 0 when all is well, 1 when something needs attention, 3
/// when something essential does not work.
int run_doctor(const DoctorArguments& arguments, const DoctorPorts& ports, const Console& console);

}  // namespace outpost::tools
