// The hub's folder: its keys, its lock, its ledger.
#pragma once

#include "core/hub/hub_desk.h"
#include "core/ports/clock.h"
#include "core/ports/random.h"
#include "firmware-app/station/console.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace outpost::hub_tool {

struct HubToolPorts {
    FileStore& files;
    FolderStore& folders;
    const Clock& clock;
    Random& random;
    std::function<Result<std::unique_ptr<Database>>(const std::string& path)> open_database;
    std::function<Result<std::unique_ptr<Database>>(const std::string& path)> read_database;
    /// Paths of the plain files below a folder, sorted; links are left out.
    /// @error NotFound, TooLong
    std::function<Result<std::vector<std::string>>(const std::string& folder)> files_below;
};

/// Goes in the reverse order of its making: the lock last.
struct HubFolder {
    std::string path;
    std::unique_ptr<FolderLock> lock;  // none when it is only read
    std::unique_ptr<Database> database;
    std::unique_ptr<hub::HubIdentity> identity;
    std::unique_ptr<hub::HubDesk> desk;
};

/// What lies in STATE: the secret half, the public half, the ledger.
std::string key_path(const std::string& state);
std::string public_path(const std::string& state);
std::string ledger_path(const std::string& state);

/// The secret half alone, under this name. @error BadKey, those of reading
Result<sync::HubKeys> read_secret(const std::string& state, std::string_view name,
                                  FileStore& files);

/// The hub's keys from STATE. @error NotFound (none yet), BadKey, those of reading
Result<sync::HubKeys> read_keys(const std::string& state, FileStore& files);

enum class HubUse : std::uint8_t { Work, Read };

/// @error NotFound (no keys yet; to read: no ledger yet), Unavailable (another process works on
///        it), those of the ledger
Result<HubFolder> open_hub(const std::string& state, HubUse use, const HubToolPorts& ports);

/// The same, with a message when it fails.
std::optional<HubFolder> open_or_tell(const std::string& state, HubUse use,
                                      const HubToolPorts& ports, const station::Console& console);

/// What the commands that work at an instant have in common; `work` gives the exit code.
int at_hub(const std::string& state, const std::optional<std::string>& at_text,
           const HubToolPorts& ports, const station::Console& console,
           const std::function<int(HubFolder&, UtcInstant)>& work);

/// Says what the ledger could not do. @return the exit code
int fail_at_ledger(const station::Console& console, const Error& error);

}  // namespace outpost::hub_tool
