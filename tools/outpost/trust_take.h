// outpost trust take: public trust lists of others into loose key files, with a report.
#pragma once

#include "core/ports/file_store.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/trust_command.h"

namespace outpost::tools {

/// One line of JSON on stdout for each list, or words; each entry that was not taken, and why, is
/// in it. Writes DIR/NAME.json, in several files where one would hold too many keys.
/// Exit 0; 1 when a list is refused or gave no key: nothing of it is written then; 2 for a file
/// that cannot be read; 3 when the folder cannot be written.
int run_trust_take(const TrustTakeArguments& arguments, const TrustPorts& ports,
                   const station::Console& console);

}  // namespace outpost::tools
