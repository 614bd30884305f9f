#include "drivers/store/inotify_folder_watch.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace outpost {

namespace {

constexpr std::size_t buffer_bytes = 16 * 1024;
constexpr std::int64_t timeout_ms_max = 60'000;

}  // namespace

Result<std::unique_ptr<FolderWatch>> InotifyFolderWatch::open(
    const std::vector<std::string>& folders) {
    const int queue = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (queue < 0) return Error{Errc::Io, 0, "inotify"};
    std::unique_ptr<InotifyFolderWatch> watch(new InotifyFolderWatch(queue));
    for (const auto& folder : folders) {
        const int number =
            ::inotify_add_watch(queue, folder.c_str(), IN_MOVED_TO | IN_ONLYDIR | IN_DELETE_SELF);
        if (number < 0) return Error{Errc::Io, 0, "the folder cannot be watched"};
        watch->folders_[number] = folder;
    }
    return std::unique_ptr<FolderWatch>(std::move(watch));
}

InotifyFolderWatch::~InotifyFolderWatch() {
    ::close(queue_);
}

Result<void> InotifyFolderWatch::collect() {
    alignas(inotify_event) std::array<char, buffer_bytes> buffer{};
    const auto count = ::read(queue_, buffer.data(), buffer.size());
    if (count <= 0) return {};
    for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(count);) {
        inotify_event event{};
        std::memcpy(&event, buffer.data() + at, sizeof event);
        const char* name = buffer.data() + at + sizeof event;
        at += sizeof event + event.len;
        if ((event.mask & IN_Q_OVERFLOW) != 0)
            return Error{Errc::Io, 0, "more files arrived at once than the system tells"};
        if ((event.mask & (IN_DELETE_SELF | IN_UNMOUNT)) != 0)
            return Error{Errc::Io, 0, "a watched folder is gone"};
        const auto folder = folders_.find(event.wd);
        if (folder == folders_.end() || (event.mask & IN_MOVED_TO) == 0 || event.len == 0) continue;
        arrived_.push_back(folder->second + "/" + std::string(name));
    }
    return {};
}

Result<std::optional<std::string>> InotifyFolderWatch::next(std::int64_t timeout_ms) {
    if (arrived_.empty()) {
        pollfd descriptor{queue_, POLLIN, 0};
        const auto timeout = std::clamp<std::int64_t>(timeout_ms, 0, timeout_ms_max);
        if (::poll(&descriptor, 1, static_cast<int>(timeout)) > 0) OUTPOST_TRY_VOID(collect());
    }
    if (arrived_.empty()) return std::optional<std::string>();
    std::optional<std::string> path = std::move(arrived_.front());
    arrived_.pop_front();
    return path;
}

}  // namespace outpost
