// Reads struct input_event from the kernel; the grab lasts as long as the descriptor.
#include "drivers/keyscanner/evdev_key_source.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <utility>

namespace outpost {

namespace {

constexpr std::size_t events_at_once = 64;
/// More than the kernel keeps for one reader.
constexpr int waiting_reads_max = 1024;

using Events = std::array<input_event, events_at_once>;

Error open_error(int cause) {
    if (cause == ENOENT || cause == ENXIO || cause == ENODEV || cause == ENOTDIR)
        return {Errc::NotFound, 0, "no such keyboard scanner"};
    if (cause == EACCES || cause == EPERM)
        return {Errc::Unavailable, 0, "no permission for the keyboard scanner (group input)"};
    return {Errc::Unavailable, 0, "cannot open the keyboard scanner"};
}

int timeout_of(std::chrono::milliseconds deadline) {
    return static_cast<int>(std::clamp<std::int64_t>(deadline.count(), 0, INT_MAX));
}

}  // namespace

std::optional<KeyStroke> StrokeFilter::stroke_of(const input_event& event) {
    if (event.type == EV_SYN && event.code == SYN_DROPPED) {
        is_dropping_ = true;
        return KeyStroke{0, KeyMotion::Lost};
    }
    if (event.type == EV_SYN && event.code == SYN_REPORT) is_dropping_ = false;
    if (event.type != EV_KEY || is_dropping_) return std::nullopt;
    if (event.value == 1) return KeyStroke{event.code, KeyMotion::Press};
    if (event.value == 0) return KeyStroke{event.code, KeyMotion::Release};
    return std::nullopt;  // 2: the kernel repeats a key that is held, the scanner typed it once
}

EvdevKeySource::EvdevKeySource(std::string path, std::unique_ptr<EvdevCalls> calls)
    : path_(std::move(path)), calls_(std::move(calls)) {}

EvdevKeySource::~EvdevKeySource() {
    close();
}

Result<void> EvdevKeySource::open() {
    close();
    if (path_.find('\0') != std::string::npos) return open_error(ENOENT);
    file_ = calls_->open_device(path_);
    if (file_ < 0) return open_error(errno);
    if (!calls_->types_text(file_)) {
        close();
        return Error{Errc::Unsupported, 0, "not a device that types text"};
    }
    if (calls_->grab(file_) != 0) {
        close();
        return Error{Errc::Unavailable, 0, "another program holds the keyboard scanner"};
    }
    drop_waiting();
    return {};
}

Result<std::size_t> EvdevKeySource::read(std::span<KeyStroke> strokes,
                                         std::chrono::milliseconds deadline) {
    if (file_ < 0) return Error{Errc::Unavailable, 0, "the keyboard scanner is not open"};
    pollfd waiting{file_, POLLIN, 0};
    const int answer = ::poll(&waiting, 1, timeout_of(deadline));
    Events events{};
    const auto room = std::min(strokes.size(), events.size());
    const auto bytes = ::read(file_, events.data(), room * sizeof(input_event));
    if (bytes <= 0) {
        const bool is_empty = bytes < 0 && (errno == EAGAIN || errno == EINTR);
        const bool is_gone = answer > 0 && (waiting.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
        if (is_empty && !is_gone) return std::size_t{0};
        return Error{Errc::Unavailable, 0, "the keyboard scanner is gone"};
    }
    // evdev gives whole events only.
    const auto event_count = static_cast<std::size_t>(bytes) / sizeof(input_event);
    std::size_t count = 0;
    for (std::size_t k = 0; k < event_count; ++k)
        if (const auto stroke = filter_.stroke_of(events[k]); stroke) strokes[count++] = *stroke;
    return count;
}

void EvdevKeySource::close() {
    if (file_ >= 0) ::close(std::exchange(file_, -1));
    filter_ = {};
}

void EvdevKeySource::drop_waiting() {
    Events events{};
    for (int k = 0; k < waiting_reads_max; ++k)
        if (::read(file_, events.data(), sizeof(events)) <= 0) return;
}

}  // namespace outpost
