// Ends whatever waits on a socket when a time is over: libcups only limits each single wait.
#include "drivers/printer/socket_deadline.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace outpost {

SocketDeadline::SocketDeadline(int socket, std::chrono::milliseconds limit)
    : socket_(::fcntl(socket, F_DUPFD_CLOEXEC, 0)), watcher_([this, limit] { watch(limit); }) {}

SocketDeadline::~SocketDeadline() {
    {
        const std::lock_guard lock(mutex_);
        is_done_ = true;
    }
    ended_.notify_one();
    watcher_.join();
    if (socket_ >= 0) ::close(socket_);
}

bool SocketDeadline::is_over() {
    const std::lock_guard lock(mutex_);
    return is_over_;
}

void SocketDeadline::watch(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    if (ended_.wait_for(lock, limit, [this] { return is_done_; })) return;
    is_over_ = true;
    if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

}  // namespace outpost
