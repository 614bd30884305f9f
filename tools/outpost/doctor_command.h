// outpost doctor: is this machine fit to check certificates?
#pragma once

#include "core/ports/camera.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/frame_reader.h"
#include "core/ports/picture.h"
#include "core/ports/printer.h"
#include "firmware-app/station/console.h"
#include "firmware-app/station/state_folder.h"
#include "tools/outpost/arguments.h"

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
    station::StatePorts state;
    std::function<Result<std::unique_ptr<Printer>>(const std::string& name,
                                                   const std::string& state)>
        open_printer;
    /// Free bytes of the disk on which the path lies. @error Io
    std::function<Result<std::uint64_t>(const std::string& path)> free_bytes;
    /// Starts the decoder process with all that it can do. @error Unavailable, Timeout
    std::function<Result<void>()> start_decoder;
};

/// Checks contexts, the verifier on a certificate of its own, the decoder process, clock, trust
/// data and its age, state folder, its disk and journal, printer, camera; prints a line each. Exit
/// 0 when all is well, 1 when something needs attention, 3 when something essential does not work.
int run_doctor(const DoctorArguments& arguments, const DoctorPorts& ports,
               const station::Console& console);

}  // namespace outpost::tools
