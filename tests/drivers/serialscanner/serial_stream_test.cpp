#include "drivers/serialscanner/serial_stream.h"

#include "tests/drivers/serialscanner/pseudo_terminal.h"
#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <sys/ioctl.h>
#include <termios.h>

#include <fstream>

using namespace outpost;
using std::chrono::milliseconds;

namespace {

Errc open_fault(const std::string& path, std::uint32_t baud = 115200) {
    SerialStream stream(path, baud);
    const auto opened = stream.open();
    REQUIRE_FALSE(opened.has_value());
    return opened.error().code;
}

}  // namespace

TEST_CASE("serial stream: the port is raw, 8N1 and exclusive", "[scanner]") {
    const tests::PseudoTerminal terminal;
    SerialStream stream(terminal.path(), 9600);
    CHECK(stream.label() == terminal.path());
    REQUIRE(stream.open().has_value());

    const int other = ::open(terminal.path().c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (::geteuid() == 0) {
        REQUIRE(other >= 0);  // root is let in; see whether others would be
        int is_exclusive = 0;
        REQUIRE(::ioctl(other, TIOCGEXCL, &is_exclusive) == 0);
        CHECK(is_exclusive != 0);
        termios mode{};
        REQUIRE(::tcgetattr(other, &mode) == 0);
        CHECK((mode.c_lflag & (ICANON | ECHO | ISIG | IEXTEN)) == 0);
        CHECK((mode.c_iflag & (ICRNL | INLCR | IGNCR | IXON | IXOFF | ISTRIP)) == 0);
        CHECK((mode.c_oflag & OPOST) == 0);
        CHECK((mode.c_cflag & (CSIZE | PARENB | CSTOPB | CRTSCTS)) == CS8);
        CHECK(::cfgetispeed(&mode) == B9600);
        ::close(other);
    } else {
        CHECK(other < 0);
        if (other >= 0) ::close(other);
    }
    // A second scanner on the same port is refused, whoever runs it.
    CHECK(open_fault(terminal.path()) == Errc::Unavailable);
    stream.close();
    SerialStream second(terminal.path());
    CHECK(second.open().has_value());
}

TEST_CASE("serial stream: what is no serial port", "[scanner]") {
    const tests::TemporaryFolder folder;
    CHECK(open_fault((folder.path() / "missing").string()) == Errc::NotFound);
    CHECK(open_fault("/dev/null") == Errc::Unsupported);
    const auto file = folder.path() / "file";
    std::ofstream(file) << "text";
    CHECK(open_fault(file.string()) == Errc::Unsupported);
    CHECK(open_fault((file / "below").string()) == Errc::NotFound);
    CHECK(open_fault(folder.path().string()) == Errc::Unavailable);
    const tests::PseudoTerminal terminal;
    CHECK(open_fault(terminal.path() + std::string(1, '\0')) == Errc::NotFound);
    CHECK(open_fault(terminal.path(), 9601) == Errc::Unsupported);
    CHECK(open_fault(terminal.path(), 0) == Errc::Unsupported);

    SerialStream closed(terminal.path());
    Bytes room(10);
    CHECK(closed.read(room, milliseconds(0)).error().code == Errc::Unavailable);
}

TEST_CASE("serial stream: bytes come as they were sent, and none go back", "[scanner]") {
    const tests::PseudoTerminal terminal;
    SerialStream stream(terminal.path());
    REQUIRE(stream.open().has_value());
    Bytes room(300);
    const auto nothing = stream.read(room, milliseconds(0));
    REQUIRE(nothing.has_value());
    CHECK(*nothing == 0);

    Bytes all(256);
    for (std::size_t k = 0; k < all.size(); ++k) all[k] = static_cast<std::uint8_t>(k);
    REQUIRE(terminal.send(all) == all.size());
    Bytes came;
    while (came.size() < all.size()) {
        const auto count = stream.read(room, milliseconds(20'000));
        REQUIRE(count.has_value());
        REQUIRE(*count > 0);
        came.insert(came.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(*count));
    }
    CHECK(came == all);
    CHECK(terminal.echoed() == 0);
}

TEST_CASE("serial stream: a hang-up shows after the last byte", "[scanner]") {
    tests::PseudoTerminal terminal;
    SerialStream stream(terminal.path());
    REQUIRE(stream.open().has_value());
    Bytes room(16);
    terminal.hang_up();
    CHECK(stream.read(room, milliseconds(20'000)).error().code == Errc::Unavailable);
    CHECK(stream.read(room, milliseconds(0)).error().code == Errc::Unavailable);
    CHECK(open_fault(terminal.path()) == Errc::NotFound);
    stream.close();
    CHECK(stream.open().error().code == Errc::NotFound);
}
