// A seccomp filter that kills by default.
#include "drivers/sandbox/sandbox.h"

#include <seccomp.h>

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <initializer_list>
#include <memory>

namespace outpost {

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool is_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif
#else
constexpr bool is_sanitized = false;
#endif

using Filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

bool allow(const Filter& filter, std::initializer_list<int> calls) {
    for (const int call : calls)
        if (::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0) return false;
    return true;
}

bool refuse(const Filter& filter, std::initializer_list<int> calls) {
    for (const int call : calls)
        if (::seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EACCES), call, 0) != 0) return false;
    return true;
}

scmp_arg_cmp bits_are(unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
    return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

/// What computing needs: memory, threads that already are, time, an end.
bool allow_computing(const Filter& filter) {
    return allow(filter, {SCMP_SYS(read),
                          SCMP_SYS(write),
                          SCMP_SYS(close),
                          SCMP_SYS(fstat),
                          SCMP_SYS(lseek),
                          SCMP_SYS(futex),
                          SCMP_SYS(munmap),
                          SCMP_SYS(mremap),
                          SCMP_SYS(madvise),
                          SCMP_SYS(brk),
                          SCMP_SYS(clock_gettime),
                          SCMP_SYS(gettimeofday),
                          SCMP_SYS(time),
                          SCMP_SYS(clock_nanosleep),
                          SCMP_SYS(sched_yield),
                          SCMP_SYS(sched_getaffinity),
                          SCMP_SYS(sysinfo),
                          SCMP_SYS(getrandom),
                          SCMP_SYS(getpid),
                          SCMP_SYS(gettid),
                          SCMP_SYS(rt_sigprocmask),
                          SCMP_SYS(rt_sigreturn),
                          SCMP_SYS(restart_syscall),
                          SCMP_SYS(exit),
                          SCMP_SYS(exit_group)});
}

/// Memory of our own only, and none that could hold new code.
bool allow_memory(const Filter& filter) {
    const auto no_code = bits_are(2, PROT_EXEC, 0);
    const auto own_memory = bits_are(3, MAP_ANONYMOUS, MAP_ANONYMOUS);
    return ::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, no_code,
                              own_memory) == 0 &&
           ::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code) == 0;
}

/// Poppler asks for fonts, fontconfig for its settings, OpenCV for the number of processors: they
/// go on without. ioctl: whether a descriptor is a terminal.
bool refuse_names(const Filter& filter) {
    return refuse(filter, {SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(stat),
                           SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(access),
                           SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
                           SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(statfs),
                           SCMP_SYS(uname), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(ioctl)});
}

/// The sanitizers' own runtime asks for its stack's size and changes signal stacks; its report of
/// a leak would trace this process, so that report is off in the worker. UBSan writes to a pipe to
/// learn whether an object's memory is there.
bool allow_sanitizers(const Filter& filter) {
    return !is_sanitized ||
           allow(filter, {SCMP_SYS(sigaltstack), SCMP_SYS(prlimit64), SCMP_SYS(rt_sigaction),
                          SCMP_SYS(getrusage), SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(close)});
}

bool forbid(__rlimit_resource_t resource) {
    const rlimit none{0, 0};
    return ::setrlimit(resource, &none) == 0;
}

}  // namespace

Result<void> enter_sandbox() {
    const Error refused{Errc::Unavailable, 0, "this system does not allow the sandbox"};
    const Filter filter(::seccomp_init(SCMP_ACT_KILL_PROCESS), &::seccomp_release);
    if (filter == nullptr) return refused;
    // Calls of other architectures (32 bit, x32) end the process too; the filter holds for threads
    // that a library has started before.
    const bool is_strict =
        ::seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
        ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
        ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_NNP, 1) == 0;
    if (!is_strict || !allow_computing(filter) || !allow_memory(filter) || !refuse_names(filter) ||
        !allow_sanitizers(filter))
        return refused;
    if (!forbid(RLIMIT_CORE) || !forbid(RLIMIT_NPROC) || !forbid(RLIMIT_FSIZE)) return refused;
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refused;
    if (::seccomp_load(filter.get()) != 0) return refused;
    return {};
}

}  // namespace outpost
