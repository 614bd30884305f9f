// The system calls that a V4L2 device takes.
#include "drivers/camera/v4l2_calls.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace outpost {

int SystemV4l2Calls::open(const char* path) {
    const int number = ::open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (number < 0) return -errno;
    struct stat about {};
    if (::fstat(number, &about) == 0 && S_ISCHR(about.st_mode)) return number;
    ::close(number);
    return -ENODEV;
}

int SystemV4l2Calls::ioctl(int device, unsigned long request, void* argument) {
    constexpr int attempts_max = 16;  // a storm of signals is no reason to hang
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        if (::ioctl(device, request, argument) >= 0) return 0;
        if (errno != EINTR) return -errno;
    }
    return -EINTR;
}

void SystemV4l2Calls::close(int device) {
    ::close(device);
}

}  // namespace outpost
