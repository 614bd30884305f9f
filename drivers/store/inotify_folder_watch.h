// Arrivals in folders, by the kernel's inotify.
#pragma once

#include "core/ports/folder_watch.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace outpost {

class InotifyFolderWatch final : public FolderWatch {
  public:
    /// @error Io (no such folder, the system's limit of watches)
    static Result<std::unique_ptr<FolderWatch>> open(const std::vector<std::string>& folders);
    ~InotifyFolderWatch() override;
    InotifyFolderWatch(const InotifyFolderWatch&) = delete;
    InotifyFolderWatch& operator=(const InotifyFolderWatch&) = delete;

    Result<std::optional<std::string>> next(std::int64_t timeout_ms) override;

  private:
    explicit InotifyFolderWatch(int queue) : queue_(queue) {}
    Result<void> collect();

    int queue_;
    std::map<int, std::string> folders_;
    std::deque<std::string> arrived_;
};

}  // namespace outpost
