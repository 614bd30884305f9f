// Files of a POSIX system: bounded reading, durable writing.
#pragma once

#include "core/ports/file_store.h"
#include "drivers/store/file_calls.h"

#include <atomic>
#include <cstdint>

namespace outpost {

/// Ends the name of every unfinished file; list() does not show such names.
inline constexpr const char* unfinished_suffix = ".outpost-tmp";
/// Most names that list() returns.
inline constexpr std::size_t names_per_folder_max = 100'000;

/// May be used by several threads at once.
class PosixFileStore final : public FileStore {
  public:
    explicit PosixFileStore(FileCalls& calls = system_file_calls()) : calls_(calls) {}

    Result<Bytes> read(const std::string& path, std::size_t bytes_max) override;
    /// A crash can leave one unfinished file beside the target, under another name.
    Result<void> write_atomically(const std::string& path, ByteView content,
                                  bool secret = false) override;
    Result<std::vector<std::string>> list(const std::string& folder) override;

    /// Removes what write_atomically() left in this folder when it was cut off: plain files with
    /// such a name whose process is gone. To be called before this process writes there.
    /// @return how many. @error NotFound, Io (some are still there)
    Result<std::size_t> remove_unfinished(const std::string& folder);

  private:
    FileCalls& calls_;
    std::atomic<std::uint32_t> next_number_{0};
};

}  // namespace outpost
