#include "drivers/sandbox/sandbox.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <vector>

using namespace outpost;

namespace {

constexpr int no_sandbox_code = 99;

struct Ending {
    bool by_signal = false;
    int number = 0;  // of the signal, or the exit code
    bool operator==(const Ending&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Ending& ending) {
    return out << (ending.by_signal ? "signal " : "exit ") << ending.number;
}

/// Runs `attempt` in a child that has entered the sandbox; its answer is the exit code.
template <typename Attempt>
Ending within_sandbox(const Attempt& attempt) {
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        if (!enter_sandbox()) ::_exit(no_sandbox_code);
        ::_exit(attempt());
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status)) return {true, WTERMSIG(status)};
    return {false, WEXITSTATUS(status)};
}

const Ending killed{true, SIGSYS};

Ending exits(int code) {
    return {false, code};
}

/// 0 for success, else errno.
template <typename Number>
int outcome(Number answer) {
    return answer < 0 ? errno : 0;
}

/// True, and said aloud, where the machine does not let us enter at all.
bool is_forbidden_here() {
    const bool is_forbidden = within_sandbox([] { return 0; }) == exits(no_sandbox_code);
    if (is_forbidden) WARN("this machine does not allow seccomp: the sandbox is not tested");
    return is_forbidden;
}

}  // namespace

TEST_CASE("sandbox: a computation goes on", "[sandbox]") {
    if (is_forbidden_here()) return;
    CHECK(within_sandbox([] { return 7; }) == exits(7));
    CHECK(within_sandbox([] {
              std::vector<std::unique_ptr<std::vector<char>>> blocks;  // brk, mmap, munmap
              for (std::size_t bytes = 16; bytes < 64U * 1024 * 1024; bytes *= 2)
                  blocks.push_back(std::make_unique<std::vector<char>>(bytes, 'x'));
              return blocks.back()->back() == 'x' ? 0 : 1;
          }) == exits(0));
    CHECK(within_sandbox([] {
              timespec now{};
              return outcome(::clock_gettime(CLOCK_MONOTONIC, &now));
          }) == exits(0));
    CHECK(within_sandbox([] {
              const timespec moment{0, 1000};
              return outcome(::nanosleep(&moment, nullptr));
          }) == exits(0));
}

TEST_CASE("sandbox: open descriptors work", "[sandbox]") {
    if (is_forbidden_here()) return;
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0);
    CHECK(within_sandbox([&] { return ::write(ends[1], "abc", 3) == 3 ? 0 : 1; }) == exits(0));
    std::array<char, 8> got{};
    CHECK(::read(ends[0], got.data(), got.size()) == 3);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("sandbox: names of files are refused", "[sandbox]") {
    if (is_forbidden_here()) return;
    CHECK(within_sandbox([] { return outcome(::open("/etc/passwd", O_RDONLY)); }) == exits(EACCES));
    CHECK(within_sandbox([] { return outcome(::open("/tmp/new", O_WRONLY | O_CREAT, 0600)); }) ==
          exits(EACCES));
    CHECK(within_sandbox([] { return outcome(::open("/proc/self/mem", O_RDWR)); }) ==
          exits(EACCES));
    CHECK(within_sandbox([] {
              struct stat state {};
              return outcome(::stat("/etc/passwd", &state));
          }) == exits(EACCES));
    CHECK(within_sandbox([] { return outcome(::access("/etc/passwd", R_OK)); }) == exits(EACCES));
    CHECK(within_sandbox([] {
              std::array<char, 64> target{};
              return outcome(::readlink("/proc/self/exe", target.data(), target.size()));
          }) == exits(EACCES));
}

TEST_CASE("sandbox: everything that reaches outside ends the process", "[sandbox]") {
    if (is_forbidden_here()) return;
    CHECK(within_sandbox([] { return outcome(::socket(AF_INET, SOCK_STREAM, 0)); }) == killed);
    CHECK(within_sandbox([] { return outcome(::socket(AF_UNIX, SOCK_STREAM, 0)); }) == killed);
    CHECK(within_sandbox([] { return outcome(::connect(3, nullptr, 0)); }) == killed);
    CHECK(within_sandbox([] { return outcome(::fork()); }) == killed);
    CHECK(within_sandbox([] { return outcome(::syscall(SYS_clone3, nullptr, 0)); }) == killed);
    CHECK(within_sandbox([] { return outcome(::vfork()); }) == killed);
    CHECK(within_sandbox([] { return outcome(::kill(::getppid(), 0)); }) == killed);
    CHECK(within_sandbox([] { return outcome(::kill(::getpid(), 0)); }) == killed);
    CHECK(within_sandbox([] {
              return outcome(::syscall(SYS_tgkill, ::getpid(), ::gettid(), SIGUSR1));
          }) == killed);
    CHECK(within_sandbox([] { return outcome(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); }) ==
          killed);
    CHECK(within_sandbox([] { return outcome(::unlink("/tmp/nothing-of-this-name")); }) == killed);
    CHECK(within_sandbox([] { return outcome(::dup(2)); }) == killed);
    CHECK(within_sandbox([] { return outcome(::syscall(SYS_memfd_create, "x", 0)); }) == killed);
    CHECK(within_sandbox([] { return outcome(::syscall(SYS_bpf, 0, nullptr, 0)); }) == killed);
    CHECK(within_sandbox([] { return outcome(::syscall(SYS_io_uring_setup, 1, nullptr)); }) ==
          killed);
    CHECK(within_sandbox([] {
              return outcome(::process_vm_readv(::getppid(), nullptr, 0, nullptr, 0, 0));
          }) == killed);
    CHECK(within_sandbox([] {
              char program[] = "/bin/true";
              std::array<char*, 2> arguments{program, nullptr};
              return outcome(::execve(program, arguments.data(), nullptr));
          }) == killed);
}

TEST_CASE("sandbox: no new code", "[sandbox]") {
    if (is_forbidden_here()) return;
    constexpr std::size_t page = 4096;
    CHECK(within_sandbox([] {
              return ::mmap(nullptr, page, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                            0) == MAP_FAILED
                         ? 1
                         : 0;
          }) == killed);
    CHECK(within_sandbox([] {
              void* memory =
                  ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
              return ::mprotect(memory, page, PROT_READ | PROT_EXEC);
          }) == killed);
    CHECK(within_sandbox([] {
              return ::mmap(nullptr, page, PROT_READ, MAP_SHARED, 0, 0) == MAP_FAILED ? 1 : 0;
          }) == killed);
}

#if defined(__x86_64__)
TEST_CASE("sandbox: other architectures' calls end the process", "[sandbox]") {
    if (is_forbidden_here()) return;
    constexpr long x32_bit = 0x40000000;
    CHECK(within_sandbox([] { return outcome(::syscall(x32_bit | SYS_getpid)); }) == killed);
    // The 32-bit entry: number 20 is getpid there, and writev here.
    CHECK(within_sandbox([] {
              long answer = 20;
              __asm__ volatile("int $0x80" : "+a"(answer) : : "memory");
              return 0;
          }) == killed);
}
#endif

TEST_CASE("sandbox: threads that were there before are closed in too", "[sandbox]") {
    if (is_forbidden_here()) return;
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        static std::array<int, 2> gate{};
        if (::pipe2(gate.data(), O_CLOEXEC) != 0) ::_exit(1);
        pthread_t thread{};
        const auto wait_and_reach_out = [](void*) -> void* {
            char go = 0;
            if (::read(gate[0], &go, 1) == 1) ::socket(AF_INET, SOCK_STREAM, 0);
            ::_exit(0);
        };
        if (::pthread_create(&thread, nullptr, wait_and_reach_out, nullptr) != 0) ::_exit(1);
        if (!enter_sandbox() || ::write(gate[1], "x", 1) != 1) ::_exit(no_sandbox_code);
        ::pthread_join(thread, nullptr);
        ::_exit(2);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS));
}
