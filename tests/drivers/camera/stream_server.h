// Test double: an HTTP camera on the loopback, good or bad.
#pragma once

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace outpost::tests {

enum class ServerMood {
    Streams,      // one picture after another, until the other side goes
    Hangs,        // accepts and says nothing
    HangsLater,   // some pictures, then silence
    Closes,       // some pictures, then the end
    Garbage,      // bytes that are nothing
    BadPictures,  // parts that are no JPEG
};

class StreamServer {
  public:
    StreamServer(ServerMood mood, std::string jpeg) : mood_(mood), jpeg_(std::move(jpeg)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = static_cast<sockaddr*>(static_cast<void*>(&address));
        is_up_ = ::bind(listener_, generic, size) == 0 && ::listen(listener_, 4) == 0 &&
                 ::getsockname(listener_, generic, &size) == 0;
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~StreamServer() {
        stops_ = true;
        thread_.join();
        ::close(listener_);
    }
    StreamServer(const StreamServer&) = delete;
    StreamServer& operator=(const StreamServer&) = delete;

    [[nodiscard]] bool is_up() const { return is_up_; }
    [[nodiscard]] std::string url() const {
        return "http://kiosk:secret@127.0.0.1:" + std::to_string(port_) + "/video?key=hidden";
    }

  private:
    bool is_ready(int socket, short what) const {
        while (!stops_) {
            pollfd descriptor{socket, what, 0};
            if (::poll(&descriptor, 1, 20) > 0) return true;
        }
        return false;
    }
    void serve() {
        while (is_ready(listener_, POLLIN)) {
            const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0) return;
            answer(client);
            ::close(client);
        }
    }
    bool send(int client, const std::string& text) const {
        std::size_t sent = 0;
        while (sent < text.size()) {
            if (!is_ready(client, POLLOUT)) return false;
            const auto count =
                ::send(client, text.data() + sent, text.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count <= 0) return false;
            sent += static_cast<std::size_t>(count);
        }
        return true;
    }
    void wait_until_gone(int client) const {
        std::array<char, 512> ignored{};
        while (is_ready(client, POLLIN))
            if (::recv(client, ignored.data(), ignored.size(), 0) <= 0) return;
    }
    void answer(int client) const {
        std::array<char, 2048> request{};
        if (!is_ready(client, POLLIN)) return;
        (void)::recv(client, request.data(), request.size(), 0);
        if (mood_ == ServerMood::Hangs) return wait_until_gone(client);
        if (mood_ == ServerMood::Garbage) {
            (void)send(client, std::string(20'000, '\xa5'));
            return;
        }
        const auto body = mood_ == ServerMood::BadPictures ? std::string(5'000, '\x5a') : jpeg_;
        if (!send(client,
                  "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; "
                  "boundary=frame\r\n\r\n"))
            return;
        const int pictures_max =
            mood_ == ServerMood::HangsLater || mood_ == ServerMood::Closes ? 40 : 1'000'000;
        for (int k = 0; k < pictures_max && !stops_; ++k) {
            if (!send(client, "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " +
                                  std::to_string(body.size()) + "\r\n\r\n" + body + "\r\n"))
                return;
            pollfd pace{client, 0, 0};
            if (::poll(&pace, 1, 5) > 0) return;  // the other side has hung up
        }
        if (mood_ == ServerMood::HangsLater) wait_until_gone(client);
    }

    ServerMood mood_;
    std::string jpeg_;
    int listener_ = -1;
    bool is_up_ = false;
    std::uint16_t port_ = 0;
    std::atomic<bool> stops_{false};
    std::thread thread_;
};

}  // namespace outpost::tests
