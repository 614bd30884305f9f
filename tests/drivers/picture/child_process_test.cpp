#include "drivers/picture/child_process.h"

#include <catch2/catch.hpp>

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

using namespace outpost;
using std::chrono::milliseconds;

namespace {

Result<ChildOutput> shell(const std::string& script, ByteView input, ChildLimits limits = {}) {
    return run_child({"/bin/sh", "-c", script}, input, limits);
}

std::size_t open_descriptors() {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                      std::filesystem::directory_iterator()));
}

}  // namespace

TEST_CASE("child process: bytes go in and come out, more than a pipe holds", "[picture]") {
    Bytes input;
    for (std::size_t k = 0; k < 3'000'000; ++k) input.push_back(static_cast<std::uint8_t>(k * 31));
    const auto run = run_child({"/bin/cat"}, input, {});
    REQUIRE(run);
    CHECK(run->exit_code == 0);
    CHECK(run->bytes == input);
}

TEST_CASE("child process: its exit code, arguments and surroundings", "[picture]") {
    CHECK(shell("exit 3", {})->exit_code == 3);
    const auto spoken = run_child({"/bin/echo", "a b", "$HOME"}, {}, {});
    REQUIRE(spoken);
    CHECK(as_text(spoken->bytes) == "a b $HOME\n");
    const auto environment = shell("echo $PATH $LC_ALL $HOME; ls /proc/self/fd | wc -l", {});
    REQUIRE(environment);
    CHECK(as_text(environment->bytes) == "/usr/bin:/bin C\n4\n");  // three, and ls's own
    const auto quiet = shell("echo loud >&2", {});
    REQUIRE(quiet);
    CHECK(quiet->bytes.empty());
}

TEST_CASE("child process: begins with no signal blocked, ignored or caught", "[picture]") {
    // As they stand in a program that waits for SIGTERM and ignores SIGHUP.
    sigset_t blocked;
    sigset_t before;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGUSR1);
    REQUIRE(::pthread_sigmask(SIG_BLOCK, &blocked, &before) == 0);
    struct sigaction ignored {};
    struct sigaction caught {};
    struct sigaction hangup_before {};
    struct sigaction user_before {};
    ignored.sa_handler = SIG_IGN;
    caught.sa_handler = [](int) {};
    REQUIRE(::sigaction(SIGHUP, &ignored, &hangup_before) == 0);
    REQUIRE(::sigaction(SIGUSR2, &caught, &user_before) == 0);
    const auto run = run_child({"/bin/cat", "/proc/self/status"}, {}, {});
    // What was set here still is.
    struct sigaction now {};
    CHECK((::sigaction(SIGHUP, &hangup_before, &now) == 0 && now.sa_handler == SIG_IGN));
    CHECK((::sigaction(SIGUSR2, &user_before, &now) == 0 && now.sa_handler == caught.sa_handler));
    sigset_t mask_now;
    ::pthread_sigmask(SIG_SETMASK, &before, &mask_now);
    CHECK(::sigismember(&mask_now, SIGUSR1) == 1);
    CHECK(::sigismember(&mask_now, SIGTERM) == ::sigismember(&before, SIGTERM));
    REQUIRE(run);
    const std::string status(as_text(run->bytes));
    for (const auto* line :
         {"SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000", "SigCgt:\t0000000000000000"}) {
        CAPTURE(line);
        CHECK(status.find(line) != std::string::npos);
    }
}

TEST_CASE("child process: limits are kept", "[picture]") {
    ChildLimits limits;
    limits.time = milliseconds(200);
    const auto started = std::chrono::steady_clock::now();
    CHECK(shell("sleep 20", {}, limits).error().code == Errc::Timeout);
    CHECK(shell("sleep 20 & sleep 20", {}, limits).error().code == Errc::Timeout);
    CHECK(std::chrono::steady_clock::now() - started < milliseconds(3000));
    limits.time = milliseconds(5000);
    limits.output_bytes_max = 1000;
    CHECK(shell("yes", {}, limits).error().code == Errc::TooLong);
    const auto refused = shell("echo data > /tmp/outpost-child-test-$$; echo $?", {}, limits);
    CHECK((!refused || refused->exit_code != 0 || as_text(refused->bytes) != "0\n"));
}

TEST_CASE("child process: one that takes no input does no harm", "[picture]") {
    const Bytes input(1'000'000, 'x');
    const auto run = shell("echo done", input);
    REQUIRE(run);
    CHECK(as_text(run->bytes) == "done\n");
    const auto closed = shell("exec <&-; echo closed", input);
    REQUIRE(closed);
    CHECK(as_text(closed->bytes) == "closed\n");
}

TEST_CASE("child process: one that cannot start, and one that is killed", "[picture]") {
    CHECK(run_child({"/no/such/program"}, {}, {}).error().code == Errc::Unavailable);
    CHECK(run_child({}, {}, {}).error().code == Errc::Unavailable);
    CHECK(run_child({"/proc/version"}, {}, {}).error().code == Errc::Unavailable);
    CHECK(shell("kill -9 $$", {}).error().code == Errc::BadValue);
}

TEST_CASE("child process: leaves no descriptor and no zombie behind", "[picture]") {
    const auto before = open_descriptors();
    ChildLimits limits;
    limits.time = milliseconds(50);
    for (int round = 0; round < 5; ++round) {
        CHECK(shell("exit 0", {}));
        CHECK_FALSE(shell("sleep 5", {}, limits));
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("child process: may be used by several threads", "[picture]") {
    std::vector<std::jthread> threads;
    std::array<bool, 4> is_right{};
    for (std::size_t k = 0; k < is_right.size(); ++k) {
        threads.emplace_back([k, &is_right] {
            const Bytes input(200'000, static_cast<std::uint8_t>(k));
            const auto run = run_child({"/bin/cat"}, input, {});
            is_right[k] = run && run->bytes == input;
        });
    }
    threads.clear();
    for (const bool right : is_right) CHECK(right);
}
