// Files of a POSIX system: bounded reading, durable writing.
#include "drivers/store/posix_file_store.h"

#include "drivers/store/open_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace outpost {

namespace {

constexpr int name_attempts_max = 16;

bool write_all(FileCalls& calls, int file, ByteView content) {
    while (!content.empty()) {
        const auto written = calls.write_bytes(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content = content.subspan(std::min(content.size(), static_cast<std::size_t>(written)));
    }
    return true;
}

/// The process that made an unfinished file, by its name: ".NAME.PROCESS-NUMBER.outpost-tmp".
std::optional<pid_t> maker_of(std::string_view name) {
    if (!name.ends_with(unfinished_suffix) || !name.starts_with('.')) return std::nullopt;
    name.remove_suffix(std::string_view(unfinished_suffix).size());
    const auto dot = name.rfind('.');
    if (dot < 2) return std::nullopt;  // nothing between the dots: no target's name
    const auto numbers = name.substr(dot + 1);
    pid_t process = 0;
    const char* end = numbers.data() + numbers.size();
    const auto made = std::from_chars(numbers.data(), end, process);
    if (made.ec != std::errc() || process <= 0 || made.ptr == end || *made.ptr != '-')
        return std::nullopt;
    std::uint32_t number = 0;
    const auto counted = std::from_chars(made.ptr + 1, end, number);
    if (counted.ec != std::errc() || counted.ptr != end) return std::nullopt;
    return process;
}

/// Numbers of processes come again: an old file may bear our own.
bool is_gone(pid_t process) {
    return process == ::getpid() || (::kill(process, 0) != 0 && errno == ESRCH);
}

}  // namespace

Result<Bytes> PosixFileStore::read(const std::string& path, std::size_t bytes_max) {
    if (path.empty() || has_nul(path)) return Error{Errc::NotFound, 0, "no such file name"};
    OpenFile file(system_file_calls(), ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!file.is_open()) {
        const bool absent = errno == ENOENT || errno == ENOTDIR;
        return Error{absent ? Errc::NotFound : Errc::Io, 0, "cannot open the file"};
    }
    constexpr std::size_t step_bytes = 64 * 1024;
    Bytes content;
    for (;;) {
        const auto had = content.size();
        const auto wanted = std::min(step_bytes, bytes_max - had + 1);  // one more shows the excess
        content.resize(had + wanted);
        const auto got = ::read(file.number(), content.data() + had, wanted);
        if (got < 0 && errno != EINTR) return Error{Errc::Io, had, "cannot read the file"};
        content.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (content.size() > bytes_max) return Error{Errc::TooLong, bytes_max, "file too long"};
        if (got == 0) return content;
    }
}

Result<void> PosixFileStore::write_atomically(const std::string& path, ByteView content,
                                              bool secret) {
    const auto parts = split_path(path);
    if (parts.name.empty() || has_nul(path)) return Error{Errc::Io, 0, "no such file name"};
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    const auto stem = parts.folder + "/." + parts.name + "." + std::to_string(::getpid()) + "-";
    std::string unfinished;
    int opened = -1;
    for (int attempt = 0; attempt < name_attempts_max && opened < 0; ++attempt) {
        unfinished = stem + std::to_string(next_number_.fetch_add(1)) + unfinished_suffix;
        opened = calls_.open_file(unfinished.c_str(), flags, secret ? 0600 : 0644);
        if (opened < 0 && errno != EEXIST) break;
    }
    OpenFile file(calls_, opened);
    if (!file.is_open()) return Error{Errc::Io, 0, "cannot create a file beside it"};
    const bool complete = write_all(calls_, file.number(), content) &&
                          calls_.sync_file(file.number()) == 0 && file.close() &&
                          calls_.rename_file(unfinished.c_str(), path.c_str()) == 0;
    if (!complete) {
        calls_.unlink_file(unfinished.c_str());
        return Error{Errc::Io, 0, "cannot write the file"};
    }
    return sync_folder(calls_, parts.folder);
}

Result<std::vector<std::string>> PosixFileStore::list(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code failure;
    if (has_nul(folder) || !fs::is_directory(folder, failure))
        return Error{Errc::NotFound, 0, "no such folder"};
    std::vector<std::string> names;
    auto entry = fs::directory_iterator(folder, failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
        std::error_code unknown;  // a file that goes while we look is no failure
        auto name = entry->path().filename().string();
        if (!entry->is_regular_file(unknown) || name.ends_with(unfinished_suffix)) continue;
        if (names.size() == names_per_folder_max)
            return Error{Errc::TooLong, names_per_folder_max, "too many files in the folder"};
        names.push_back(std::move(name));
    }
    if (failure) return Error{Errc::Io, 0, "cannot read the folder"};
    std::sort(names.begin(), names.end());
    return names;
}

Result<std::size_t> PosixFileStore::remove_unfinished(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code failure;
    if (has_nul(folder) || !fs::is_directory(folder, failure))
        return Error{Errc::NotFound, 0, "no such folder"};
    std::vector<std::string> paths;  // taking them away while the folder is read could skip some
    auto entry = fs::directory_iterator(folder, failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
        const auto maker = maker_of(entry->path().filename().string());
        std::error_code unknown;
        const auto status = entry->symlink_status(unknown);
        if (maker && is_gone(*maker) && fs::is_regular_file(status))
            paths.push_back(entry->path().string());
    }
    std::size_t removed = 0;
    for (const auto& path : paths)
        if (calls_.unlink_file(path.c_str()) == 0) ++removed;
    if (failure || removed < paths.size())
        return Error{Errc::Io, removed, "unfinished files cannot be removed"};
    return removed;
}

}  // namespace outpost
