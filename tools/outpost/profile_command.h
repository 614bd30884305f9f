// outpost profile: check, explain and preview a profile folder.
#pragma once

#include "firmware-app/station/issuer_setup.h"
#include "tools/outpost/arguments.h"

namespace outpost::tools {

/// Each part, the parts against each other, and the sample issued with a key made for the purpose,
/// drawn in every layout, read back and verified. Exit 0 no fault, 1 faults, 2 unreadable.
int run_profile_check(const ProfileCheckArguments& arguments, const station::IssuePorts& ports,
                      const station::Console& console);
/// A line for each field: request, template name, credential member and predicate, pages.
int run_profile_explain(const ProfileExplainArguments& arguments, const station::IssuePorts& ports,
                        const station::Console& console);
/// Sample pages as LAYOUT.pdf and LAYOUT.png. Exit 0, 1 a page cannot be made, 2, 3.
int run_profile_preview(const ProfilePreviewArguments& arguments, const station::IssuePorts& ports,
                        const station::Console& console);

}  // namespace outpost::tools
