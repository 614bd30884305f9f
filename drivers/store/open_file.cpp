// An open descriptor, and the folder's part of every durable change.
#include "drivers/store/open_file.h"

#include <fcntl.h>

namespace outpost {

PathParts split_path(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return {".", path};
    return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

bool has_nul(const std::string& path) {
    return path.find('\0') != std::string::npos;
}

Result<void> sync_folder(FileCalls& calls, const std::string& folder) {
    const OpenFile opened(calls,
                          calls.open_file(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0));
    if (!opened.is_open() || calls.sync_file(opened.number()) != 0)
        return Error{Errc::Io, 0, "cannot sync the folder"};
    return {};
}

}  // namespace outpost
