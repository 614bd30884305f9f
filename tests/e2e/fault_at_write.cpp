// A library to be preloaded into a program under test: counts the calls that change files, and at
// the n-th one ends the process, or lets that call and all later ones fail.
//   OUTPOST_FAULT_AT=n          the first call counts 1; 0 or nothing: no fault
//   OUTPOST_FAULT=kill|full|readonly
//   OUTPOST_FAULT_COUNT=FILE    the number of calls is written there when the process ends
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

std::atomic<long> calls{0};

struct Plan {
    long at = 0;
    int error = 0;  // 0: kill
    Plan() {
        const char* text = std::getenv("OUTPOST_FAULT_AT");
        if (text != nullptr) at = std::atol(text);
        const char* kind = std::getenv("OUTPOST_FAULT");
        if (kind != nullptr && std::strcmp(kind, "full") == 0) error = ENOSPC;
        if (kind != nullptr && std::strcmp(kind, "readonly") == 0) error = EROFS;
    }
    ~Plan() {
        const char* path = std::getenv("OUTPOST_FAULT_COUNT");
        if (path == nullptr) return;
        if (std::FILE* file = std::fopen(path, "w"); file != nullptr) {
            std::fprintf(file, "%ld\n", calls.load());
            std::fclose(file);
        }
    }
};

const Plan& plan() {
    static const Plan the_plan;
    return the_plan;
}

/// True when this call fails; errno is set. Does not return when the process ends here.
bool fails() {
    const long now = ++calls;
    const Plan& faults = plan();
    if (faults.at == 0 || now < faults.at) return false;
    if (faults.error == 0) ::kill(::getpid(), SIGKILL);
    errno = faults.error;
    return true;
}

template <typename Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));  // NOLINT: what dlsym gives
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* bytes, size_t count) {
    if (file > 2 && fails()) return -1;
    return next<ssize_t (*)(int, const void*, size_t)>("write")(file, bytes, count);
}
ssize_t pwrite(int file, const void* bytes, size_t count, off_t at) {
    if (fails()) return -1;
    return next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite")(file, bytes, count, at);
}
ssize_t pwrite64(int file, const void* bytes, size_t count, off64_t at) {
    if (fails()) return -1;
    return next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64")(file, bytes, count, at);
}
int fsync(int file) {
    if (fails()) return -1;
    return next<int (*)(int)>("fsync")(file);
}
int fdatasync(int file) {
    if (fails()) return -1;
    return next<int (*)(int)>("fdatasync")(file);
}
int ftruncate(int file, off_t size) {
    if (fails()) return -1;
    return next<int (*)(int, off_t)>("ftruncate")(file, size);
}
int ftruncate64(int file, off64_t size) {
    if (fails()) return -1;
    return next<int (*)(int, off64_t)>("ftruncate64")(file, size);
}
int rename(const char* from, const char* to) {
    if (fails()) return -1;
    return next<int (*)(const char*, const char*)>("rename")(from, to);
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned int flags) {
    if (fails()) return -1;
    return next<int (*)(int, const char*, int, const char*, unsigned int)>("renameat2")(
        from_folder, from, to_folder, to, flags);
}
int unlink(const char* path) {
    if (fails()) return -1;
    return next<int (*)(const char*)>("unlink")(path);
}
int mkdir(const char* path, mode_t mode) {
    if (fails()) return -1;
    return next<int (*)(const char*, mode_t)>("mkdir")(path, mode);
}
}
