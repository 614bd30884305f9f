// What `outpost trust make` puts into a bundle besides keys.
#pragma once

#include "core/trust/bundle.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/arguments.h"
#include "tools/outpost/trust_command.h"

namespace outpost::tools {

/// Adds base, parts, removals and roots to the bundle; each part is checked as a kiosk will do it.
/// On failure says why. @return the exit code
int add_bundle_parts(const TrustMakeArguments& arguments, const TrustPorts& ports,
                     const station::Console& console, trust::Bundle& bundle);

/// With --parts-beside: writes the parts to OUT.parts/ and takes them out of the bundle.
int move_parts_beside(const TrustMakeArguments& arguments, const TrustPorts& ports,
                      const station::Console& console, trust::Bundle& bundle);

}  // namespace outpost::tools
