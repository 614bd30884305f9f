#include "drivers/service/systemd_notice.h"

#include "tests/support/files.h"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace outpost;

namespace {

/// Variables of systemd as this test wants them, and none afterwards.
class Environment {
  public:
    Environment() { clear(); }
    ~Environment() { clear(); }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    static void set(const char* name, const std::string& value) {
        REQUIRE(::setenv(name, value.c_str(), 1) == 0);
    }

  private:
    static void clear() {
        for (const auto* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
            ::unsetenv(name);
    }
};

/// The manager's end of the socket.
class FakeManager {
  public:
    FakeManager() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        REQUIRE(socket_ >= 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto path = this->path();
        REQUIRE(path.size() < sizeof(address.sun_path));
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
    }
    ~FakeManager() { ::close(socket_); }
    FakeManager(const FakeManager&) = delete;
    FakeManager& operator=(const FakeManager&) = delete;

    [[nodiscard]] std::string path() const { return (folder_.path() / "notify").string(); }

    /// The next datagram; empty when there is none. It is there when sd_notify() has returned.
    [[nodiscard]] std::string next() const {
        std::array<char, 1024> text{};
        const auto got = ::recv(socket_, text.data(), text.size(), 0);
        return got <= 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(got));
    }

  private:
    tests::TemporaryFolder folder_;
    int socket_;
};

}  // namespace

TEST_CASE("service: each notice as one datagram", "[service]") {
    Environment environment;
    FakeManager manager;
    Environment::set("NOTIFY_SOCKET", manager.path());
    SystemdNotice notice;
    REQUIRE(notice.ready());
    CHECK(manager.next() == "READY=1");
    REQUIRE(notice.status("Scanning; 3 waiting"));
    CHECK(manager.next() == "STATUS=Scanning; 3 waiting");
    REQUIRE(notice.status("कैमरा"));
    CHECK(manager.next() == "STATUS=कैमरा");
    REQUIRE(notice.alive());
    CHECK(manager.next() == "WATCHDOG=1");
    REQUIRE(notice.alive());  // the variable was not taken away
    CHECK(manager.next() == "WATCHDOG=1");
    REQUIRE(notice.stopping());
    CHECK(manager.next() == "STOPPING=1");
    CHECK(manager.next().empty());
}

TEST_CASE("service: no manager, no fault", "[service]") {
    Environment environment;
    SystemdNotice notice;
    CHECK(notice.ready());
    CHECK(notice.status("Scanning"));
    CHECK(notice.alive());
    CHECK(notice.stopping());
    const auto limit = notice.watchdog_limit();
    REQUIRE(limit);
    CHECK_FALSE(limit->has_value());
}

TEST_CASE("service: a manager that cannot be reached is told", "[service]") {
    Environment environment;
    SystemdNotice notice;
    tests::TemporaryFolder folder;
    for (const auto& socket : {(folder.path() / "gone").string(), std::string("not a path")}) {
        Environment::set("NOTIFY_SOCKET", socket);
        CAPTURE(socket);
        for (const auto& told :
             {notice.ready(), notice.status("x"), notice.alive(), notice.stopping()}) {
            REQUIRE_FALSE(told);
            CHECK(told.error().code == Errc::Io);
        }
    }
}

TEST_CASE("service: a status line holds nothing but itself", "[service]") {
    Environment environment;
    FakeManager manager;
    Environment::set("NOTIFY_SOCKET", manager.path());
    SystemdNotice notice;
    const auto code_of = [&](std::string_view line) {
        const auto told = notice.status(line);
        REQUIRE_FALSE(told);
        CHECK(manager.next().empty());
        return told.error();
    };
    const auto injected = code_of("ok\nMAINPID=1");
    CHECK(injected.code == Errc::BadCharacter);
    CHECK(injected.offset == 2);
    CHECK(code_of(std::string_view("a\0b", 3)).code == Errc::BadCharacter);
    CHECK(code_of("\x1B[2J").code == Errc::BadCharacter);
    CHECK(code_of("\x7F").code == Errc::BadCharacter);
    CHECK(code_of("\xFF").code == Errc::BadUtf8);
    CHECK(code_of("\xE0\xA4").code == Errc::BadUtf8);
    CHECK(code_of(std::string(service_status_bytes_max + 1, 'a')).code == Errc::TooLong);
    CHECK(notice.status(std::string(service_status_bytes_max, 'a')));
}

TEST_CASE("service: the limit of the watchdog", "[service]") {
    Environment environment;
    SystemdNotice notice;
    Environment::set("WATCHDOG_USEC", "30000000");
    auto limit = notice.watchdog_limit();
    REQUIRE(limit);
    REQUIRE(limit->has_value());
    CHECK(**limit == std::chrono::seconds(30));
    Environment::set("WATCHDOG_PID", std::to_string(::getpid()));
    limit = notice.watchdog_limit();
    REQUIRE(limit);
    CHECK(limit->has_value());
    // Meant for another process.
    Environment::set("WATCHDOG_PID", std::to_string(::getppid()));
    limit = notice.watchdog_limit();
    REQUIRE(limit);
    CHECK_FALSE(limit->has_value());
    ::unsetenv("WATCHDOG_PID");
    for (const auto* broken : {"0", "soon", "-5", ""}) {
        CAPTURE(broken);
        Environment::set("WATCHDOG_USEC", broken);
        const auto refused = notice.watchdog_limit();
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::BadValue);
    }
    Environment::set("WATCHDOG_USEC", "18446744073709551614");
    limit = notice.watchdog_limit();
    REQUIRE(limit);
    REQUIRE(limit->has_value());
    CHECK(**limit > std::chrono::hours(24));
}
