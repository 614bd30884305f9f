// Port: what a state folder needs beyond whole files: streams, moves, locks and identity.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace outpost {

/// A file that is read from its beginning to its end, piece by piece.
class ByteSource {
  public:
    virtual ~ByteSource() = default;
    /// Fills up to out.size() bytes; 0 is the end of the file. @error Io
    virtual Result<std::size_t> read(std::span<std::uint8_t> out) = 0;
    /// The file's size when it was opened.
    [[nodiscard]] virtual std::uint64_t size_bytes() const = 0;
};

/// Held as long as the object lives; the system releases it when the process ends.
class FolderLock {
  public:
    virtual ~FolderLock() = default;
};

/// Tells a file from every copy of it: a copy has another inode, and one written over the old file
/// has another time of change, which no program can set.
struct FileIdentity {
    std::uint64_t inode = 0;
    std::int64_t changed_ns = 0;
    bool operator==(const FileIdentity&) const = default;
};

class FolderStore {
  public:
    virtual ~FolderStore() = default;
    /// @error NotFound, Io (a folder, a device or a pipe too)
    virtual Result<std::unique_ptr<ByteSource>> open(const std::string& path) = 0;
    /// Makes the folder and those above it; one that is there is no error. @error Io
    virtual Result<void> make_folder(const std::string& path) = 0;
    /// Renames durably within one file system; never replaces a file.
    /// @error NotFound, Duplicate (something stands at `to`), Io
    virtual Result<void> move(const std::string& from, const std::string& to) = 0;
    /// @error NotFound, Io
    virtual Result<void> remove(const std::string& path) = 0;
    /// @error NotFound, Io
    virtual Result<FileIdentity> identity(const std::string& path) = 0;
    /// Takes the folder for this process; a file in it (`name`) carries the lock and stays.
    /// @error Unavailable (another process has it), Io
    virtual Result<std::unique_ptr<FolderLock>> lock(const std::string& folder,
                                                     const std::string& name) = 0;
};

}  // namespace outpost
