// The commands that look at the journal or change a line of it; they sign and print nothing.
#pragma once

#include "firmware-app/station/console.h"
#include "firmware-app/station/state_folder.h"
#include "tools/outpost/arguments.h"

namespace outpost::tools {

/// Held items, unfinished certificates, counts. Exit 0, or 3 for a folder that cannot be used.
int run_queue_list(const QueueListArguments& arguments, const station::StatePorts& ports,
                   const station::Console& console);
/// Exit 0, 2 no such item, 3.
int run_queue_reject(const QueueRejectArguments& arguments, const station::StatePorts& ports,
                     const station::Console& console);
/// Exit 0 withdrawn (or it was already), 1 refused by DIVOC's rule, 2 no such certificate, 3.
int run_revoke(const RevokeArguments& arguments, const station::StatePorts& ports,
               const station::Console& console);
/// check: exit 0 the chain holds, 1 it does not, 3. list, export: 0 or 3.
int run_journal(const JournalArguments& arguments, const station::StatePorts& ports,
                const station::Console& console);

}  // namespace outpost::tools
