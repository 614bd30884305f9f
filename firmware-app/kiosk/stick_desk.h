// Signed bundles on sticks: found, looked at, imported on a thread, because sticks are slow and
// hang.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/file_store.h"
#include "core/ports/folder_store.h"
#include "core/trust/root_set.h"
#include "firmware-app/session/event.h"
#include "firmware-app/station/trust_import.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace outpost::kiosk {

/// Bundles below the folders: files NAME.json with NAME.json.minisig beside them, at most three
/// folders deep and 16 of them, sorted. Links are not followed.
std::vector<std::string> bundles_below(const std::vector<std::string>& folders);

/// Folders that are sticks, sorted, at most 16: mount points up to two folders below these, and
/// what has a folder `outpost` in it. Links are not followed.
std::vector<std::string> sticks_below(const std::vector<std::string>& folders);

struct StickOptions {
    std::vector<std::string> folders;  // where sticks are mounted; empty: /media, /run/media
    std::string trust_folder;
    trust::RootSet first_roots;
};

/// For one thread; what it begins runs on another.
class StickDesk {
  public:
    using Tell = std::function<void(session::Happening)>;

    /// @param tell  called on the desk's thread
    StickDesk(FileStore& files, FolderStore& folders, const Clock& clock, StickOptions options,
              Tell tell);

    /// Tells the offers, and the sticks that an export could go to. One thing at a time: while one
    /// goes on, further ones are dropped.
    void look();
    /// Imports an offer by its number, and tells how it came out.
    void import(std::int64_t number);
    /// Imports what can be imported of the bundles in a folder and tells nobody of the outcome:
    /// take_change() does. Dropped while something else goes on.
    void import_all(const std::string& folder);
    /// The folder of a stick by its place among those told last; empty when there is none.
    [[nodiscard]] std::string target(std::size_t place) const;
    /// Waits for what goes on.
    void finish();
    /// True once after an import that changed what is in force.
    bool take_change();

  private:
    [[nodiscard]] bool is_free();
    [[nodiscard]] session::ImportOffer offer_of(const std::string& path) const;
    [[nodiscard]] Result<sync::ImportOutcome> read_bundle(const std::string& path,
                                                          bool is_trial) const;
    bool import_now(const std::string& path);

    FileStore& files_;
    FolderStore& folders_;
    const Clock& clock_;
    StickOptions options_;
    Tell tell_;
    std::vector<std::string> offered_;  // paths; an offer's number is its place
    mutable std::mutex targets_mutex_;
    std::vector<std::string> targets_;  // of the looking thread, read by others
    std::atomic<bool> is_busy_{false};
    std::atomic<bool> has_changed_{false};
    std::jthread worker_;  // last
};

}  // namespace outpost::kiosk
