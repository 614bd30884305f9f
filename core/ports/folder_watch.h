// Port: files that arrive in folders.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>

namespace outpost {

class FolderWatch {
  public:
    virtual ~FolderWatch() = default;
    /// The path of a file that was renamed into one of the folders: whole, because a rename brings
    /// all of it at once. Files that are written in place are not told. Nothing when none came
    /// before the time was up. @error Io (a folder is gone, too many arrivals at once: look again)
    virtual Result<std::optional<std::string>> next(std::int64_t timeout_ms) = 0;
};

}  // namespace outpost
