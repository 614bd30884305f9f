// POSIX termios, as raw as it goes.
#include "drivers/serialscanner/serial_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <optional>
#include <utility>

namespace outpost {

namespace {

struct Rate {
    std::uint32_t baud;
    speed_t speed;
};

constexpr std::array<Rate, 11> rates{{{1200, B1200},
                                      {2400, B2400},
                                      {4800, B4800},
                                      {9600, B9600},
                                      {19200, B19200},
                                      {38400, B38400},
                                      {57600, B57600},
                                      {115200, B115200},
                                      {230400, B230400},
                                      {460800, B460800},
                                      {921600, B921600}}};

std::optional<speed_t> speed_of(std::uint32_t baud) {
    for (const auto& rate : rates)
        if (rate.baud == baud) return rate.speed;
    return std::nullopt;
}

/// Closes the descriptor unless it was released.
class Descriptor {
  public:
    explicit Descriptor(int file) : file_(file) {}
    ~Descriptor() {
        if (file_ >= 0) ::close(file_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return file_; }
    int release() { return std::exchange(file_, -1); }

  private:
    int file_;
};

Error open_error(int cause) {
    if (cause == ENOENT || cause == ENXIO || cause == ENODEV || cause == ENOTDIR)
        return {Errc::NotFound, 0, "no such serial port"};
    if (cause == EBUSY) return {Errc::Unavailable, 0, "another program uses the serial port"};
    if (cause == EACCES || cause == EPERM)
        return {Errc::Unavailable, 0, "no permission for the serial port (group dialout)"};
    return {Errc::Unavailable, 0, "cannot open the serial port"};
}

void make_raw(termios& mode, speed_t speed) {
    ::cfmakeraw(&mode);
    // cfmakeraw leaves these. IGNBRK: a break on the line is no zero byte.
    mode.c_iflag = IGNBRK;
    mode.c_cflag &= ~(CSTOPB | CRTSCTS | HUPCL);
    mode.c_cflag |= CLOCAL | CREAD;
    mode.c_cc[VMIN] = 0;
    mode.c_cc[VTIME] = 0;
    ::cfsetispeed(&mode, speed);
    ::cfsetospeed(&mode, speed);
}

/// tcsetattr(3) succeeds when any of the changes was made, so what counts is read again.
bool is_raw(const termios& mode) {
    return (mode.c_iflag & (ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXOFF | PARMRK)) == 0 &&
           (mode.c_lflag & (ICANON | ECHO | ECHONL | ISIG | IEXTEN)) == 0 &&
           (mode.c_cflag & (CSIZE | PARENB | CSTOPB)) == CS8;
}

Result<void> set_up(int file, speed_t speed) {
    int is_exclusive = 0;
    if (::ioctl(file, TIOCGEXCL, &is_exclusive) == 0 && is_exclusive != 0)
        return open_error(EBUSY);  // root is let in all the same
    if (::ioctl(file, TIOCEXCL) != 0)
        return Error{Errc::Unavailable, 0, "cannot take the serial port for this program alone"};
    termios mode{};
    if (::tcgetattr(file, &mode) != 0)
        return Error{Errc::Unavailable, 0, "cannot set up the serial port"};
    make_raw(mode, speed);
    termios now{};
    if (::tcsetattr(file, TCSANOW, &mode) != 0 || ::tcgetattr(file, &now) != 0 || !is_raw(now))
        return Error{Errc::Unavailable, 0, "cannot set up the serial port"};
    // An old scan belongs to nobody, and what was echoed before must not go out.
    ::tcflush(file, TCIOFLUSH);
    return {};
}

int timeout_of(std::chrono::milliseconds deadline) {
    return static_cast<int>(std::clamp<std::int64_t>(deadline.count(), 0, INT_MAX));
}

}  // namespace

SerialStream::SerialStream(std::string path, std::uint32_t baud)
    : path_(std::move(path)), baud_(baud) {}

SerialStream::~SerialStream() {
    close();
}

Result<void> SerialStream::open() {
    close();
    const auto speed = speed_of(baud_);
    if (!speed) return Error{Errc::Unsupported, 0, "baud rate"};
    if (path_.find('\0') != std::string::npos) return open_error(ENOENT);
    // O_NONBLOCK: without a carrier an open could wait for ever.
    Descriptor file(::open(path_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (file.number() < 0) return open_error(errno);
    if (::isatty(file.number()) != 1) return Error{Errc::Unsupported, 0, "not a serial port"};
    OUTPOST_TRY_VOID(set_up(file.number(), *speed));
    file_ = file.release();
    return {};
}

Result<std::size_t> SerialStream::read(std::span<std::uint8_t> bytes,
                                       std::chrono::milliseconds deadline) {
    if (file_ < 0) return Error{Errc::Unavailable, 0, "the serial port is not open"};
    pollfd waiting{file_, POLLIN, 0};
    const int answer = ::poll(&waiting, 1, timeout_of(deadline));
    // Whatever poll() said, an interruption too, the read tells what is there.
    const auto count = ::read(file_, bytes.data(), bytes.size());
    if (count > 0) return static_cast<std::size_t>(count);
    const bool is_empty = count == 0 || errno == EAGAIN || errno == EINTR;
    // With VMIN 0 an empty line and one that hung up both read as 0 bytes.
    const bool is_gone = answer > 0 && (waiting.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
    if (is_empty && !is_gone) return std::size_t{0};
    return Error{Errc::Unavailable, 0, "the serial port is gone"};
}

void SerialStream::close() {
    if (file_ < 0) return;
    ::ioctl(file_, TIOCNXCL);
    ::close(std::exchange(file_, -1));
}

}  // namespace outpost
