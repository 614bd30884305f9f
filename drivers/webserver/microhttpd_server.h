// A small web server through libmicrohttpd: one thread, one call after the other, limits first.
#pragma once

#include "core/ports/web.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace outpost {

/// @field address           "127.0.0.1", "::1", "0.0.0.0", "::"; no names
/// @field port              0: a free one
/// @field certificate, key  PEM texts; both empty: plain http
struct WebServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::string certificate;
    std::string key;
    std::size_t body_bytes_max = 0;    // of one call
    std::size_t bodies_bytes_max = 0;  // of all calls that are coming in at one time
    unsigned connections_max = 64;
    unsigned idle_timeout_s = 60;
};

class MicrohttpdServer {
  public:
    /// @param answer  called on the server's thread
    /// @error BadValue (address), BadKey (certificate or key), Unavailable (the port is taken)
    static Result<std::unique_ptr<MicrohttpdServer>> start(const WebServerSettings& settings,
                                                           AnswerWebCall answer);
    /// Waits for the call that is being answered.
    ~MicrohttpdServer();
    MicrohttpdServer(const MicrohttpdServer&) = delete;
    MicrohttpdServer& operator=(const MicrohttpdServer&) = delete;

    [[nodiscard]] std::uint16_t port() const;

  private:
    struct Daemon;
    explicit MicrohttpdServer(std::unique_ptr<Daemon> daemon);
    std::unique_ptr<Daemon> daemon_;
};

/// "bytes=0-99" as a range; other forms are none: then the whole file is the answer.
std::optional<WebRange> read_range(std::string_view text);

}  // namespace outpost
