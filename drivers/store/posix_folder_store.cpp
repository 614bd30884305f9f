// Folders of a POSIX system: streams, durable moves, locks and identity.
#include "drivers/store/posix_folder_store.h"

#include "drivers/store/open_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace outpost {

namespace {

constexpr mode_t folder_mode = 0700;  // certificates are in it
constexpr mode_t lock_mode = 0600;

bool is_absent(int code) {
    return code == ENOENT || code == ENOTDIR;
}

bool names_something(const std::string& path) {
    return !path.empty() && !has_nul(path);
}

std::optional<struct stat> facts_of(const std::string& path) {
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) return std::nullopt;
    return facts;
}

FileIdentity identity_of(const struct stat& facts) {
    constexpr std::int64_t ns_per_s = 1'000'000'000;
    return {facts.st_ino, std::int64_t{facts.st_ctim.tv_sec} * ns_per_s + facts.st_ctim.tv_nsec};
}

/// The word for a kind of entry; empty for a plain file.
std::string_view word_for(std::filesystem::file_type type) {
    using std::filesystem::file_type;
    switch (type) {
        case file_type::symlink:
            return "link";
        case file_type::directory:
            return "folder";
        case file_type::fifo:
            return "pipe";
        case file_type::socket:
            return "socket";
        case file_type::block:
        case file_type::character:
            return "device";
        default:
            return {};
    }
}

class FileSource final : public ByteSource {
  public:
    FileSource(OpenFile file, std::uint64_t size_bytes)
        : file_(std::move(file)), size_bytes_(size_bytes) {}

    Result<std::size_t> read(std::span<std::uint8_t> out) override {
        for (;;) {
            const auto got = ::read(file_.number(), out.data(), out.size());
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) return Error{Errc::Io, 0, "cannot read the file"};
        }
    }
    [[nodiscard]] std::uint64_t size_bytes() const override { return size_bytes_; }

  private:
    OpenFile file_;
    std::uint64_t size_bytes_;
};

/// Closing the file frees the lock.
class HeldLock final : public FolderLock {
  public:
    explicit HeldLock(OpenFile file) : file_(std::move(file)) {}

  private:
    OpenFile file_;
};

/// Makes one folder whose parent is there.
Result<void> make_one_folder(FileCalls& calls, const std::string& path) {
    if (calls.make_folder(path.c_str(), folder_mode) != 0) {
        struct stat facts {};
        const bool is_there =
            errno == EEXIST && ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
        if (!is_there) return Error{Errc::Io, 0, "cannot make the folder"};
        return {};
    }
    auto synced = sync_folder(calls, split_path(path).folder);
    // Were it left, the next attempt would take it for one that is surely on the disk.
    if (!synced) calls.remove_folder(path.c_str());
    return synced;
}

/// For file systems without RENAME_NOREPLACE: link() does not replace either. 0 or -1 with errno.
int move_by_link(FileCalls& calls, const char* from, const char* to) {
    if (calls.link_file(from, to) != 0) return -1;
    if (calls.unlink_file(from) == 0) return 0;
    const int code = errno;
    calls.unlink_file(to);
    errno = code;
    return -1;
}

Error move_error(int code, const std::string& from) {
    if (code == EEXIST) return {Errc::Duplicate, 0, "a file of that name is there"};
    // A missing target folder is no missing file.
    if (is_absent(code) && !facts_of(from)) return {Errc::NotFound, 0, "no such file"};
    if (code == EXDEV) return {Errc::Io, 0, "both folders must be in one file system"};
    return {Errc::Io, 0, "cannot move the file"};
}

}  // namespace

Result<std::unique_ptr<ByteSource>> PosixFolderStore::open(const std::string& path) {
    if (!names_something(path)) return Error{Errc::NotFound, 0, "no such file name"};
    // Without O_NONBLOCK a pipe that nobody writes to would hold us for ever.
    constexpr int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY;
    OpenFile file(*calls_, calls_->open_file(path.c_str(), flags, 0));
    if (!file.is_open())
        return Error{is_absent(errno) ? Errc::NotFound : Errc::Io, 0, "cannot open the file"};
    struct stat facts {};
    if (::fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return Error{Errc::Io, 0, "no plain file"};
    return std::unique_ptr<ByteSource>(
        std::make_unique<FileSource>(std::move(file), static_cast<std::uint64_t>(facts.st_size)));
}

Result<void> PosixFolderStore::make_folder(const std::string& path) {
    if (!names_something(path)) return Error{Errc::Io, 0, "no such folder name"};
    for (std::size_t at = 0; at < path.size();) {
        const auto name_at = path.find_first_not_of('/', at);
        if (name_at == std::string::npos) break;
        at = std::min(path.find('/', name_at), path.size());
        OUTPOST_TRY_VOID(make_one_folder(*calls_, path.substr(0, at)));
    }
    return {};
}

Result<void> PosixFolderStore::move(const std::string& from, const std::string& to) {
    if (!names_something(from)) return Error{Errc::NotFound, 0, "no such file name"};
    if (!names_something(to)) return Error{Errc::Io, 0, "no such file name"};
    int moved = calls_->move_file(from.c_str(), to.c_str());
    if (moved != 0 && (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP))
        moved = move_by_link(*calls_, from.c_str(), to.c_str());
    if (moved != 0) return move_error(errno, from);
    // The new name first: a power cut in between then leaves two names rather than none.
    const auto new_folder = split_path(to).folder;
    const auto old_folder = split_path(from).folder;
    OUTPOST_TRY_VOID(sync_folder(*calls_, new_folder));
    if (old_folder == new_folder) return {};
    return sync_folder(*calls_, old_folder);
}

Result<void> PosixFolderStore::remove(const std::string& path) {
    if (!names_something(path)) return Error{Errc::NotFound, 0, "no such file name"};
    if (calls_->unlink_file(path.c_str()) != 0)
        return Error{is_absent(errno) ? Errc::NotFound : Errc::Io, 0, "cannot remove the file"};
    return sync_folder(*calls_, split_path(path).folder);
}

Result<FileIdentity> PosixFolderStore::identity(const std::string& path) {
    if (!names_something(path)) return Error{Errc::NotFound, 0, "no such file name"};
    const auto facts = facts_of(path);
    if (!facts)
        return Error{is_absent(errno) ? Errc::NotFound : Errc::Io, 0, "cannot look at the file"};
    if (!S_ISREG(facts->st_mode)) return Error{Errc::Io, 0, "no plain file"};
    return identity_of(*facts);
}

Result<std::unique_ptr<FolderLock>> PosixFolderStore::lock(const std::string& folder,
                                                           const std::string& name) {
    if (!names_something(folder) || !names_something(name) || name.find('/') != std::string::npos)
        return Error{Errc::Io, 0, "no such lock name"};
    const auto path = folder + "/" + name;
    constexpr int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    OpenFile file(*calls_, calls_->open_file(path.c_str(), flags, lock_mode));
    struct stat facts {};
    if (!file.is_open() || ::fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return Error{Errc::Io, 0, "cannot open the lock file"};
    if (calls_->lock_file(file.number()) != 0) {
        if (errno == EWOULDBLOCK) return Error{Errc::Unavailable, 0, "another process has it"};
        return Error{Errc::Io, 0, "cannot lock the folder"};
    }
    // Somebody may have put another file under this name since we opened it; the lock that counts
    // is the one on the name.
    const auto named = facts_of(path);
    if (!named || named->st_ino != facts.st_ino || named->st_dev != facts.st_dev)
        return Error{Errc::Unavailable, 0, "the lock file was replaced"};
    return std::unique_ptr<FolderLock>(std::make_unique<HeldLock>(std::move(file)));
}

Result<std::vector<OddEntry>> PosixFolderStore::odd_entries(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code failure;
    if (!names_something(folder) || !fs::is_directory(folder, failure))
        return Error{Errc::NotFound, 0, "no such folder"};
    std::vector<OddEntry> found;
    auto entry = fs::directory_iterator(folder, failure);
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
        std::error_code unknown;  // an entry that goes while we look is no failure
        const auto what = word_for(entry->symlink_status(unknown).type());
        if (what.empty() || found.size() == odd_entries_max) continue;
        found.push_back({entry->path().filename().string(), what});
    }
    if (failure) return Error{Errc::Io, 0, "cannot read the folder"};
    std::sort(found.begin(), found.end(),
              [](const OddEntry& a, const OddEntry& b) { return a.name < b.name; });
    return found;
}

}  // namespace outpost
