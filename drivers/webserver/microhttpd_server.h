// A small web server through libmicrohttpd: one thread, one call after the other, limits first.
#pragma once

#include "core/ports/web.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace outpost {

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
