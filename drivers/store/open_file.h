// An open descriptor, and the folder's part of every durable change.
#pragma once

#include "core/base/result.h"
#include "drivers/store/file_calls.h"

#include <string>
#include <utility>

namespace outpost {

/// Closes the descriptor on the way out.
class OpenFile {
  public:
    OpenFile(FileCalls& calls, int file) : calls_(&calls), file_(file) {}
    ~OpenFile() {
        if (file_ >= 0) calls_->close_file(file_);
    }
    OpenFile(OpenFile&& other) noexcept
        : calls_(other.calls_), file_(std::exchange(other.file_, -1)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    OpenFile& operator=(OpenFile&&) = delete;

    [[nodiscard]] int number() const { return file_; }
    [[nodiscard]] bool is_open() const { return file_ >= 0; }
    /// True when the system kept nothing back (a full disk can show itself only here).
    bool close() { return calls_->close_file(std::exchange(file_, -1)) == 0; }

  private:
    FileCalls* calls_;
    int file_;
};

struct PathParts {
    std::string folder;  // "." when the path names none
    std::string name;    // empty when the path ends in a slash
};

PathParts split_path(const std::string& path);
bool has_nul(const std::string& path);

/// Makes the names in the folder durable. @error Io
Result<void> sync_folder(FileCalls& calls, const std::string& folder);

}  // namespace outpost
