// Folders of a POSIX system: streams, durable moves, locks and identity.
#pragma once

#include "core/ports/folder_store.h"
#include "drivers/store/file_calls.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace outpost {

inline constexpr std::size_t odd_entries_max = 1000;

/// Something in a folder that is no plain file.
struct OddEntry {
    std::string name;
    std::string_view what;  // "link", "folder", "pipe", "socket", "device"
};

/// Follows no link that stands at the end of a path. Made folders and locks are their owner's
/// alone. May be used by several threads at once.
class PosixFolderStore final : public FolderStore {
  public:
    explicit PosixFolderStore(FileCalls& calls = system_file_calls()) : calls_(&calls) {}

    Result<std::unique_ptr<ByteSource>> open(const std::string& path) override;
    Result<void> make_folder(const std::string& path) override;
    /// After Io the file may stand at either path, and the change may not outlive a power cut. On a
    /// file system that cannot rename without replacing, a crash in between leaves both names.
    Result<void> move(const std::string& from, const std::string& to) override;
    Result<void> remove(const std::string& path) override;
    Result<FileIdentity> identity(const std::string& path) override;
    Result<std::unique_ptr<FolderLock>> lock(const std::string& folder,
                                             const std::string& name) override;
    /// What in the folder is no plain file, sorted by name; at most odd_entries_max of them.
    /// @error NotFound, Io
    static Result<std::vector<OddEntry>> odd_entries(const std::string& folder);

  private:
    FileCalls* calls_;
};

}  // namespace outpost
