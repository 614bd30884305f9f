// The one place that reads a secret from a person.
#include "firmware-app/station/passphrase.h"

#include "core/crypto/sealed_secret.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace outpost::station {

namespace {

constexpr std::size_t passphrase_file_bytes_max = 4096;
constexpr std::uint8_t interrupt_byte = 0x03;

/// The controlling terminal with echo off; everything is put back when it goes.
class SilentTerminal {
  public:
    SilentTerminal() : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
        if (file_ < 0 || tcgetattr(file_, &before_) != 0) return;
        // A signal between the two changes would leave a terminal without echo behind.
        sigset_t interrupts;
        sigemptyset(&interrupts);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP})
            sigaddset(&interrupts, signal);
        sigprocmask(SIG_BLOCK, &interrupts, &signals_before_);
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);  // Ctrl-C arrives as a byte
        silent.c_lflag |= ECHONL;
        silent.c_cc[VEOL] = interrupt_byte;  // and ends the line, so that it arrives at once
        usable_ = tcsetattr(file_, TCSAFLUSH, &silent) == 0;
        if (!usable_) sigprocmask(SIG_SETMASK, &signals_before_, nullptr);
    }
    ~SilentTerminal() {
        if (usable_) {
            tcsetattr(file_, TCSAFLUSH, &before_);
            sigprocmask(SIG_SETMASK, &signals_before_, nullptr);
        }
        if (file_ >= 0) ::close(file_);
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;

    [[nodiscard]] bool usable() const { return usable_; }
    [[nodiscard]] int file() const { return file_; }

  private:
    int file_;
    bool usable_ = false;
    termios before_{};
    sigset_t signals_before_{};
};

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// One line, without its end, into `line`.
Result<std::size_t> read_line(int file, std::span<std::uint8_t> line) {
    std::size_t size = 0;
    while (true) {
        std::uint8_t byte = 0;
        const auto got = ::read(file, &byte, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Error{Errc::Io, 0, "terminal"};
        if (got == 0 || byte == '\n') return size;
        if (byte == interrupt_byte) return Error{Errc::Unavailable, size, "interrupted"};
        if (size == line.size()) return Error{Errc::TooLong, size, "passphrase"};
        line[size++] = byte;
    }
}

}  // namespace

Result<crypto::SecretBytes> passphrase_from_file(FileStore& files, const std::string& path) {
    OUTPOST_TRY(Bytes content, files.read(path, passphrase_file_bytes_max));
    std::string_view line = as_text(content);
    line = line.substr(0, line.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    auto passphrase = crypto::SecretBytes::copy_of(as_bytes(line));
    crypto::wipe(content);
    if (passphrase.empty()) return Error{Errc::BadLength, 0, "empty passphrase"};
    return passphrase;
}

Result<crypto::SecretBytes> ask_passphrase(const std::string& prompt) {
    const SilentTerminal terminal;
    if (!terminal.usable()) return Error{Errc::Unavailable, 0, "no terminal to ask on"};
    if (!write_all(terminal.file(), prompt)) return Error{Errc::Io, 0, "terminal"};
    crypto::SecretBytes line(crypto::passphrase_bytes_max);
    OUTPOST_TRY(const std::size_t size, read_line(terminal.file(), line.writable()));
    if (size == 0) return Error{Errc::BadLength, 0, "empty passphrase"};
    return crypto::SecretBytes::copy_of(line.view().first(size));
}

}  // namespace outpost::station
