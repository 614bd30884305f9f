// Runs another program on bytes.
#include "drivers/picture/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

namespace outpost {

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr int exec_failed_code = 127;
constexpr std::size_t pipe_step_bytes = 64 * 1024;

class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

  private:
    int number_ = -1;
};

struct Pipe {
    Descriptor read_end;
    Descriptor write_end;
};

bool open_pipe(Pipe& pipe) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    pipe = {Descriptor(ends[0]), Descriptor(ends[1])};
    return true;
}

/// Everything the child needs, made before vfork(): afterwards only async-signal-safe calls are
/// allowed, and nothing of ours may be changed, because the child runs in our memory until exec.
struct ChildPlan {
    std::vector<char*> arguments;
    int input = -1;
    int output = -1;
    pid_t parent = -1;
    rlim_t memory_bytes = 0;
    rlim_t processor_s = 0;
};

void limit_resource(__rlimit_resource_t resource, rlim_t value) {
    const rlimit limit{value, value};
    if (::setrlimit(resource, &limit) != 0) ::_exit(exec_failed_code);
}

/// Our handlers must not run in the child, which shares our memory; handlers are its own copy.
void forget_handlers() {
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number) ::sigaction(number, &standard, nullptr);
}

[[noreturn, gnu::noinline]] void become_child(const ChildPlan& plan) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != plan.parent) ::_exit(exec_failed_code);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    forget_handlers();
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0 || ::dup2(plan.input, STDIN_FILENO) < 0 ||
        ::dup2(plan.output, STDOUT_FILENO) < 0 || ::dup2(nowhere, STDERR_FILENO) < 0)
        ::_exit(exec_failed_code);
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    limit_resource(RLIMIT_CORE, 0);
    limit_resource(RLIMIT_FSIZE, 0);
    limit_resource(RLIMIT_CPU, plan.processor_s);
    limit_resource(RLIMIT_AS, plan.memory_bytes);
    static char locale[] = "LC_ALL=C";
    static char path[] = "PATH=/usr/bin:/bin";
    std::array<char*, 3> environment{locale, path, nullptr};
    ::execve(plan.arguments[0], plan.arguments.data(), environment.data());
    ::_exit(exec_failed_code);
}

/// No signal may reach the child before it has forgotten our handlers.
class AllSignalsGuard {
  public:
    AllSignalsGuard() {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_BLOCK, &all, &before_);
    }
    ~AllSignalsGuard() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    AllSignalsGuard(const AllSignalsGuard&) = delete;
    AllSignalsGuard& operator=(const AllSignalsGuard&) = delete;

  private:
    sigset_t before_{};
};

/// vfork(): copying the page tables of a process with 300 MB takes longer than drawing a page. The
/// calling thread waits until the child is another program. The child's id, or -1.
pid_t start_child(const ChildPlan& plan) {
    const AllSignalsGuard guard;
    const auto id = ::vfork();
    if (id == 0) become_child(plan);
    return id;
}

/// Writing to a child that has gone must not end us: the signal stays blocked in this thread, and
/// one that arrived meanwhile is taken away again.
class BrokenPipeGuard {
  public:
    BrokenPipeGuard() {
        ::sigemptyset(&broken_pipe_);
        ::sigaddset(&broken_pipe_, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &broken_pipe_, &before_);
    }
    ~BrokenPipeGuard() {
        const timespec at_once{};
        if (::sigismember(&before_, SIGPIPE) == 0) ::sigtimedwait(&broken_pipe_, nullptr, &at_once);
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    BrokenPipeGuard(const BrokenPipeGuard&) = delete;
    BrokenPipeGuard& operator=(const BrokenPipeGuard&) = delete;

  private:
    sigset_t broken_pipe_{};
    sigset_t before_{};
};

/// The running child; killed and collected at the latest on destruction.
class Child {
  public:
    explicit Child(pid_t id) : id_(id) {}
    ~Child() {
        if (id_ > 0) kill_and_collect();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Its wait status; when it has not ended by itself after a short while, it is made to.
    int collect() {
        constexpr int looks_max = 1000;
        const timespec pause{0, 1'000'000};
        for (int look = 0; look < looks_max; ++look) {
            int status = 0;
            const auto ended = ::waitpid(id_, &status, WNOHANG);
            if (ended == id_) {
                id_ = -1;
                return status;
            }
            ::nanosleep(&pause, nullptr);
        }
        return kill_and_collect();
    }

    int kill_and_collect() {
        if (::kill(-id_, SIGKILL) != 0) ::kill(id_, SIGKILL);
        int status = 0;
        while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
        }
        id_ = -1;
        return status;
    }

  private:
    pid_t id_;
};

/// Feeds and drains both pipes until the child closes its output.
class Exchange {
  public:
    Exchange(Descriptor to_child, Descriptor from_child, ByteView input, const ChildLimits& limits)
        : to_child_(std::move(to_child)),
          from_child_(std::move(from_child)),
          input_(input),
          output_bytes_max_(limits.output_bytes_max),
          ends_at_(SteadyClock::now() + limits.time) {}

    Result<Bytes> run() {
        ::fcntl(to_child_.number(), F_SETFL, O_NONBLOCK);
        ::fcntl(from_child_.number(), F_SETFL, O_NONBLOCK);
        Bytes output;
        for (;;) {
            if (input_.empty()) to_child_.close();
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                ends_at_ - SteadyClock::now());
            if (left.count() <= 0) return Error{Errc::Timeout, 0, "child process"};
            std::array<pollfd, 2> ends{pollfd{from_child_.number(), POLLIN, 0},
                                       pollfd{to_child_.number(), POLLOUT, 0}};
            const auto ready = ::poll(ends.data(), ends.size(), static_cast<int>(left.count()) + 1);
            if (ready < 0 && errno != EINTR) return Error{Errc::Io, 0, "child process"};
            if (ready <= 0) continue;
            if (ends[1].revents != 0) feed();
            if (ends[0].revents != 0 && !drain(output)) return output;
            if (output.size() > output_bytes_max_)
                return Error{Errc::TooLong, output_bytes_max_, "output of child process"};
        }
    }

  private:
    void feed() {
        const auto sent =
            ::write(to_child_.number(), input_.data(), std::min(input_.size(), pipe_step_bytes));
        if (sent > 0) input_ = input_.subspan(static_cast<std::size_t>(sent));
        if (sent < 0 && errno != EAGAIN && errno != EINTR) input_ = {};  // it reads no more
    }

    /// False at the end of its output.
    bool drain(Bytes& output) {
        const auto had = output.size();
        output.resize(had + pipe_step_bytes);
        const auto got = ::read(from_child_.number(), output.data() + had, pipe_step_bytes);
        const bool try_again = got < 0 && (errno == EAGAIN || errno == EINTR);
        output.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        return got > 0 || try_again;
    }

    Descriptor to_child_;
    Descriptor from_child_;
    ByteView input_;
    std::size_t output_bytes_max_;
    SteadyClock::time_point ends_at_;
};

}  // namespace

Result<ChildOutput> run_child(const std::vector<std::string>& command, ByteView input,
                              const ChildLimits& limits) {
    if (command.empty() || ::access(command[0].c_str(), X_OK) != 0)
        return Error{Errc::Unavailable, 0, "program not installed"};
    Pipe in;
    Pipe out;
    if (!open_pipe(in) || !open_pipe(out)) return Error{Errc::Io, 0, "no pipe"};
    ChildPlan plan;
    for (const auto& word : command) plan.arguments.push_back(const_cast<char*>(word.c_str()));
    plan.arguments.push_back(nullptr);
    plan.input = in.read_end.number();
    plan.output = out.write_end.number();
    plan.parent = ::getpid();
    plan.memory_bytes = limits.memory_bytes_max;
    plan.processor_s = static_cast<rlim_t>((limits.time.count() + 999) / 1000);
    const BrokenPipeGuard guard;
    const auto id = start_child(plan);
    if (id < 0) return Error{Errc::Unavailable, 0, "no process"};
    Child child(id);
    in.read_end.close();
    out.write_end.close();
    Exchange exchange(std::move(in.write_end), std::move(out.read_end), input, limits);
    OUTPOST_TRY(auto bytes, exchange.run());
    const auto status = child.collect();
    if (!WIFEXITED(status)) return Error{Errc::BadValue, 0, "child process was killed"};
    if (WEXITSTATUS(status) == exec_failed_code)
        return Error{Errc::Unavailable, 0, "program cannot be started"};
    return ChildOutput{WEXITSTATUS(status), std::move(bytes)};
}

}  // namespace outpost
