// The kiosk's state folder: lock, key of persons, journal, queue folders.
#pragma once

#include "core/journal/journal.h"
#include "core/ports/clock.h"
#include "core/ports/database.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/ports/random.h"
#include "tools/outpost/arguments.h"
#include "tools/outpost/console.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace outpost::tools {

/// What opening a state folder needs of the outside.
struct StatePorts {
    FileStore& files;
    FolderStore& folders;
    const Clock& clock;
    Random& random;
    std::function<Result<std::unique_ptr<Database>>(const std::string& path)> open_database;
    UtcInstant built_at;  // nothing is signed when the clock shows an earlier time
};

/// An open state folder. Members go in the reverse order of their making: the lock last.
struct StateFolder {
    std::string path;
    std::unique_ptr<FolderLock> lock;
    std::unique_ptr<Database> database;
    std::unique_ptr<journal::Journal> journal;
};

/// $XDG_STATE_HOME/outpost, else ~/.local/state/outpost, else /var/lib/outpost
std::string default_state_folder();

enum class StateUse : std::uint8_t {
    Make,      // makes the folder and its journal when they are not there
    Existing,  // only a folder that has a journal
};

/// Locks and opens the folder; says on stderr why not. @return nothing for exit code environment
std::optional<StateFolder> open_state(const std::string& path, StateUse use,
                                      const StatePorts& ports, const Console& console);

/// Writes STATE/revocations.json anew from the journal (docs/formats/revocation-list.md).
Result<void> write_revocations(StateFolder& state, FileStore& files, UtcInstant at);

}  // namespace outpost::tools
