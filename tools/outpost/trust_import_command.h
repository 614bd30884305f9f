// outpost trust import, restore: the trust data of a state folder.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "firmware-app/station/console.h"
#include "firmware-app/station/state_folder.h"
#include "tools/outpost/arguments.h"
#include "tools/outpost/web_arguments.h"

namespace outpost::tools {

struct TrustImportPorts {
    FileStore& files;
    FolderStore& folders;
    const Clock& clock;
    station::StatePorts state;
    MakeWeb make_web;
};

/// Where the state folder has a journal, an entry of it says what is in force from now on.
/// Exit 0 installed, 1 refused, 2 an unreadable file, 3 the state folder is in use or the disk
/// fails.
int run_trust_import(const TrustImportArguments& arguments, const TrustImportPorts& ports,
                     const station::Console& console);

/// Exit 1 when there is nothing to go back to.
int run_trust_restore(const TrustRestoreArguments& arguments, const TrustImportPorts& ports,
                      const station::Console& console);

}  // namespace outpost::tools
