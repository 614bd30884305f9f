// vfork(), a child with nothing, execve().
#include "drivers/decoderprocess/worker_start.h"

#include "drivers/decoderprocess/wire.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <system_error>

namespace outpost {

namespace {

constexpr int exec_failed_code = 127;
constexpr int first_free_descriptor = worker_outbox + 1;

/// Made before vfork(): the child runs in our memory until it is another program, and may only
/// make calls that are safe in a signal handler.
struct ChildPlan {
    std::array<char*, 3> arguments{};
    std::array<char*, 5> environment{};
    std::array<int, 3> given{};  // above the places that they take
    int nowhere = -1;
    pid_t parent = -1;
    rlim_t memory_bytes_max = 0;
};

void limit_resource(__rlimit_resource_t resource, rlim_t value) {
    const rlimit limit{value, value};
    if (::setrlimit(resource, &limit) != 0) ::_exit(exec_failed_code);
}

void forget_handlers() {
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number) ::sigaction(number, &standard, nullptr);
}

void place(int from, int to) {
    if (::dup2(from, to) < 0) ::_exit(exec_failed_code);
}

[[noreturn, gnu::noinline]] void become_worker(const ChildPlan& plan) {
    constexpr rlim_t descriptors_max = 64;  // while its libraries are loaded
    if (::setsid() < 0 || ::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != plan.parent ||
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        ::_exit(exec_failed_code);
    forget_handlers();
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int number = 0; number < worker_socket; ++number) place(plan.nowhere, number);
    place(plan.given[0], worker_socket);
    place(plan.given[1], worker_inbox);
    place(plan.given[2], worker_outbox);
    if (::close_range(static_cast<unsigned>(first_free_descriptor), ~0U, 0) != 0)
        ::_exit(exec_failed_code);
    limit_resource(RLIMIT_CORE, 0);
    limit_resource(RLIMIT_FSIZE, 0);
    limit_resource(RLIMIT_NOFILE, descriptors_max);
    if (plan.memory_bytes_max > 0) limit_resource(RLIMIT_AS, plan.memory_bytes_max);
    ::execve(plan.arguments[0], plan.arguments.data(), plan.environment.data());
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

pid_t vfork_worker(const ChildPlan& plan) {
    const AllSignalsGuard guard;
    const auto id = ::vfork();
    if (id == 0) become_worker(plan);
    return id;
}

/// The same descriptor above the places that the child fills, so that none is overwritten.
Descriptor moved_up(int number) {
    return Descriptor(::fcntl(number, F_DUPFD_CLOEXEC, first_free_descriptor));
}

}  // namespace

Result<void> WorkerChild::start(const WorkerPlan& plan) {
    kill();
    if (plan.program.empty() || plan.program.front() != '/' ||
        ::access(plan.program.c_str(), X_OK) != 0)
        return Error{Errc::Unavailable, 0, "the decoder program is not installed"};
    const Descriptor opened(::open("/dev/null", O_RDWR | O_CLOEXEC));
    const auto nowhere = moved_up(opened.number());
    const std::array<Descriptor, 3> given{moved_up(plan.socket), moved_up(plan.inbox),
                                          moved_up(plan.outbox)};
    if (!nowhere.is_open() || !given[0].is_open() || !given[1].is_open() || !given[2].is_open())
        return Error{Errc::Unavailable, 0, "no descriptor left for the decoder process"};
    auto program = plan.program;
    auto argument = plan.argument;
    // Nothing of our environment: no preloaded library, no folder for settings. Libraries that
    // would start threads of their own are told not to.
    std::array<std::string, 4> environment{"LC_ALL=C", "OPENBLAS_NUM_THREADS=1",
                                           "OMP_NUM_THREADS=1", "OPENCV_FOR_THREADS_NUM=1"};
    ChildPlan child;
    child.arguments = {program.data(), argument.data(), nullptr};
    for (std::size_t k = 0; k < environment.size(); ++k)
        child.environment[k] = environment[k].data();
    child.given = {given[0].number(), given[1].number(), given[2].number()};
    child.nowhere = nowhere.number();
    child.parent = ::getpid();
    child.memory_bytes_max = plan.memory_bytes_max;
    id_ = vfork_worker(child);
    if (id_ < 0) return Error{Errc::Unavailable, 0, "no process for the decoder"};
    return {};
}

bool WorkerChild::is_running() {
    if (id_ < 0) return false;
    const auto ended = ::waitpid(id_, nullptr, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) return true;
    // Its number may soon be another process's: whatever is left of the group goes at once.
    id_ = -1;
    return false;
}

void WorkerChild::allow_processor_time(std::chrono::seconds more) {
    clockid_t clock{};
    timespec used{};
    if (id_ < 0 || ::clock_getcpuclockid(id_, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
        return;
    rlimit limit{};
    if (::prlimit(id_, RLIMIT_CPU, nullptr, &limit) != 0) return;
    // Only the soft limit, whose signal ends it: a hard one could not be raised again.
    limit.rlim_cur = std::min(static_cast<rlim_t>(used.tv_sec + 1 + more.count()), limit.rlim_max);
    ::prlimit(id_, RLIMIT_CPU, &limit, nullptr);
}

void WorkerChild::kill() {
    if (id_ < 0) return;
    if (::kill(-id_, SIGKILL) != 0) ::kill(id_, SIGKILL);
    while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
}

std::string default_decoder_program() {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    if (failure) return {};
    return (program.parent_path().parent_path() / "lib" / "outpost" / "outpost-decoder").string();
}

}  // namespace outpost
