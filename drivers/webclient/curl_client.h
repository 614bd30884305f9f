// The web through libcurl: https with the system's authorities or one of our own, through a proxy
// where one is set.
#pragma once

#include "core/ports/web.h"

#include <memory>
#include <string>

namespace outpost {

/// @field ca_file   PEM: only these authorities count; empty: the system's
/// @field proxy     empty: what the environment says (https_proxy, no_proxy)
struct CurlSettings {
    std::string ca_file;
    std::string proxy;
    int connect_timeout_s = 15;
    int stall_timeout_s = 60;  // so long less than 100 bytes a second is the end
};

/// For one thread. Keeps its connection between requests.
class CurlClient final : public WebClient {
  public:
    explicit CurlClient(CurlSettings settings);
    ~CurlClient() override;
    CurlClient(const CurlClient&) = delete;
    CurlClient& operator=(const CurlClient&) = delete;

    Result<WebAnswer> send(const WebRequest& request) override;

  private:
    struct Handle;
    CurlSettings settings_;
    std::unique_ptr<Handle> handle_;
};

}  // namespace outpost
