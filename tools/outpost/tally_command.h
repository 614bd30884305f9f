// outpost tally: what a kiosk counted on each day.
#pragma once

#include "core/ports/file_store.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/operator_arguments.h"

namespace outpost::tools {

/// Prints the newest days that have counts, the oldest of them first. Exit 3 when the file is
/// damaged or unreadable; a kiosk that never counted is no failure.
int run_tally(const TallyArguments& arguments, FileStore& files, const station::Console& console);

}  // namespace outpost::tools
