// Ends whatever waits on a socket when a time is over: libcups only limits each single wait.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace outpost {

/// While the object lives, a thread watches; at the deadline it shuts the connection down, and a
/// call that waits in it fails at once. The socket stays the caller's.
class SocketDeadline {
  public:
    SocketDeadline(int socket, std::chrono::milliseconds limit);
    ~SocketDeadline();
    SocketDeadline(const SocketDeadline&) = delete;
    SocketDeadline& operator=(const SocketDeadline&) = delete;

    /// True once the deadline has struck.
    [[nodiscard]] bool is_over();

  private:
    void watch(std::chrono::milliseconds limit);

    int socket_;  // a duplicate: the number of the original may be given away meanwhile
    std::mutex mutex_;
    std::condition_variable ended_;
    bool is_done_ = false;
    bool is_over_ = false;
    std::thread watcher_;  // last: it uses the others
};

}  // namespace outpost
