// Prompts spoken by people.
#include "drivers/speech/recordings.h"

#include "core/base/bytes.h"
#include "drivers/speech/descriptor.h"
#include "drivers/speech/speech_text.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace outpost {

namespace {

/// Neither a link, which would lead elsewhere, nor a pipe, which would wait.
constexpr int open_flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;

Result<Bytes> read_plain_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), open_flags));
    if (!file.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR) return Error{Errc::NotFound, 0, "recording"};
        return Error{errno == ELOOP ? Errc::Unsupported : Errc::Io, 0, "recording"};
    }
    struct stat state {};
    if (::fstat(file.number(), &state) != 0) return Error{Errc::Io, 0, "recording"};
    if (!S_ISREG(state.st_mode)) return Error{Errc::Unsupported, 0, "recording is no plain file"};
    if (state.st_size > static_cast<off_t>(wav_file_bytes_max))
        return Error{Errc::TooLong, wav_file_bytes_max, "recording"};
    // One byte more than allowed: a file that grows meanwhile is refused by parse_wav().
    Bytes content(static_cast<std::size_t>(state.st_size) + 1);
    std::size_t filled = 0;
    while (filled < content.size()) {
        const auto got = ::read(file.number(), content.data() + filled, content.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Error{Errc::Io, filled, "recording"};
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    content.resize(filled);
    return content;
}

}  // namespace

std::uint64_t recording_number(std::string_view text) {
    std::uint64_t number = 14'695'981'039'346'656'037U;
    for (const auto byte : as_bytes(text)) {
        number ^= byte;
        number *= 1'099'511'628'211U;
    }
    return number;
}

std::string recording_name(std::string_view text, std::string_view language) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string name(language);
    name += '/';
    const auto number = recording_number(text);
    for (int shift = 60; shift >= 0; shift -= 4) name += digits[(number >> shift) & 0xFU];
    return name + ".wav";
}

bool Recordings::has_language(std::string_view language) const {
    struct stat state {};
    return !folder_.empty() && is_language_tag(language) &&
           ::stat((folder_ + '/' + std::string(language)).c_str(), &state) == 0 &&
           S_ISDIR(state.st_mode);
}

bool Recordings::has(std::string_view text, std::string_view language) const {
    struct stat state {};
    return has_language(language) &&
           ::lstat((folder_ + '/' + recording_name(text, language)).c_str(), &state) == 0 &&
           S_ISREG(state.st_mode);
}

Result<SpokenSound> Recordings::read(std::string_view text, std::string_view language) const {
    if (!has_language(language)) return Error{Errc::NotFound, 0, "recording"};
    OUTPOST_TRY(const auto file, read_plain_file(folder_ + '/' + recording_name(text, language)));
    return parse_wav(file);
}

}  // namespace outpost
