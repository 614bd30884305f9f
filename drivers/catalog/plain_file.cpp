// A file read whole, with a limit.
#include "drivers/catalog/plain_file.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace outpost {

namespace {

/// Neither a link, which would lead elsewhere, nor a pipe, which would wait.
constexpr int open_flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;

Result<Bytes> read_open_file(int file, std::size_t bytes_max) {
    struct stat state {};
    if (::fstat(file, &state) != 0) return Error{Errc::Io, 0, "catalog"};
    if (!S_ISREG(state.st_mode)) return Error{Errc::Unsupported, 0, "catalog is no plain file"};
    if (state.st_size > static_cast<off_t>(bytes_max))
        return Error{Errc::TooLong, bytes_max, "catalog"};
    Bytes content(static_cast<std::size_t>(state.st_size));
    std::size_t filled = 0;
    while (filled < content.size()) {
        const auto got = ::read(file, content.data() + filled, content.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Error{Errc::Io, filled, "catalog"};
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    content.resize(filled);
    return content;
}

}  // namespace

Result<Bytes> read_plain_file(const std::string& path, std::size_t bytes_max) {
    const auto file = ::open(path.c_str(), open_flags);
    if (file < 0) {
        if (errno == ENOENT || errno == ENOTDIR) return Error{Errc::NotFound, 0, "catalog"};
        return Error{errno == ELOOP ? Errc::Unsupported : Errc::Io, 0, "catalog"};
    }
    auto content = read_open_file(file, bytes_max);
    ::close(file);
    return content;
}

}  // namespace outpost
