// Port: files, with limits on reading and durability on writing.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace outpost {

class FileStore {
  public:
    virtual ~FileStore() = default;
    /// The whole file. @error NotFound, TooLong (more than bytes_max), Io
    virtual Result<Bytes> read(const std::string& path, std::size_t bytes_max) = 0;
    /// Old content or new content, never a mixture, also after a power cut: temporary file beside
    /// it, sync, rename, sync of the folder. `secret` files are readable by their owner only.
    /// @error Io
    virtual Result<void> write_atomically(const std::string& path, ByteView content,
                                          bool secret = false) = 0;
    /// Names of the plain files in a folder, sorted; no recursion. @error NotFound, Io, TooLong
    virtual Result<std::vector<std::string>> list(const std::string& folder) = 0;
};

}  // namespace outpost
