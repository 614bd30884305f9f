// outpost clock: what a kiosk knows of its clock, and staff's word on it.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "firmware-app/station/console.h"
#include "firmware-app/station/state_folder.h"
#include "tools/outpost/operator_arguments.h"

namespace outpost::tools {

struct ClockPorts {
    FileStore& files;
    station::StatePorts state;  // with the machine's clock
};

/// Shows, confirms or sets. The last two are entries of the journal where there is one.
/// Exit 0; 1 when the time shown is not to be believed, or was not taken; 2 for a time that is
/// none; 3 for the machine.
int run_clock(const ClockArguments& arguments, const ClockPorts& ports,
              const station::Console& console);

}  // namespace outpost::tools
