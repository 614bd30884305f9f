// outpost operator: who may open the staff pages of a kiosk.
#pragma once

#include "core/crypto/secret_bytes.h"
#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/ports/random.h"
#include "firmware-app/station/console.h"
#include "tools/outpost/operator_arguments.h"

#include <functional>
#include <string>

namespace outpost::tools {

struct OperatorPorts {
    FileStore& files;
    FolderStore& folders;
    const Clock& clock;
    Random& random;
    /// Asks a person; used only without --pin-file (firmware-app/station/passphrase.h).
    std::function<Result<crypto::SecretBytes>(const std::string& prompt)> ask_pin;
};

/// Makes the state folder when it is not there. Exit 2 for a name or PIN that cannot be used, 3 for
/// the machine (a damaged roster, the disk, another process that changes it).
int run_operator_add(const OperatorAddArguments& arguments, const OperatorPorts& ports,
                     const station::Console& console);
/// Exit 3 when the roster is damaged or unreadable.
int run_operator_list(const OperatorListArguments& arguments, const OperatorPorts& ports,
                      const station::Console& console);
/// Exit 2 for a name that nobody has, 3 for the machine.
int run_operator_remove(const OperatorRemoveArguments& arguments, const OperatorPorts& ports,
                        const station::Console& console);
/// Exit 3 for the machine.
int run_operator_reset_lock(const OperatorResetLockArguments& arguments, const OperatorPorts& ports,
                            const station::Console& console);

}  // namespace outpost::tools
