// The kiosk's state folder: lock, key of persons, journal, queue folders.
#pragma once

#include "core/journal/journal.h"
#include "core/json/writer.h"
#include "core/ports/clock.h"
#include "core/ports/database.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/ports/random.h"
#include "firmware-app/station/console.h"
#include "firmware-app/station/options.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace outpost::station {

/// Something in the queue's incoming folders that is no plain file, so it is never opened.
struct RefusedEntry {
    std::string name;
    std::string what;  // "link", "folder", "pipe", "socket", "device"
};

/// What opening a state folder needs of the outside.
struct StatePorts {
    FileStore& files;
    FolderStore& folders;
    const Clock& clock;
    Random& random;
    std::function<Result<std::unique_ptr<Database>>(const std::string& path)> open_database;
    UtcInstant built_at;  // nothing is signed when the clock shows an earlier time
    /// The same database for reading alone, also on a read-only medium.
    std::function<Result<std::unique_ptr<Database>>(const std::string& path)> read_database;
    /// Takes away what a process that was cut off left half-written in a folder.
    std::function<Result<std::size_t>(const std::string& folder)> remove_unfinished;
    /// What in a folder is no plain file.
    std::function<Result<std::vector<RefusedEntry>>(const std::string& folder)> odd_entries;
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
    Read,      // such a folder, without a lock and without any change, also beside a writer
};

/// Locks and opens the folder; says on stderr why not. @return nothing for exit code environment
std::optional<StateFolder> open_state(const std::string& path, StateUse use,
                                      const StatePorts& ports, const Console& console);

/// The folder for StateUse::Read. @error NotFound (no journal), and why it cannot be read
Result<StateFolder> read_state(const std::string& path, const StatePorts& ports);

/// STATE/queue/incoming and its folders for each kind of request.
std::vector<std::string> incoming_folders(const std::string& state);

/// What lies in one of these folders and is no plain file; the folders of the kinds are none.
Result<std::vector<RefusedEntry>> refused_entries(const std::string& folder,
                                                  const StatePorts& ports);

/// The members `certificates`, `printed`, `waiting`, `print_unknown`, `held`, `revoked` of an open
/// object.
void write_counts(json::Writer& out, const journal::Counts& counts);

/// Writes STATE/revocations.json anew from the journal (docs/formats/revocation-list.md).
Result<void> write_revocations(StateFolder& state, FileStore& files, UtcInstant at);

}  // namespace outpost::station
