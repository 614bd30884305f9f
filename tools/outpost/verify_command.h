// outpost verify: files in, verdicts out.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/frame_reader.h"
#include "core/ports/picture.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/arguments.h"

#include <vector>

namespace outpost::tools {

/// What the command needs of the outside.
struct VerifyPorts {
    FileStore& files;
    const Clock& clock;
    FrameReader& symbols;
    std::vector<PictureReader*> pictures;  // the first that recognises the content reads it
};

int run_verify(const VerifyArguments& arguments, const VerifyPorts& ports,
               const station::Console& console);

}  // namespace outpost::tools
